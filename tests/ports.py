"""A port for a server whose address others have to know before it listens."""

import random
import socket
from typing import Final

#: Below those that systems give away by themselves: no connection of anybody's takes one meanwhile.
OURS: Final = range(15_000, 32_000)


def free_port() -> int:
    """One on which nobody listens."""
    for port in random.sample(OURS, len(OURS)):
        with socket.socket() as seeking:
            if seeking.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("somebody listens on every port")
