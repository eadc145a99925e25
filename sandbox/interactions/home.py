"""The app's Home: opened by a person, filled by the app."""

from typing import Any

from sandbox.delivery.events import Events
from sandbox.interactions.switchboard import Switchboard
from sandbox.interactions.view import View


def open_home(board: Switchboard, events: Events, user_id: str) -> View | None:
    """Open the Home tab: the app hears of it, and may publish; what it published before shows at once."""
    view = board.views.home(user_id)
    channel, _ = board.workspace.membership.open_im(board.app.user_id, user_id)
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": channel.id,
        "tab": "home",
        "event_ts": board.workspace.pulse.next_ts(),
    }
    if view is not None:
        event["view"] = board.shown(view)
    if board.manifest.home_tab_enabled:
        events.send("app_home_opened", event)
    return view
