"""The playbook may keep acts for some people; the server asks before every verb, button and form."""

import json
import sys
from typing import Any

import pytest

from bot import access
from bot.access import Asking
from bot.incidents.assign_role import assign
from bot.incidents.explain_permissions import explain_permissions
from bot.playbook import Permissions, Playbook, PlaybookRefused, parse_playbook
from handlers import here
from handlers.acts import FORM_ACTS, PRESS_ACTS, SHORTCUT_ACTS, VERB_ACTS, acts_of
from handlers.commands import VERBS, command
from handlers.forms import FORMS
from handlers.incoming import Incoming
from handlers.presses import PRESSES, press
from handlers.shortcuts import SHORTCUTS
from models.errors import BreakwaterError, NotAllowed
from models.permission import OUTSIDE, Act
from models.vocabulary import Role, Severity
from tests.access.sent import commands, forms, listen, presses, shortcuts
from tests.builders import ANA, BEN, CHEN
from tests.hearing import Hearing

#: They tell nothing and change nothing that is of an incident, or ask another way.
ASK_NOBODY = {
    ("command", "help"): "the same words for everybody",
    ("command", "list"): "lists what the asker may see",
    ("command", "mine"): "lists what the asker may see",
    ("command", "silences"): "shows silences, and nothing of alerts whose incident is hidden",
    ("block_actions", "triage_why"): "hides the reason where the incident is hidden",
    ("block_actions", "notice_read"): "only whom the notice is for",
    ("block_actions", "call_answer"): "only whom the call is for, and then as every act",
    ("block_actions", "review_open"): "a link, of which nothing is heard here",
    ("block_actions", "store_redacted"): "bears what it stores; asked about below",
    ("command", "suspect"): "anybody may ask, guests too",
    ("view_submission", "suspect"): "anybody may ask, guests too",
    ("shortcut", "suspect_message"): "anybody may ask, guests too",
}


class Asked(Exception):
    """The handler asked whether this person may act."""


def test_every_verb_button_form_and_shortcut_is_some_act() -> None:
    assert set(VERBS) | {""} == set(VERB_ACTS)
    assert set(PRESSES) == set(PRESS_ACTS)
    assert set(FORMS) == set(FORM_ACTS)
    assert set(SHORTCUTS) == set(SHORTCUT_ACTS)


def test_the_playbook_has_a_place_for_every_act_that_can_be_kept() -> None:
    assert {*Permissions.model_fields} == {act.value for act in Act} - {"read", "note"}


def _everything() -> list[Incoming]:
    commons: dict[str, Any] = {"user_id": BEN, "channel_id": "C0ANY00001"}
    typed = [each for each in commands("", **commons) if each.text != "join"]
    joins = Incoming(kind="command", name="/incident", text="join INC-1", **commons)
    return [*typed, joins, *presses(1, **commons), *forms(1, **commons), *shortcuts(**commons)]


def _name(incoming: Incoming) -> str:
    return incoming.text.split()[0] if incoming.kind == "command" else incoming.name


@pytest.fixture
async def asks(hearing: Hearing, monkeypatch: pytest.MonkeyPatch) -> Hearing:
    """A desk that stops at the question; every row that a button names is of one incident."""

    async def stop(*_: Any, **__: Any) -> None:
        raise Asked

    async def one(*_: Any, **__: Any) -> int:
        return 1

    await hearing.desk.directory.find_channels(["data-alerts"])
    await hearing.open(ANA)
    monkeypatch.setattr(here, "require_may_act", stop)
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("handlers."):
            for name in ("incident_of", "incident_of_channel", "incident_of_cause"):
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, one)
    return hearing


async def _is_asked_about(asks: Hearing, incoming: Incoming) -> bool:
    try:
        await listen(asks.desk, incoming)
    except Asked:
        return True
    return False


async def test_whatever_somebody_sends_is_asked_about(asks: Hearing) -> None:
    """One desk for all: nothing happens before the question, and this ends there."""
    asking = [each for each in _everything() if (each.kind, _name(each)) not in ASK_NOBODY]
    unasked = [(each.kind, _name(each)) for each in asking if not await _is_asked_about(asks, each)]
    assert asking
    assert unasked == []


async def test_what_is_stored_without_its_data_is_asked_about(asks: Hearing) -> None:
    value = json.dumps({"incident": 1, "kind": "note", "text": "Four rows"})
    pressed = Incoming(kind="block_actions", name="store_redacted", value=value, user_id=BEN)
    with pytest.raises(Asked):
        await press(asks.desk, pressed)


KEPT = Playbook(
    permissions=Permissions.model_validate(
        {
            "declare": ["@ana"],
            "close": ["commander", "@chen"],
            "override": {"sev1": ["commander"]},
            "export": ["commander"],
            "page": {"sev1": ["lead engineer"]},
        }
    )
)


def test_a_form_that_goes_against_a_gate_asks_for_that_too() -> None:
    sent = Incoming(
        kind="view_submission", name="close", user_id=BEN, fields={"override": "The vendor said so"}
    )
    assert acts_of(sent) == (Act.CLOSE, Act.OVERRIDE)


def test_an_update_that_moves_the_stage_asks_for_that_too() -> None:
    fields = {"stage": "analysis"}
    common: dict[str, Any] = {"kind": "view_submission", "name": "update", "user_id": BEN, "fields": fields}
    assert acts_of(Incoming(**common, kept={"stage": "triage"})) == (Act.NOTIFY, Act.ADVANCE)
    assert acts_of(Incoming(**common, kept={"stage": "analysis"})) == (Act.NOTIFY,)


async def _kept_for(hearing: Hearing, user_id: str, number: int | None, *asked: Act) -> bool:
    hearing.desk.playbook = KEPT
    try:
        await access.require_may_act(hearing.desk, Asking(user_id), number, acts=asked)
    except NotAllowed:
        return True
    return False


async def test_a_role_opens_what_is_kept_for_it(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    number, _ = await hearing.open(ANA, BEN, CHEN)
    assert await _kept_for(hearing, BEN, number, Act.CLOSE)
    await hearing.house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)
    assert not await _kept_for(hearing, BEN, number, Act.CLOSE)


async def test_a_person_or_group_opens_what_is_kept_for_them(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    number, _ = await hearing.open(ANA, CHEN)
    assert not await _kept_for(hearing, CHEN, number, Act.CLOSE)
    assert not await _kept_for(hearing, ANA, None, Act.DECLARE)
    assert await _kept_for(hearing, CHEN, None, Act.DECLARE)


async def test_what_is_kept_at_one_severity_is_free_at_the_others(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    mild, _ = await hearing.open(ANA, severity=Severity.SEV3)
    bad, _ = await hearing.open(ANA, severity=Severity.SEV1)
    assert not await _kept_for(hearing, ANA, mild, Act.PAGE, Act.OVERRIDE)
    assert await _kept_for(hearing, ANA, bad, Act.PAGE)
    assert await _kept_for(hearing, ANA, bad, Act.OVERRIDE)


async def test_what_is_not_kept_is_done_by_whoever_sees_it(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    number, _ = await hearing.open(ANA)
    assert not await _kept_for(hearing, CHEN, number, Act.RESPOND, Act.ADVANCE, Act.SEVERITY)


async def test_a_refusal_says_who_may(hearing: Hearing) -> None:
    hearing.desk.playbook = KEPT
    number, channel_id = await hearing.open(ANA)
    asked = Incoming(kind="command", name="/incident", text="close", user_id=ANA, channel_id=channel_id)
    with pytest.raises(NotAllowed, match=r"You may not close.*It is for the commander, @chen.*who close"):
        await command(hearing.desk, asked)
    exported = Incoming(kind="command", name="/incident", text="export", user_id=ANA, channel_id=channel_id)
    with pytest.raises(NotAllowed, match="export"):
        await command(hearing.desk, exported)
    assert number


async def test_who_says_for_whom_each_act_is_and_who_that_is_now(hearing: Hearing) -> None:
    hearing.desk.playbook = KEPT
    await hearing.desk.directory.read_people()
    number, channel_id = await hearing.open(ANA, BEN)
    await hearing.house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)
    asked = Incoming(kind="command", name="/incident", text="who", user_id=ANA, channel_id=channel_id)
    said = (await command(hearing.desk, asked)).message.text  # type: ignore[union-attr]  # it says
    assert f"Close, reopen or merge it: the commander (<@{BEN}>) or @chen (<@{CHEN}>); you may not" in said
    assert "Declare an incident: @ana" in said
    assert "whoever sees the incident" in said


async def test_who_of_one_act_tells_of_that_alone(hearing: Hearing) -> None:
    hearing.desk.playbook = KEPT
    view = await explain_permissions(hearing.desk, ANA, None, Act.DECLARE)
    assert [each.act for each in view.permissions] == [Act.DECLARE]
    outside = await explain_permissions(hearing.desk, ANA, None)
    assert {each.act for each in outside.permissions} == OUTSIDE


@pytest.mark.parametrize("word", ["who dance", "who frobnicate"])
async def test_who_of_what_is_no_act_lists_them(hearing: Hearing, word: str) -> None:
    asked = Incoming(kind="command", name="/incident", text=word, user_id=ANA, channel_id="C0ANY00001")
    with pytest.raises(BreakwaterError):
        await command(hearing.desk, asked)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("declare: [commander]", "is a role in an incident"),
        ("silence: {sev1: ['@ana']}", "cannot go by severity"),
        ("close: [boss]", "neither a role"),
        ("close: []", "nobody is named"),
        ("close: {sev9: [commander]}", "is no severity"),
        ("dance: [commander]", "is not a key"),
    ],
)
def test_a_permission_that_cannot_hold_is_refused_early(said: str, wrong: str) -> None:
    with pytest.raises(PlaybookRefused, match=wrong):
        parse_playbook(f"permissions:\n  {said}\n", "breakwater.yaml")
