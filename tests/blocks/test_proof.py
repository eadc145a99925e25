"""What the list of checks counts."""

from dataclasses import replace

import pytest

from bot.blocks.verification.checks import checks_list
from models.verification import Check, Proven, Seen
from tests.blocks.proof_gallery import proof
from tests.blocks.samples import EXTREMES


@pytest.mark.parametrize(
    ("alerts", "counted"),
    [
        (Seen(), "0 of 1 checks are there"),
        (Seen(total=1), "0 of 2 checks are there"),
        (Seen(total=1, fine=1), "1 of 2 checks are there"),
    ],
)
def test_alerts_are_counted_only_where_there_are_any(alerts: Seen, counted: str) -> None:
    view = replace(
        proof(EXTREMES[0]), proven=Proven(asked_checks=(Check.ALERTS, Check.STORAGE), alerts=alerts)
    )

    assert counted in checks_list(view).text
