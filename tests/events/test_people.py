"""Who comes and goes: members are known by Slack's word, and whoever leaves vacates their roles."""

from collections.abc import Awaitable, Callable

import pytest

from bot.channels.notice_members import known_members, members_read
from bot.channels.reconcile import reconcile
from bot.incidents.assign_role import assign
from bot.incidents.find_roles import role_holders
from models.ledger import EntryKind
from models.place import Place
from models.vocabulary import Role
from tests.builders import ANA, BEN, CHEN
from tests.hearing import Hearing

Notice = Callable[[], Awaitable[None]]


@pytest.fixture(params=["event", "tick"])
def notice(request: pytest.FixtureRequest, hearing: Hearing) -> Notice:
    """Run the test twice: with the event, and with the event lost."""

    async def by_tick() -> None:
        await hearing.lose()
        hearing.house.clock.advance(minutes=1)
        await reconcile(hearing.desk)

    return hearing.hear if request.param == "event" else by_tick


async def _members(hearing: Hearing, channel_id: str) -> frozenset[str]:
    async with hearing.house.store.reading() as session:
        return await known_members(session, channel_id) - {hearing.bot_id}


async def _holders(hearing: Hearing, number: int) -> dict[Role, str]:
    async with hearing.house.store.reading() as session:
        return await role_holders(session, number)


async def test_members_are_known_as_they_come_and_go(hearing: Hearing, notice: Notice) -> None:
    _, channel_id = await hearing.open(ANA)
    hearing.slack.membership.invite(ANA, channel_id, [BEN])
    await notice()
    assert await _members(hearing, channel_id) == {ANA, BEN}

    hearing.slack.membership.leave(ANA, channel_id)
    await notice()
    assert await _members(hearing, channel_id) == {BEN}


async def test_whoever_leaves_vacates_every_role_and_it_says_so(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA, BEN)
    await notice()
    for role in (Role.COMMANDER, Role.SCRIBE):
        await hearing.house.act(assign, number, role, BEN, by_id=ANA)
    await hearing.house.act(assign, number, Role.LEAD_ENGINEER, ANA, by_id=ANA)
    hearing.slack.membership.leave(BEN, channel_id)
    await notice()
    await notice()

    assert await _holders(hearing, number) == {Role.LEAD_ENGINEER: ANA}
    assert len(await hearing.house.entries(EntryKind.ROLE_VACATED)) == 2
    await hearing.office.deliver()
    said = [each["text"] for each in await hearing.office.messages(channel_id) if each.get("bot_id")]
    [notice_text] = [text for text in said if "left the channel" in text]
    assert "Nobody is commander, scribe now" in notice_text


async def test_a_role_given_to_someone_not_yet_in_the_channel_stays_theirs(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)
    await hearing.house.act(assign, number, Role.COMMANDER, BEN, by_id=ANA)
    for _ in range(2):
        hearing.house.clock.advance(minutes=1)
        await reconcile(hearing.desk)

    assert await _holders(hearing, number) == {Role.COMMANDER: BEN}


async def test_whoever_came_while_the_list_was_read_is_not_taken_for_gone(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    known = frozenset({ANA, hearing.bot_id})
    hearing.slack.membership.invite(ANA, channel_id, [BEN])
    await hearing.hear()
    await hearing.house.act(assign, number, Role.COMMANDER, BEN, by_id=ANA)
    await hearing.house.act(members_read, number, channel_id, known=known, now=known)

    assert BEN in await _members(hearing, channel_id)
    assert await _holders(hearing, number) == {Role.COMMANDER: BEN}


async def test_whoever_leaves_the_workspace_vacates_their_roles_everywhere(hearing: Hearing) -> None:
    numbers = [(await hearing.open(ANA, BEN))[0] for _ in range(2)]
    for number in numbers:
        await hearing.house.act(assign, number, Role.COMMANDER, BEN, by_id=ANA)
    hearing.slack.people.set_deleted(BEN, deleted=True)
    await hearing.hear(times=2)

    assert [await _holders(hearing, number) for number in numbers] == [{}, {}]
    assert [entry.text for entry in await hearing.house.entries(EntryKind.ROLE_VACATED)] == [
        "left the workspace"
    ] * 2
    known = hearing.desk.directory.person(BEN)
    assert known is not None
    assert known.has_left


async def test_someone_whom_slack_refused_and_who_came_is_missed_no_more(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    async with hearing.house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).unreached_ids = [BEN, CHEN]
    hearing.slack.membership.invite(ANA, channel_id, [BEN])
    await hearing.hear()

    async with hearing.house.store.reading() as session:
        assert (await session.get_one(Place, number)).unreached_ids == [CHEN]


async def test_a_new_name_and_zone_are_heard(hearing: Hearing) -> None:
    hearing.slack.people.set_profile(ANA, real_name="Ana Souza", tz="America/Sao_Paulo")
    await hearing.hear()

    known = hearing.desk.directory.person(ANA)
    assert known is not None
    assert (known.name, known.zone) == ("Ana Souza", "America/Sao_Paulo")


async def test_a_groups_new_members_are_heard(hearing: Hearing) -> None:
    await hearing.desk.directory.read_groups()
    assert set(hearing.desk.directory.group("S0ONCALL01")) == {ANA, "U0EMIL0001"}
    hearing.slack.groups.set_members(ANA, "S0ONCALL01", [BEN])
    await hearing.hear()

    assert hearing.desk.directory.group("S0ONCALL01") == (BEN,)
    assert hearing.desk.directory.group_called("@data-oncall") == [BEN]


async def test_people_are_known_by_their_address_as_it_changes(hearing: Hearing) -> None:
    directory = hearing.desk.directory
    await directory.read_people()
    address = hearing.slack.people.users[ANA].email or ""
    assert (found := directory.person_addressed(f" {address.upper()}")) is not None
    assert found.user_id == ANA

    await hearing.desk.directory.hear_of(
        [{"id": ANA, "name": "ana", "profile": {"email": "ana@new.example"}}]
    )
    assert directory.person_addressed(address) is None
    assert directory.person_addressed("ana@new.example") is not None
