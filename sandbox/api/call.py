"""One call of a Web API method: who calls, with what, on which workspace."""

from dataclasses import dataclass

from sandbox.api.args import Args
from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel
from sandbox.workspace.workspace import Workspace

#: The scope prefix that guards each type of conversation.
_GUARDS = {"channel": "channels", "group": "groups", "im": "im"}


@dataclass(frozen=True)
class Caller:
    """Whose token it is and what it may do; `kind` is bot or app."""

    user_id: str
    bot_id: str
    app_id: str
    scopes: frozenset[str]
    kind: str = "bot"

    def require(self, *scopes: str) -> None:
        """Refuse with `missing_scope` unless the token has any of these scopes."""
        if scopes and self.scopes.isdisjoint(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.scopes)))


@dataclass(frozen=True)
class Call:
    """What a handler gets."""

    workspace: Workspace
    caller: Caller
    args: Args

    @property
    def user_id(self) -> str:
        """The bot user that acts."""
        return self.caller.user_id

    def channel(self, verb: str, argument: str = "channel") -> Channel:
        """The conversation named in the arguments, if it is visible and the token's scopes cover it.

        `verb` is `read`, `history`, `manage`, `topic` or `invites`: each has its scope per conversation type.
        """
        channel = self.workspace.channels.seen(self.user_id, self.args.required(argument))
        self.caller.require(*scopes_for(channel, verb))
        return channel


def scopes_for(channel: Channel, verb: str) -> tuple[str, ...]:
    """The scopes of which one covers this verb on this conversation."""
    guard = _GUARDS[channel.type]
    if verb in ("read", "history"):
        return (f"{guard}:{verb}",)
    whole = "channels:manage" if guard == "channels" else f"{guard}:write"
    if verb == "manage" or guard == "im":
        return (whole,)
    return (whole, f"{guard}:write.{verb}")


def any_scope(verb: str) -> tuple[str, ...]:
    """The scopes of which one lets a token call a conversation method at all."""
    if verb in ("read", "history"):
        return tuple(f"{guard}:{verb}" for guard in ("channels", "groups", "im", "mpim"))
    extra = () if verb == "manage" else (f"channels:write.{verb}", f"groups:write.{verb}")
    return ("channels:manage", "groups:write", "im:write", "mpim:write", *extra)
