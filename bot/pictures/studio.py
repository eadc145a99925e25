"""Pictures are drawn in a process of their own, so that nothing that people wait for waits for one.

What draws them is loaded there and goes with it; should it fail on what some tool exports, it fails alone.
"""

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict
from typing import Final

from bot.pictures.scene import Scene

#: Seconds for one picture, and as many at once.
SECONDS: Final = 20.0
AT_ONCE: Final = 2

_turn: Final = asyncio.Semaphore(AT_ONCE)


class PictureFailed(Exception):
    """It could not be drawn; the message says why, for the log."""


async def png_of(scene: Scene) -> bytes:
    """For Slack. Raises PictureFailed."""
    return await _draw(scene, form="png")


async def svg_of(scene: Scene, *, link_prefix: str) -> str:
    """For a page: each box leads to the entry of its first thing. Raises PictureFailed."""
    return (await _draw(scene, form="svg", link_prefix=link_prefix)).decode()


async def _draw(scene: Scene, **asked: str) -> bytes:
    told = json.dumps({"scene": asdict(scene), **asked}).encode()
    async with _turn:
        drawing = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # nothing of the folder that we happen to be in
            "-m",
            "bot.pictures",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(SECONDS):
                drawn, complaint = await drawing.communicate(told)
        except TimeoutError as late:
            raise PictureFailed(f"not drawn within {SECONDS:.0f} seconds") from late
        finally:
            if drawing.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    drawing.kill()
                await drawing.wait()
    if drawing.returncode or not drawn:
        raise PictureFailed(complaint.decode(errors="replace")[-500:])
    return drawn
