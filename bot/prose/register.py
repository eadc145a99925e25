"""What one file of the register is written from."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.register.views import IssueView
from bot.prose.markdown import stamp
from models.vocabulary import label


def register_facts(issues: Sequence[IssueView]) -> dict[str, Any]:
    """Of one asset."""
    first = issues[0]
    return {
        "asset": {"key": first.asset, "name": first.name},
        "issues": [
            {
                "ref": each.ref,
                "title": each.title,
                "window": each.window,
                "status": each.status,
                "closed_at": stamp(each.closed_at) if each.closed_at else None,
                "symptom": label(each.symptom) if each.symptom else None,
                "what": each.what,
                "known_good": each.known_good,
                "remedy": each.remedy,
            }
            for each in issues
        ],
    }
