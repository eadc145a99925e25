"""App Home: what one person should see first, and only what they may see."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.front.doctor import doctor_blocks
from bot.blocks.front.lists import SHOWN, list_blocks
from bot.blocks.kit import actions, button, divider, home_view
from bot.blocks.views import HomeView, IncidentView
from models.vocabulary import Severity, label


def home(view: HomeView) -> dict[str, Any]:
    """Build the view payload for `views.publish`."""
    # Nothing is shown twice: what is the person's own says by itself that its update is overdue.
    mine = {each.id for each in view.mine[:SHOWN]}
    late = tuple(each for each in view.overdue if each.id not in mine)
    shown = mine | {each.id for each in late[:SHOWN]}
    blocks: list[Block] = [actions(button("Declare an incident", "declare", style="primary"))]
    blocks += list_blocks("Yours", view.mine, "Nothing open is yours.")
    if late:
        blocks += list_blocks("🔴 Update overdue", late, "")
    blocks += _by_severity(tuple(each for each in view.open if each.id not in shown), is_all=not shown)
    if view.recent:
        blocks += [divider(), *list_blocks("Closed lately", view.recent, "")]
    if not view.doctor.is_well:
        blocks += [divider(), *doctor_blocks(view.doctor)]
    return home_view(blocks)


def _by_severity(views: tuple[IncidentView, ...], *, is_all: bool) -> list[Block]:
    if not views:
        return [divider(), *list_blocks("Open", (), "Nothing is open.")] if is_all else []
    title = "Open" if is_all else "Also open"
    blocks: list[Block] = [divider()]
    for severity in Severity:
        if fitting := tuple(view for view in views if view.severity is severity):
            blocks += list_blocks(f"{title}, {label(severity)}", fitting, "")
    return blocks
