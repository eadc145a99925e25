"""What people type after `silence` and `expect`, and the forms and questions that follow."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.uow import AlreadyReceived
from handlers.alerts.silence_forms import preview, submit, sure
from handlers.answer import Open, Redraw, Say
from handlers.commands import command
from handlers.incoming import Incoming
from handlers.presses import press
from handlers.until_words import Typed, read_typed
from models.errors import FieldRefused, NotAllowed, NotFound, NothingToChange
from models.place import Person
from models.silence import Silence
from models.vocabulary import SilenceKind, SilenceScope
from tests.alerts.conftest import Watch
from tests.alerts.posts import CHANNEL, airflow, alertmanager
from tests.builders import ANA, BEN


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("", Typed("", None, "")),
        ("finance.*", Typed("finance.*", None, "")),
        ("finance.* for 2h", Typed("finance.*", ("for", "2h"), "")),
        (
            "finance.* until friday 09:00 because the vendor migrates for good",
            Typed("finance.*", ("until", "friday 09:00"), "the vendor migrates for good"),
        ),
        ("rule:Wait for it FOR 3d", Typed("rule:Wait for it", ("for", "3d"), "")),
        ("because nobody knows", Typed("", None, "nobody knows")),
        ("for 2h", Typed("", ("for", "2h"), "")),
        ("“finance.*” till tomorrow", Typed("finance.*", ("till", "tomorrow"), "")),
        ("forecasts.* for 1h", Typed("forecasts.*", ("for", "1h"), "")),
    ],
)
def test_words_are_taken_apart(text, typed):
    assert read_typed(text) == typed


async def types(watch: Watch, text: str, user_id: str = ANA):
    """In the watched channel, where whoever types may read."""
    typed = {"kind": "command", "name": "/incident", "channel_id": CHANNEL}
    return await command(watch.desk, Incoming(**typed, user_id=user_id, text=text))


@pytest.fixture
async def team(watch: Watch) -> Watch:
    """Ana lives in Lisbon, Ben in New York, and Eve is a guest."""
    await watch.house.heard_of(ANA, "Ana", "Europe/Lisbon")
    await watch.house.heard_of(BEN, "Ben", "America/New_York")
    async with watch.house.store.unit() as uow:
        uow.session.add(Person(user_id="U0EVE00001", name="Eve", is_guest=True, read_at=uow.now))
    await watch.desk.directory.load()
    return watch


async def the_silence(watch: Watch) -> Silence:
    [made] = await watch.house.all_of(Silence)
    return made


@pytest.mark.parametrize(
    ("words", "scope", "pattern"),
    [
        ("finance.*", SilenceScope.ASSET, "finance.*"),
        ("asset:finance.*", SilenceScope.ASSET, "finance.*"),
        ("source: grafana", SilenceScope.SOURCE, "grafana"),
        ("Rule:Disk is full", SilenceScope.RULE, "Disk is full"),
    ],
)
async def test_a_whole_sentence_acts_at_once_and_says_what_that_means(team, words, scope, pattern):
    answer = await types(team, f"silence {words} for 2h because of the move")

    made = await the_silence(team)
    assert (made.scope, made.pattern, made.because, made.by_id) == (scope, pattern, "of the move", ANA)
    assert made.until_at - made.since_at == timedelta(hours=2)
    assert isinstance(answer, Say)
    assert "Quiet: " in answer.message.text
    assert "it would have hidden nothing" in answer.message.text


async def test_until_is_read_on_the_clock_of_whoever_types(team):
    await types(team, "silence a until 14:00 because x", BEN)

    assert (await the_silence(team)).until_at == datetime(2026, 11, 18, 19, tzinfo=UTC)


@pytest.mark.parametrize("words", ["a until 14:99 because x", "a for a while because x", "a for 2 because x"])
async def test_an_end_that_nobody_can_read_is_refused_with_what_is_accepted(team, words):
    with pytest.raises(FieldRefused) as refused:
        await types(team, f"silence {words}")

    assert "write" in str(refused.value)
    assert await team.house.all_of(Silence) == []


@pytest.mark.parametrize("words", ["", "finance.*", "finance.* for 2h", "for 2h because x"])
async def test_a_form_opens_for_what_is_missing(team, words):
    answer = await types(team, f"silence {words}")

    assert isinstance(answer, Open)
    assert answer.view["callback_id"] == "silence"
    assert await team.house.all_of(Silence) == []


@pytest.mark.parametrize("part", ["message", "card"])
async def test_one_alert_is_silenced_by_the_link_to_it_or_to_its_card(team, part):
    alert = await team.alert(airflow())
    async with team.house.store.unit() as uow:
        found = await uow.session.get(type(alert), alert.id)
        found.card_ts = "1795000001.000300"
    ts = alert.message_ts if part == "message" else "1795000001.000300"
    link = f"<https://northwind.slack.com/archives/{CHANNEL}/p{ts.replace('.', '')}?thread_ts=1>"
    await types(team, f"silence {link} for 1d because known")

    made = await the_silence(team)
    assert (made.scope, made.pattern, made.alert_id) == (
        SilenceScope.FINGERPRINT,
        alert.fingerprint,
        alert.id,
    )
    with pytest.raises(NotFound):
        await types(team, f"silence {link.replace('0300', '0999').replace('0100', '0999')} for 1d because x")


async def test_a_known_failure_lasts_a_week_and_belongs_to_whoever_is_named(team):
    await types(team, f"expect finance.* <@{BEN}|ben> because @someone migrates")

    made = await the_silence(team)
    assert (made.kind, made.pattern, made.owner_id) == (SilenceKind.EXPECTED, "finance.*", BEN)
    assert made.because == "@someone migrates"
    assert made.until_at - made.since_at == timedelta(days=7)


async def test_everything_is_asked_about_once_more(team):
    await team.alert(alertmanager())
    answer = await types(team, "silence everything for 1h because of the move")

    assert isinstance(answer, Say)
    assert "what opened INC-1" in answer.message.text
    assert await team.house.all_of(Silence) == []
    button = next(
        element
        for block in answer.message.as_payload()["blocks"]
        for element in block["elements"]
        if element.get("action_id") == "silence_sure"
    )
    await press(
        team.desk,
        Incoming(kind="block_actions", name="silence_sure", user_id=ANA, value=button["value"]),
    )
    made = await the_silence(team)
    assert (made.scope, made.because) == (SilenceScope.EVERYTHING, "of the move")


async def test_guests_silence_nothing(team):
    for words in ("silence a for 2h because x", "expect a because x", "silences"):
        with pytest.raises(NotAllowed):
            await types(team, words, "U0EVE00001")
    incoming = Incoming(kind="view_submission", name="silence", user_id="U0EVE00001")
    for form in (submit, sure, preview):
        with pytest.raises(NotAllowed):
            await form(team.desk, incoming)
    for name in ("silence_end", "silence_renew", "silence_new", "silence_sure"):
        with pytest.raises(NotAllowed):
            await press(team.desk, Incoming(kind="block_actions", name=name, user_id="U0EVE00001", value="1"))


def filled(watch: Watch, kept: dict[str, object] | None = None, **fields: object) -> Incoming:
    until = watch.house.clock() + timedelta(hours=3)
    entered = {"kind": "silenced", "scope": "asset", "pattern": "ingest_*", "because": "moving", **fields}
    return Incoming(
        kind="view_submission",
        name="silence",
        user_id=ANA,
        view_id="V1",
        kept=kept or {},
        fields={"until": int(until.timestamp()), **{key: value for key, value in entered.items() if value}},
        asked=("kind", "scope", "pattern", "until", "because", "owner"),
    )


def words_of(answer) -> str:
    assert isinstance(answer, Redraw)
    return json.dumps(answer.view, ensure_ascii=False)


async def test_the_form_shows_what_it_would_have_hidden_and_keeps_what_was_filled_in(team):
    for _ in range(3):
        await team.alert(airflow())
    answer = await preview(team.desk, filled(team))

    assert answer.view["callback_id"] == "silence"
    assert "3 alerts" in words_of(answer)
    assert "moving" in words_of(answer)
    assert await team.house.all_of(Silence) == []
    assert "There is nothing to silence." in words_of(await preview(team.desk, filled(team, pattern="")))


async def test_the_form_silences_once_however_often_it_is_sent(team):
    answer = await submit(team.desk, filled(team, kind="expected", owner=BEN))

    assert answer.view["callback_id"] == "silenced"
    made = await the_silence(team)
    assert (made.kind, made.pattern, made.owner_id) == (SilenceKind.EXPECTED, "ingest_*", BEN)
    with pytest.raises(AlreadyReceived):
        await submit(team.desk, filled(team))
    assert len(await team.house.all_of(Silence)) == 1


async def test_the_form_asks_once_more_before_it_hides_everything(team):
    answer = await submit(team.desk, filled(team, scope="everything", pattern=None))
    assert answer.view["callback_id"] == "silence_sure"
    assert await team.house.all_of(Silence) == []

    kept = json.loads(answer.view["private_metadata"])
    done = await sure(
        team.desk,
        Incoming(kind="view_submission", name="silence_sure", user_id=ANA, view_id="V1", kept=kept),
    )
    assert done.view["callback_id"] == "silenced"
    assert (await the_silence(team)).scope is SilenceScope.EVERYTHING


async def test_a_second_question_answered_too_late_says_so_in_the_form(team):
    answer = await submit(team.desk, filled(team, pattern="*"))
    kept = json.loads(answer.view["private_metadata"])
    team.house.clock.advance(hours=4)
    late = await sure(
        team.desk,
        Incoming(kind="view_submission", name="silence_sure", user_id=ANA, view_id="V1", kept=kept),
    )

    assert "That time is over." in words_of(late)
    assert await team.house.all_of(Silence) == []


async def test_the_list_ends_what_it_shows(team):
    await types(team, "silence ingest_* for 2h because of the move")
    await team.alert(airflow())
    listed = await types(team, "silences", BEN)
    assert "hid 1 so far" in listed.message.text
    made = await the_silence(team)
    ended = await press(
        team.desk, Incoming(kind="block_actions", name="silence_end", user_id=BEN, value=str(made.id))
    )

    assert "is heard again" in ended.message.text
    assert "Nothing is quiet" in (await types(team, "silences")).message.text
    with pytest.raises(NothingToChange, match=BEN):
        await press(
            team.desk, Incoming(kind="block_actions", name="silence_end", user_id=ANA, value=str(made.id))
        )
