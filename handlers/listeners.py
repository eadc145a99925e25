"""What listeners are: functions that answer. Each file of them names its own in tables."""

from collections.abc import Awaitable, Callable, Mapping

from bot.desk import Desk
from handlers.answer import Answer
from handlers.incoming import Incoming

#: Of a button, a menu, a form or a shortcut.
Listener = Callable[[Desk, Incoming], Awaitable[Answer]]
Listeners = Mapping[str, Listener]

#: Of a verb, which gets what was typed behind it.
Verb = Callable[[Desk, Incoming, str], Awaitable[Answer]]
Verbs = Mapping[str, Verb]
