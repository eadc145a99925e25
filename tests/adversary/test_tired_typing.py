"""What tired people type after a verb: names in the middle, half of a sentence, units written out."""

import json
from typing import Any

import pytest

from bot.causes.read_causes import causes_of_incident
from handlers.answer import Answer, Open
from handlers.commands import command
from handlers.incoming import Incoming
from models.backfill_item import BackfillItem
from models.cause_walk import Question
from models.errors import FieldRefused
from models.ledger import EntryKind
from models.retention_hold import RetentionHold
from models.stage_clock import Pause
from tests.builders import ANA, BEN, DIA
from tests.hearing import Hearing


@pytest.fixture
async def channel_id(hearing: Hearing) -> str:
    await hearing.desk.directory.read_people()
    _, channel_id = await hearing.open(ANA)
    return channel_id


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"ask <@{BEN}|ben> &amp; <#C0TEAM0001|data-team>", "ask @Ben Okafor & #data-team"),
        ("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2"),
        ("see <https://x.example/a|x.example/a>", "see https://x.example/a"),
        ("<!channel> look", "@channel look"),
        ("a &lt;b&gt; &lt;@U0BEN00001&gt;", "a <b> <@U0BEN00001>"),
    ],
)
async def test_the_ledger_keeps_names_where_slack_sends_ids(
    hearing: Hearing, channel_id: str, typed: str, kept: str
) -> None:
    await _types(hearing, channel_id, f"note {typed}")

    (noted,) = await hearing.house.entries(EntryKind.NOTE_ADDED)
    assert noted.text == kept


async def test_a_note_after_the_people_whom_a_verb_is_about_bears_names_too(
    hearing: Hearing, channel_id: str
) -> None:
    await _types(hearing, channel_id, f"take commander <@{ANA}|ana>")
    await _types(hearing, channel_id, f"handoff commander <@{BEN}|ben> ask <@{DIA}|dia>")
    await _types(hearing, channel_id, f"page <@{BEN}|ben> <@{DIA}|dia> says that it hangs")

    (offered,) = await hearing.house.entries(EntryKind.HANDOFF_OFFERED)
    (called,) = await hearing.house.entries(EntryKind.CALL_PLACED)
    assert offered.text == "ask @Dia Patel"
    assert called.detail["people"] == [BEN, DIA]
    assert called.text == "says that it hangs"


@pytest.mark.parametrize(
    ("typed", "holder_id", "because"),
    [
        (f"because it is the only copy <@{DIA}|dia>", DIA, "it is the only copy"),
        (f"<@{DIA}|dia> because <@{BEN}|ben> needs it", DIA, "@Ben Okafor needs it"),
        (f"because <@{BEN}|ben> needs it", ANA, "@Ben Okafor needs it"),
    ],
)
async def test_whoever_is_named_before_the_reason_or_at_its_end_holds(
    hearing: Hearing, channel_id: str, typed: str, holder_id: str, because: str
) -> None:
    await _types(hearing, channel_id, f"retention hold raw.orders until 2030-12-01 {typed}")

    (hold,) = await hearing.house.all_of(RetentionHold)
    assert (hold.holder_id, hold.because) == (holder_id, because)


@pytest.mark.parametrize("typed", ["contain nothing", "contain nothing can", "contain Nothing because"])
async def test_nothing_does_not_contain_it(hearing: Hearing, channel_id: str, typed: str) -> None:
    form = await _types(hearing, channel_id, typed)

    assert '"initial_option": {"text": {"emoji": false, "text": "Nothing can"' in _shown(form)
    assert not await hearing.house.entries(EntryKind.CONTAINMENT_RECORDED)


@pytest.mark.parametrize(
    "typed",
    ["nothing because it is out", "nothing, it is out", "nothing can: it is out", "nothing – it is out"],
)
async def test_why_nothing_contains_it_is_read_however_it_is_put(
    hearing: Hearing, channel_id: str, typed: str
) -> None:
    await _types(hearing, channel_id, f"contain {typed}")

    (said,) = await hearing.house.entries(EntryKind.CONTAINMENT_RECORDED)
    assert (said.text, said.detail["nothing_can"]) == ("it is out", True)
    assert "said why nothing can contain it" in str(await _types(hearing, channel_id, "timeline"))


@pytest.mark.parametrize("typed", ["2d the vendor looks", "for 2 days because the vendor looks"])
async def test_a_pause_is_as_long_as_was_typed(hearing: Hearing, channel_id: str, typed: str) -> None:
    await _types(hearing, channel_id, f"pause {typed}")

    (paused,) = await hearing.house.all_of(Pause)
    assert paused.because == "the vendor looks"
    assert (paused.until_at - hearing.house.clock()).days == 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("pause until 2030-12-01", '"initial_date_time": 1922346000'),
        ("pause because the vendor looks", '"initial_value": "the vendor looks"'),
        ("retention hold raw.orders", '"value": "raw.orders"'),
        ("retention hold raw.orders until 2030-12-01", '"initial_date_time": 1922346000'),
    ],
)
async def test_a_form_for_what_is_missing_holds_what_was_typed(
    hearing: Hearing, channel_id: str, typed: str, kept: str
) -> None:
    async with hearing.desk.store.unit() as uow:
        zone = hearing.desk.directory.person(ANA)
        assert zone is not None
        (await uow.session.merge(zone)).zone = "UTC"

    assert kept in _shown(await _types(hearing, channel_id, typed))


@pytest.mark.parametrize("typed", ["INC-2 the same load", "into INC-2 the same load"])
async def test_why_two_are_merged_may_follow_the_number(
    hearing: Hearing, channel_id: str, typed: str
) -> None:
    await hearing.house.declare("Revenue is late")

    form = _shown(await _types(hearing, channel_id, f"merge {typed}"))

    assert '"initial_value": "the same load"' in form
    assert "INC-2" in form


async def test_several_assets_may_be_named_at_once(hearing: Hearing, channel_id: str) -> None:
    await _types(hearing, channel_id, "backfill add orders, board pack;churn")

    items = await hearing.house.all_of(BackfillItem)
    assert [each.name for each in items] == ["orders", "board pack", "churn"]


async def test_the_kind_of_a_cause_may_be_said_before_what_it_was(hearing: Hearing, channel_id: str) -> None:
    await _types(hearing, channel_id, "cause logic")
    said = str(await _types(hearing, channel_id, "cause the join doubled rows"))

    assert "not said yet" not in said
    async with hearing.desk.store.reading() as session:
        [cause] = await causes_of_incident(session, 1)
    assert (cause.answers[Question.FAMILY], cause.answers[Question.STATEMENT]) == (
        "logic",
        "the join doubled rows",
    )


async def test_a_slip_takes_nothing_out_of_what_is_affected(hearing: Hearing, channel_id: str) -> None:
    await _types(hearing, channel_id, "impact add pack")

    with pytest.raises(FieldRefused, match="“pakc” is not among what is affected"):
        await _types(hearing, channel_id, "impact remove pakc")
    assert "pack counts as not affected" in str(await _types(hearing, channel_id, "impact remove pack"))


def _shown(form: Answer) -> str:
    assert isinstance(form, Open), form
    view: dict[str, Any] = form.view
    return json.dumps(view)


async def _types(hearing: Hearing, channel_id: str, text: str) -> Answer:
    return await command(
        hearing.desk,
        Incoming(kind="command", name="/incident", user_id=ANA, channel_id=channel_id, text=text),
    )
