"""The channels of teams are found by name, and not joined: what is said there is not ours to hear."""

from bot.look_around import channels_of_owners
from bot.playbook import parse_playbook
from tests.hearing import Hearing

PLAYBOOK = """
teams:
  finance: {channel: finance-reports}
  growth: {people: ["@ana"]}
owners:
  - {when: {tag: close}, channel: "#finance-close"}
"""


def test_they_are_those_of_teams_and_of_owner_rules() -> None:
    named = channels_of_owners(parse_playbook(PLAYBOOK, "breakwater.yaml"))
    assert [name.lstrip("#") for name in named] == ["finance-reports", "finance-close"]


async def test_they_are_found_without_joining(hearing: Hearing) -> None:
    directory = hearing.desk.directory
    await directory.find_channels(["data-alerts"], from_outside=["finance-reports", "nowhere"])
    assert directory.channel("#finance-reports") == "C0FINANCE1"
    ours = await hearing.desk.chat.read("users.conversations")
    assert "C0FINANCE1" not in {channel["id"] for channel in ours["channels"]}
    assert directory.absent == {"nowhere"}


async def test_one_that_is_watched_as_well_is_joined(hearing: Hearing) -> None:
    await hearing.desk.directory.find_channels(["finance-reports"], from_outside=["finance-reports"])
    ours = await hearing.desk.chat.read("users.conversations")
    assert "C0FINANCE1" in {channel["id"] for channel in ours["channels"]}
