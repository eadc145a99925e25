"""Ids that may appear once: block_id on a surface, action_id in a block; and one focus."""

from typing import Any

from sandbox.blockkit.report import Report


def check_unique(report: Report, blocks: list[Any], pointer: str) -> None:
    """Report ids that appear twice where Slack wants them once."""
    seen: set[str] = set()
    focused = 0
    for position, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in seen:
                report.add(f"{pointer}/{position}/block_id", f"block_id {block_id} already exists")
            seen.add(block_id)
        elements = _elements_of(block)
        focused += sum(1 for element in elements if element.get("focus_on_load"))
        _check_action_ids(report, elements, f"{pointer}/{position}")
    if focused > 1:
        report.add(pointer, "focus_on_load can be true for one element only")


def _check_action_ids(report: Report, elements: list[dict[str, Any]], pointer: str) -> None:
    seen: set[str] = set()
    for position, element in enumerate(elements):
        action_id = element.get("action_id")
        if isinstance(action_id, str) and action_id in seen:
            place = f"{pointer}/elements/{position}/action_id"
            report.add(place, f"action_id {action_id} already exists in this block")
        if isinstance(action_id, str):
            seen.add(action_id)


def _elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    listed = block.get("elements")
    rows = listed if isinstance(listed, list) else [block.get("accessory"), block.get("element")]
    return [row for row in rows if isinstance(row, dict)]
