"""Great Expectations: a header with checkpoint and outcome, then a section for each asset."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.message_parts import Parts
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_HEADER: Final = re.compile(
    r"^(?:.{0,200}? - )?(?P<checkpoint>\S.{0,200}?) - (?P<outcome>Failure|Failed|Success)\b"
)
_ASSET: Final = re.compile(
    r"Asset\*?:\s{0,8}`?(?P<asset>[^`\n*]{1,300}?)`?\s{1,8}\*?Expectation Suite\*?:\s{0,8}"
    r"`?(?P<suite>[^`\n*]{1,300}?)`?\s{0,8}\n"
    r"\s*\*?Summary\*?:\s*\*?(?P<met>\d+)\*?\s+of\s+\*?(?P<all>\d+)"
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """One signal for each asset: those whose expectations were all met are fine."""
    header = _HEADER.match(parts.headline)
    if header is None or "Expectation" not in parts.text:
        return None
    succeeded = header["outcome"] == "Success"
    results = [*_ASSET.finditer(_joined(parts))]
    if not results:
        return (_signal(parts, header["checkpoint"], "", is_met=succeeded, excerpt=parts.body),)
    return tuple(
        _signal(
            parts,
            header["checkpoint"],
            result["asset"].strip(),
            is_met=succeeded or result["met"] == result["all"],
            excerpt=f"{result['met']} of {result['all']} expectations of {result['suite']} were met",
        )
        for result in results
    )


def _joined(parts: Parts) -> str:
    # `parts.text` says equal lines once, and two assets may have the same summary.
    return "\n".join(line for section in parts.sections for line in section.every_line)


def _signal(parts: Parts, checkpoint: str, asset: str, *, is_met: bool, excerpt: str) -> Signal:
    on = f" on {asset}" if asset else ""
    return Signal(
        source="great_expectations",
        title=f"Checkpoint {checkpoint} {'succeeded' if is_met else 'failed'}{on}",
        status=AlertStatus.RESOLVED if is_met else AlertStatus.FIRING,
        symptom=Symptom.DISTRIBUTION,
        assets=(asset,) if asset else (),
        link=parts.link_to(),
        excerpt=excerpt,
        identity=(checkpoint, asset),
    )
