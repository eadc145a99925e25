"""Which people of the workspace are an asset's stewards."""

from collections.abc import Iterator

from bot.slack.directory import Directory
from models.ownership import Ownership
from models.vocabulary import Role


def stewards_of(directory: Directory, owned: Ownership) -> dict[Role, str]:
    """Each steward's role and id, those of the fallback included; whom Slack does not know gets no role."""
    return dict(_known(directory, owned))


def _known(directory: Directory, owned: Ownership) -> Iterator[tuple[Role, str]]:
    both = (
        (Role.BUSINESS_STEWARD, owned.business_steward),
        (Role.TECHNICAL_STEWARD, owned.technical_steward),
    )
    for role, given in both:
        people = directory.people_named(given.value) if given else ()
        if len(people) == 1:  # several (a user group) share no role
            yield role, people[0]
