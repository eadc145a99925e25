"""Whom a playbook or a tool names, as the people of the workspace."""

from bot.assets.owner_of import owner_of
from bot.assets.stewards_of import stewards_of
from bot.playbook import Playbook, parse_playbook
from models.ownership import Owned
from models.vocabulary import Role
from tests.builders import ANA, BEN, CHEN
from tests.hearing import Hearing


async def test_people_are_found_by_handle_group_id_and_address(hearing: Hearing) -> None:
    directory = hearing.office.desk.directory
    await directory.hear_of(
        [
            {"id": ANA, "name": "ana", "profile": {"email": "Ana@Example.com"}},
            {"id": BEN, "name": "ben", "profile": {}},
            {"id": CHEN, "name": "chen", "deleted": True, "profile": {"email": "chen@example.com"}},
        ]
    )
    await directory.hear_group("S0FINANCE1", "finance", [ANA, CHEN])

    assert directory.people_named("@Ana") == (ANA,)
    assert directory.people_named("ana@example.COM") == (ANA,)
    assert directory.people_named("@finance") == directory.people_named("S0FINANCE1") == (ANA,)
    assert directory.people_named(BEN) == (BEN,)


async def test_whoever_has_left_and_what_names_nobody_is_nobody(hearing: Hearing) -> None:
    directory = hearing.office.desk.directory
    await directory.hear_of([{"id": CHEN, "name": "chen", "deleted": True, "profile": {"email": "c@d.e"}}])

    for named in ("@chen", CHEN, "c@d.e", "@nobody", "nobody@example.com", "Finance team", "", "@"):
        assert directory.people_named(named) == ()


async def test_an_address_is_kept_and_forgotten_with_what_slack_says(hearing: Hearing) -> None:
    directory = hearing.office.desk.directory
    await directory.hear_of([{"id": ANA, "name": "ana", "profile": {"email": "ana@example.com"}}])
    await directory.load()
    assert directory.people_named("ana@example.com") == (ANA,)

    await directory.hear_of([{"id": ANA, "name": "ana", "profile": {}}])
    await directory.load()
    assert directory.people_named("ana@example.com") == ()


async def test_stewards_are_the_people_whom_slack_knows(hearing: Hearing) -> None:
    directory = hearing.office.desk.directory
    await directory.hear_of([{"id": ANA, "name": "ana", "profile": {"email": "ana@example.com"}}])

    playbook = parse_playbook("owners: [{when: {}, business_steward: '@ana'}]", "test")
    told = Owned(names=("orders",), owner="nobody@example.com")
    assert stewards_of(directory, owner_of(playbook, told)) == {Role.BUSINESS_STEWARD: ANA}

    told = Owned(names=("orders",), owner="ana@example.com")
    assert stewards_of(directory, owner_of(Playbook(), told)) == {Role.TECHNICAL_STEWARD: ANA}
    assert stewards_of(directory, owner_of(Playbook(), "orders")) == {}
