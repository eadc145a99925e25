"""The app loses its rights: tokens revoked, or the whole app removed."""

from sandbox.api import WebApi
from sandbox.delivery.events import Events
from sandbox.interactions.switchboard import Switchboard


def revoke_tokens(web_api: WebApi, events: Events, board: Switchboard) -> None:
    """Revoke the bot token: calls fail from now on, and the app is told."""
    _refuse_bot_tokens(web_api, "token_revoked")
    tokens = {"oauth": [], "bot": [board.app.user_id]}
    event_ts = board.workspace.pulse.next_ts()
    events.send("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens, "event_ts": event_ts})


def uninstall(web_api: WebApi, events: Events, board: Switchboard) -> None:
    """Uninstall the app: its tokens die with it, and the last event says so."""
    revoke_tokens(web_api, events, board)
    _refuse_bot_tokens(web_api, "account_inactive")
    event_ts = board.workspace.pulse.next_ts()
    events.send("app_uninstalled", {"type": "app_uninstalled", "event_ts": event_ts})


def _refuse_bot_tokens(web_api: WebApi, code: str) -> None:
    for token, caller in web_api.tokens.items():
        if caller.kind == "bot":
            web_api.refusals[token] = code
