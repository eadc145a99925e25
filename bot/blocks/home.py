"""App Home: what one person should see first, and only what they may see."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.doctor import doctor_blocks
from bot.blocks.kit import actions, button, divider, home_view
from bot.blocks.lists import list_blocks
from bot.blocks.views import HomeView, IncidentView
from models.vocabulary import Severity, label


def home(view: HomeView) -> dict[str, Any]:
    """Build the view payload for `views.publish`."""
    blocks: list[Block] = [actions(button("Declare an incident", "declare", style="primary"))]
    if view.overdue:
        blocks += list_blocks("🔴 Update overdue", view.overdue, "")
    blocks += list_blocks("Yours", view.mine, "Nothing open is yours.")
    blocks += [divider(), *_by_severity(view.open)]
    if view.recent:
        blocks += [divider(), *list_blocks("Closed lately", view.recent, "")]
    if not view.doctor.is_well:
        blocks += [divider(), *doctor_blocks(view.doctor)]
    return home_view(blocks)


def _by_severity(views: tuple[IncidentView, ...]) -> list[Block]:
    if not views:
        return list_blocks("Open", (), "Nothing is open.")
    blocks: list[Block] = []
    for severity in Severity:
        if fitting := tuple(view for view in views if view.severity is severity):
            blocks += list_blocks(f"Open, {label(severity)}", fitting, "")
    return blocks
