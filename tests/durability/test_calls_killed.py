"""Killed in the middle of a call: whoever was to be called is, and nothing rings twice."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.call import Call, Summons
from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import CallState, Way
from sandbox.control.dump import dump
from tests.durability.patience import until
from tests.durability.siege import FOR_EVER_MS, PLAYBOOK, Siege, besieged
from tests.durability.steps import BEN, Step
from tests.durability.verdict import about_marks
from tests.integrations.outside import Outside, outside, post_office
from tests.integrations.test_ways import read

CALLING = (
    PLAYBOOK
    + f"""
contacts:
  {BEN}: {{pagerduty: ben, email: ben@example.org, ways: [pagerduty]}}
  U0CHEN0001: {{email: chen@example.org}}
escalation:
  policies: [{{name: all, when: {{}}, levels: [{{call: [{BEN}, U0CHEN0001], wait: 1d}}]}}]
"""
)

ASKED = Step("calling", "call by direct message", "chat.postMessage", {"channel": BEN})
SHOWN = Step("calling", "message of who is called", "chat.postMessage", {"text": "Calling"})


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (None, "while PagerDuty answers"),
        pytest.param(ASKED, "hang", marks=pytest.mark.soak),
        pytest.param(ASKED, "hang_after", marks=pytest.mark.slow),
        pytest.param(SHOWN, "hang", marks=pytest.mark.soak),
        pytest.param(SHOWN, "hang_after", marks=pytest.mark.soak),
    ],
    ids=lambda each: each.name if isinstance(each, Step) else str(each),
)
async def test_killed_while_it_calls_it_calls_everyone_once(
    step: Step | None, kind: str, sqlite_url: str, tmp_path: Path
) -> None:
    async with outside(dawdles=0.0 if step else 600.0) as pagerduty, post_office() as post:
        async with besieged(sqlite_url, tmp_path / "program", playbook=CALLING, programs=0) as siege:
            siege.environ |= {
                "PAGERDUTY_URL": f"{pagerduty.url}/v2/enqueue",
                "PAGERDUTY_KEY_BEN": "R0BEN",
                "SMTP_URL": f"smtp://127.0.0.1:{post.port}",
                "MAIL_FROM": "breakwater@example.org",
                "ALLOWED_HOSTS": "127.0.0.1",
            }
            await siege.start()
            fault = siege.arm(step, kind, ms=FOR_EVER_MS) if step else None
            await siege.people["ana"].declares("Orders are late", severity="sev2")
            if fault is not None:
                await siege.caught(fault)
            else:
                await until(lambda: _has_rung(pagerduty), "PagerDuty to be called", within=20)
            pagerduty.dawdles = 0.0
            await siege.restart()
            await until(lambda: _is_over(siege), "every call", within=45, shown=siege.record.what_waits)

            assert _complaints(siege) == []
        assert len({json.loads(each.body)["dedup_key"] for each in pagerduty.taken}) == 1
        assert len({str(read(each)["Message-ID"]) for each in post.mails}) == 1


async def _has_rung(pagerduty: Outside) -> bool:
    return bool(pagerduty.taken)


async def _is_over(siege: Siege) -> bool:
    calls = siege.record.rows(Call)
    is_delivered = len(calls) == 4 and all(each.state is CallState.DELIVERED for each in calls)
    return is_delivered and siege.record.is_settled()


def _complaints(siege: Siege) -> Sequence[str]:
    world = dump(siege.sandbox.board)
    calls = siege.record.rows(Call)
    wrong = [*about_marks(world["channels"], siege.record)]
    ways = sorted((each.person_id, each.way) for each in calls)
    if ways != [(BEN, Way.PAGERDUTY), (BEN, Way.SLACK), ("U0CHEN0001", Way.EMAIL), ("U0CHEN0001", Way.SLACK)]:
        wrong.append(f"called were {ways}")
    if len(siege.record.rows(Summons)) != 1:
        wrong.append("it was called for more than once")
    if len(siege.record.rows(LedgerEntry, LedgerEntry.kind == EntryKind.CALL_PLACED)) != 1:
        wrong.append("the ledger has the call more than once")
    return wrong
