"""The sandbox as a process of its own, with a crowd in it, and a log that says whose each delivery was."""

import argparse
import asyncio
import signal
import time

import yaml

from bot.manifest import manifest_text
from sandbox.delivery.delivery_log import Attempt, DeliveryLog
from sandbox.delivery.envelope import Envelope
from sandbox.server import Sandbox
from sandbox.workspace.people import User

#: Fifty people beside the six who are always there: each may have one form open at a time.
CROWD = tuple(f"U0CROWD{number:03}" for number in range(50))

#: Where they type their commands: the data team's own channel.
MEETING_ID = "C0TEAM0001"


class TellingLog(DeliveryLog):
    """Writes into each attempt's type who acted, and what they typed."""

    def start(self, envelope: Envelope, transport: str) -> Attempt:
        """Note that an attempt begins."""
        attempt = super().start(envelope, transport)
        payload = envelope.payload
        who = payload.get("user_id") or (payload.get("user") or {}).get("id") or ""
        attempt.type = f"{attempt.type} {who} {payload.get('text') or ''}".strip()
        return attempt


async def _serve(port: int) -> None:
    stop = asyncio.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(word, stop.set)
    # Slack's own limits (one post a second in the announcement channel) would hide what we measure.
    async with Sandbox.serve(port=port, manifest=yaml.safe_load(manifest_text()), limits=False) as sandbox:
        sandbox.courier.log = TellingLog(time.time)
        for user_id in CROWD:
            name = user_id[3:].lower()
            sandbox.workspace.people.add(User(user_id, name, name.capitalize(), tz="Europe/Lisbon"))
            sandbox.workspace.channels.all[MEETING_ID].members[user_id] = int(time.time())
        await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.local_slack")
    parser.add_argument("--port", type=int, required=True)
    asyncio.run(_serve(parser.parse_args().port))
