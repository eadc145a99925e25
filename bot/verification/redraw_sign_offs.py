"""The message that asks for sign-offs: it shows the truth again, or that its round is over."""

from bot.incidents.post_in_channel import post_in_channel
from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import Priority
from models.proof import Proof


async def show_sign_offs(uow: UnitOfWork, incident: Incident, proof: Proof) -> None:
    """The message of this round: posted once, edited as sign-offs come."""
    if proof.sign_offs_item_id is not None:
        await _edit_sign_offs(uow, incident, proof.sign_offs_item_id, is_over=False)
        return
    item = await post_in_channel(uow, incident, "post_sign_offs")
    proof.sign_offs_item_id = item.id


async def settle_sign_offs(uow: UnitOfWork, incident: Incident, proof: Proof) -> None:
    """The round is over: the message says so, and the next round gets one of its own, which calls again."""
    if proof.sign_offs_item_id is not None:
        await _edit_sign_offs(uow, incident, proof.sign_offs_item_id, is_over=True)
        proof.sign_offs_item_id = None


async def _edit_sign_offs(uow: UnitOfWork, incident: Incident, post_item_id: int, *, is_over: bool) -> None:
    await uow.announce(
        "edit_sign_offs",
        incident=incident,
        after=post_item_id,
        subject=f"sign-offs:{post_item_id}",
        priority=Priority.STAGE,
        post_item_id=post_item_id,
        is_over=is_over,
    )
