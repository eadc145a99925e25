"""Great Expectations: a header with checkpoint and outcome, then a section for each asset.

Older versions post a section for each suite: "Batch Validation Status: Failed", with the suite and the asset.
"""

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
_OLDER: Final = re.compile(r"Batch Validation Status:?\s{0,8}(?P<outcome>Success|Fail)", re.I)
_SUITE: Final = re.compile(r"Expectation suite name:?\s{0,8}(?P<name>\S{1,300})", re.I)
_DATA: Final = re.compile(r"Data asset name:?\s{0,8}(?P<name>\S{1,300})", re.I)
_MET: Final = re.compile(r"(?P<met>\d+)\W{1,4}of\W{1,4}(?P<all>\d+)")


def read(parts: Parts) -> Sequence[Signal] | None:
    """One signal for each asset: those whose expectations were all met are fine."""
    if older := _OLDER.search(parts.text):
        return _older(parts, is_met=older["outcome"].casefold() == "success")
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
            excerpt=_told(result, result["suite"]),
            # A link to the results may stand behind the suite's name.
            suite=result["suite"].partition("  ")[0].strip(),
        )
        for result in results
    )


def _joined(parts: Parts) -> str:
    # `parts.text` says equal lines once, and two assets may have the same summary.
    return "\n".join(line for section in parts.sections for line in section.every_line)


def _older(parts: Parts, *, is_met: bool) -> Sequence[Signal] | None:
    """One suite's result, which names no checkpoint."""
    suite, asset = _SUITE.search(parts.text), _DATA.search(parts.text)
    if suite is None:
        return None
    summary = _MET.search(parts.text)
    excerpt = _told(summary, suite["name"]) if summary else parts.body
    about = asset["name"] if asset else ""
    return (_signal(parts, "", about, is_met=is_met, excerpt=excerpt, suite=suite["name"]),)


def _told(summary: re.Match[str], suite: str) -> str:
    return f"{summary['met']} of {summary['all']} expectations of {suite.partition('  ')[0].strip()} were met"


def _signal(
    parts: Parts, checkpoint: str, asset: str, *, is_met: bool, excerpt: str, suite: str = ""
) -> Signal:
    on = f" on {asset}" if asset and not asset.startswith("__") else ""
    named = f"Checkpoint {checkpoint}" if checkpoint else f"Suite {suite}"
    return Signal(
        source="great_expectations",
        title=f"{named} {'succeeded' if is_met else 'failed'}{on}",
        status=AlertStatus.RESOLVED if is_met else AlertStatus.FIRING,
        symptom=Symptom.DISTRIBUTION,
        assets=(asset,) if on else (),
        rule=suite or None,
        link=parts.link_to(),
        excerpt=excerpt,
        identity=(checkpoint or suite, asset),
    )
