"""`python -m sandbox`: a local Slack on a port."""

import argparse
import asyncio
import errno
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox.manifest import ManifestError, read_manifest
from sandbox.server import HOST, run_until

USAGE_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; 2 when the sandbox cannot start as asked."""
    arguments = _parser().parse_args(argv)
    try:
        asyncio.run(_serve(_options(arguments)))
    except ManifestError as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return _refuse(
            f"port {arguments.port} on {HOST} is taken by another program; "
            f"choose another one: --port {arguments.port + 10} (or PORT={arguments.port + 10} with make)"
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="A local Slack. A sandbox, not Slack.")
    parser.add_argument("--port", type=int, default=3000, help="port on 127.0.0.1; 0 takes any free one")
    parser.add_argument("--manifest", type=Path, help="Slack app manifest (YAML) of the installed app")
    parser.add_argument("--events-url", help="deliver by signed HTTP to this URL when no socket is open")
    parser.add_argument("--bot-token", default="xoxb-sandbox")
    parser.add_argument("--app-token", default="xapp-sandbox")
    parser.add_argument("--signing-secret", default="sandbox-secret")
    parser.add_argument("--limits", choices=("on", "off"), default="off", help="hold Slack's rate limits")
    parser.add_argument("--empty", action="store_true", help="start with #general and its people only")
    return parser


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "port": arguments.port,
        "manifest": read_manifest(arguments.manifest) if arguments.manifest else None,
        "events_url": arguments.events_url,
        "bot_token": arguments.bot_token,
        "app_token": arguments.app_token,
        "signing_secret": arguments.signing_secret,
        "limits": arguments.limits == "on",
        "empty": arguments.empty,
    }


async def _serve(options: dict[str, Any]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    await run_until(stop, options)


def _refuse(why: str) -> int:
    print(f"sandbox: {why}", file=sys.stderr)
    return USAGE_ERROR


if __name__ == "__main__":
    sys.exit(main())
