"""Who we are in the workspace: found at start, kept in the database, so that a start without Slack works."""

from dataclasses import asdict, dataclass

from bot.slack.chat import Chat
from bot.uow import Store
from models.fact import Fact

_FACT = "identity"


@dataclass(frozen=True, slots=True)
class Identity:
    """Our own ids; empty until Slack has told them for the first time."""

    team_id: str = ""
    user_id: str = ""
    bot_id: str = ""
    team_url: str = ""


async def kept_identity(store: Store) -> Identity | None:
    """The identity that an earlier start found."""
    async with store.reading() as session:
        fact = await session.get(Fact, _FACT)
    return Identity(**fact.value) if fact else None


async def find_identity(chat: Chat, store: Store) -> Identity:
    """Ask Slack who we are, and keep it. Raises ChatError."""
    answer = await chat.call("auth.test")
    identity = Identity(
        team_id=answer.get("team_id", ""),
        user_id=answer.get("user_id", ""),
        bot_id=answer.get("bot_id", ""),
        team_url=answer.get("url", ""),
    )
    async with store.unit() as uow:
        await uow.put(Fact, {"name": _FACT, "value": asdict(identity), "found_at": uow.now})
    return identity
