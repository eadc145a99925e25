"""The board of an alert channel in the outbox: posted and pinned once, and edited in place ever after.

Everything that changes what an alert channel shows asks for its board; however much asks, one edit waits at
a time, and it shows all of it.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from bot.outbox.queue import lease_clock
from bot.uow import Store, UnitOfWork
from models.board import Board
from models.outbox import OutboxItem, Priority, Standing

#: Seconds that an edit waits for more to change; all boards together are edited at most so often.
DEBOUNCE: Final = 5.0

#: How long a channel that refused its board is left alone.
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)

#: How old a board may look before it is drawn anew although nothing asked for it.
HEAL_AFTER: Final = timedelta(minutes=10)

#: What this transaction has asked for already.
_ASKED: Final = "boards_asked_for"


async def redraw_board(uow: UnitOfWork, channel_id: str | None) -> None:
    """Let the board show the truth again; where there is none yet, post it."""
    asked: set[str] = uow.session.info.setdefault(_ASKED, set())
    if channel_id is None or channel_id in asked:
        return
    asked.add(channel_id)
    board = await uow.session.get(Board, channel_id)
    if board is None:
        await uow.put(Board, {"channel_id": channel_id})
        board = await uow.session.get_one(Board, channel_id, with_for_update=True)
    if board.message_ts is None and not await _is_on_its_way(uow, board):
        await uow.session.refresh(board, with_for_update=True)  # it may have come since, or be asked for
    if board.message_ts is not None or await _is_on_its_way(uow, board):
        await _edit(uow, board)
    elif board.post_item_id is None or _may_try(board, uow.now):
        await post_board(uow, board)


async def post_board(uow: UnitOfWork, board: Board) -> None:
    """Post it, and pin it once it is there; edits wait for that."""
    board.message_ts = None
    item = await uow.announce(
        "post_board",
        lane=f"alerts:{board.channel_id}",
        subject=_posting(board),
        priority=Priority.BOARD,
        channel_id=board.channel_id,
    )
    await uow.session.flush()
    board.post_item_id = item.id


async def heal_boards(store: Store) -> None:
    """Draw anew what was drawn long ago: silences end, days pass, and an edit may have come to nothing."""
    long_ago = select(Board.channel_id).where(Board.drawn_at < store.clock() - HEAL_AFTER)
    async with store.reading() as session:
        stale = (await session.scalars(long_ago)).all()
    for channel_id in stale:
        async with store.unit() as uow:
            await redraw_board(uow, channel_id)


async def _is_on_its_way(uow: UnitOfWork, board: Board) -> bool:
    """Whether its first message waits, or was given up: doctor shows it then, until someone retries it."""
    item = await uow.session.get(OutboxItem, board.post_item_id) if board.post_item_id else None
    return item is not None and item.standing in {Standing.WAITING, Standing.PARKED}


async def _edit(uow: UnitOfWork, board: Board) -> None:
    if await uow.waiting([_posting(board)]):
        return  # not rendered yet, so it will show this
    item = await uow.announce_unless_waiting(
        "edit_board",
        subject=f"board:{board.channel_id}",
        priority=Priority.BOARD,
        after=board.post_item_id,
        channel_id=board.channel_id,
    )
    if item is not None:
        boards = await uow.session.scalar(select(func.count()).select_from(Board)) or 1
        item.free_at = await lease_clock(uow.session) + DEBOUNCE * boards


def _may_try(board: Board, now: datetime) -> bool:
    return board.drawn_at is None or now - board.drawn_at >= TRY_AGAIN_AFTER


def _posting(board: Board) -> str:
    """Names the one item that posts it."""
    return f"board-post:{board.channel_id}"
