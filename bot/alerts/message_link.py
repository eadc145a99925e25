"""The address of a message, as Slack makes it: known without asking, so nobody waits for it."""

from sqlalchemy.ext.asyncio import AsyncSession

from models.fact import Fact


def message_link(team_url: str, channel_id: str | None, message_ts: str | None) -> str | None:
    """`https://team.slack.com/archives/C…/p…`; none while Slack has not told us where we are."""
    if not team_url.startswith(("https://", "http://")) or not channel_id or not message_ts:
        return None
    return f"{team_url.rstrip('/')}/archives/{channel_id}/p{message_ts.replace('.', '')}"


def channel_link(team_url: str, channel_id: str | None) -> str | None:
    """`https://team.slack.com/archives/C…`; none while Slack has not told us where we are."""
    if not team_url.startswith(("https://", "http://")) or not channel_id:
        return None
    return f"{team_url.rstrip('/')}/archives/{channel_id}"


async def kept_message_link(
    session: AsyncSession, channel_id: str | None, message_ts: str | None
) -> str | None:
    """The same, where only the database is at hand."""
    if channel_id is None or message_ts is None:
        return None
    identity = await session.get(Fact, "identity")
    return message_link(str(identity.value.get("team_url", "")) if identity else "", channel_id, message_ts)
