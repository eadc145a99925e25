"""Slash commands: typed by a person, answered in the ack or by response_url."""

from sandbox.delivery.envelope import Kind
from sandbox.delivery.events import TOKEN
from sandbox.errors import SlackError
from sandbox.interactions.answers import apply_answer, says_something
from sandbox.interactions.escaping import escaped
from sandbox.interactions.response_urls import Place
from sandbox.interactions.switchboard import Switchboard, channel_name
from sandbox.manifest import SlashCommand
from sandbox.workspace import Channel, Draft

SLACKBOT = "USLACKBOT"


async def run_command(board: Switchboard, user_id: str, channel_id: str, name: str, text: str) -> None:
    """Run a command; what goes wrong is also told to the person by Slackbot, as Slack does."""
    command = board.manifest.command(name)
    if command is None:
        raise SlackError("unknown_command")
    channel = board.workspace.channels.joined(user_id, channel_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    place = Place(user_id, channel_id)
    payload = command_payload(board, command, channel, place, text)
    try:
        answer = await board.ask_as(Kind.COMMANDS, payload, wants_answer=True)
        if says_something(answer):
            apply_answer(board.workspace, board.app, place, answer)
    except SlackError as error:
        _complain(board, place, name, error.code)
        raise


def command_payload(
    board: Switchboard, command: SlashCommand, channel: Channel, place: Place, text: str
) -> dict[str, str]:
    """Compose the fields of a command; all are strings, as they are in a form."""
    user = board.workspace.people.find(place.user_id)
    team = board.workspace.team
    return {
        "token": TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command.command,
        "text": escaped(text, board.workspace) if command.should_escape else text,
        "api_app_id": board.app.app_id,
        "is_enterprise_install": "false",
        "response_url": board.response_urls.issue(place),
        "trigger_id": board.triggers.issue(user.id),
    }


def _complain(board: Switchboard, place: Place, name: str, code: str) -> None:
    text = f'{name} failed with the error "{code}"'
    ephemerals = board.workspace.ephemerals
    ephemerals.post(SLACKBOT, place.channel_id, place.user_id, Draft(text), anywhere=True)
