"""A port for a server whose address others have to know before it listens."""

import random
import socket
from typing import Final

#: Below those that systems give away by themselves: no connection of anybody's takes one meanwhile.
OURS: Final = range(15_000, 32_000)


def free_port(*, in_a_row: int = 1) -> int:
    """One on which nobody listens, nor on those that follow it."""
    for port in random.sample(OURS, len(OURS)):
        if not any(_is_taken(each) for each in range(port, port + in_a_row)):
            return port
    raise AssertionError("somebody listens on every port")


def _is_taken(port: int) -> bool:
    with socket.socket() as seeking:
        return seeking.connect_ex(("127.0.0.1", port)) == 0
