"""Whoever may see an incident may act in it; guests and people of other workspaces read and note only."""

import pytest

from bot.access import Asking, require_may_act
from models.errors import NotAllowed, NotFound
from tests.builders import ANA, BEN, CHEN
from tests.hearing import GWEN, Hearing

ELSEWHERE = "T0ELSEWHERE"


async def test_anyone_of_the_team_acts_in_a_public_incident(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)
    await require_may_act(hearing.desk, Asking(CHEN), number)


async def test_guests_note_but_do_not_act(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)
    await require_may_act(hearing.desk, Asking(GWEN), number, notes_only=True)
    with pytest.raises(NotAllowed, match="Guests may read and note only"):
        await require_may_act(hearing.desk, Asking(GWEN), number)
    with pytest.raises(NotAllowed):
        await require_may_act(hearing.desk, Asking(GWEN))


async def test_people_of_other_workspaces_note_but_do_not_act(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    stranger = Asking(ANA, ELSEWHERE, channel_id)
    await require_may_act(hearing.desk, stranger, number, notes_only=True)
    with pytest.raises(NotAllowed, match="other workspaces"):
        await require_may_act(hearing.desk, stranger, number)


async def test_someone_who_left_the_workspace_does_nothing(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)
    hearing.slack.people.set_deleted(BEN, deleted=True)
    await hearing.hear()
    with pytest.raises(NotAllowed):
        await require_may_act(hearing.desk, Asking(BEN), number)


async def test_a_private_incident_is_not_there_for_others_in_the_words_for_what_is_not_there(
    hearing: Hearing,
) -> None:
    number, _ = await hearing.open(ANA, is_private=True)
    for notes_only in (False, True):
        with pytest.raises(NotFound) as hidden:
            await require_may_act(hearing.desk, Asking(BEN), number, notes_only=notes_only)
        with pytest.raises(NotFound) as absent:
            await require_may_act(hearing.desk, Asking(BEN), number + 1, notes_only=notes_only)
        assert str(hidden.value) == str(absent.value).replace(str(number + 1), str(number))


async def test_its_members_act_in_a_private_incident_from_anywhere(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, BEN, is_private=True)
    await require_may_act(hearing.desk, Asking(BEN), number)
    await require_may_act(hearing.desk, Asking(BEN, channel_id=channel_id), number)


async def test_the_list_of_members_is_read_again_when_it_is_old(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, BEN, is_private=True)
    await require_may_act(hearing.desk, Asking(BEN), number)
    hearing.slack.membership.leave(BEN, channel_id)
    hearing.slack.membership.invite(ANA, channel_id, [CHEN])
    await hearing.lose()
    hearing.house.clock.advance(minutes=6)

    await require_may_act(hearing.desk, Asking(CHEN), number)
    with pytest.raises(NotFound):
        await require_may_act(hearing.desk, Asking(BEN), number)


async def test_while_slack_is_silent_what_is_known_decides_in_time(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA, BEN, is_private=True)
    hearing.house.clock.advance(minutes=6)
    hearing.office.sandbox.faults.add("conversations.members", "hang", ms=8000, times=2)

    await require_may_act(hearing.desk, Asking(BEN), number)
    with pytest.raises(NotFound):
        await require_may_act(hearing.desk, Asking(CHEN), number)


async def test_whoever_leaves_a_private_channel_sees_it_no_more(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, BEN, is_private=True)
    hearing.slack.membership.leave(BEN, channel_id)
    await hearing.hear()
    with pytest.raises(NotFound):
        await require_may_act(hearing.desk, Asking(BEN), number)
