"""The bot itself: its help, what of it does not work, and the buttons that try that again."""

from typing import Final

from bot.blocks.front.doctor import doctor as doctor_card
from bot.blocks.front.help import GROUPS, groups_about, help_card
from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.doctor import read_doctor, retry_item
from bot.inbox.dead_letters import retry_letter
from handlers.answer import Answer, Say
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs


async def show_help(desk: Desk, _incoming: Incoming, rest: str) -> Answer:
    """`help`: what is needed first, on one screen; `help alerts`, `help pause`: more about that."""
    groups = groups_about(rest) if rest else GROUPS
    return Say(help_card(desk.prose.help_text(groups=groups)))


async def show_doctor(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`doctor`: what does not work, and how to mend it."""
    await allow(desk, incoming)
    return Say(doctor_card(await read_doctor(desk, incoming.user_id)))


async def retry(desk: Desk, incoming: Incoming) -> Answer:
    """Send again what was parked."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await retry_item(uow, incoming.number, by_id=incoming.user_id)
    return Say(note(line("It is tried again now; `/incident doctor` tells how it went.")))


async def try_letter(desk: Desk, incoming: Incoming) -> Answer:
    """Read a webhook again that was not understood."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await retry_letter(uow, incoming.number)
    return Say(note(line("It is read again now; `/incident doctor` tells how it went.")))


VERBS: Final[Verbs] = {
    "doctor": show_doctor,
    "help": show_help,
}

PRESSES: Final[Listeners] = {
    "retry_item": retry,
    "retry_letter": try_letter,
}
