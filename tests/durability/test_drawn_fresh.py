"""What the outbox draws is what was true when it claimed the item, whatever it had read before."""

from typing import Any

from bot.desk import Desk
from bot.incidents.advance_stage import advance
from bot.outbox.deliveries.incidents.cards import EditCard, PostCard
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.vocabulary import Stage
from tests.builders import BEN, House, open_office


async def test_a_change_committed_while_the_outbox_settles_is_on_the_card_that_it_then_draws(
    postgres_url: str,
) -> None:
    async with open_office(postgres_url, PostCard, EditCard) as office:
        number = await office.house.declare("Orders are late")
        channel_id = await office.open_channel(number)
        office.deliveries["post_card"] = _PostCardMeanwhile(office.house, number)

        await office.deliver(alone=False)

        [card] = [each for each in await office.messages(channel_id) if each.get("blocks")]
        assert "Containment" in str(card["blocks"])


class _PostCardMeanwhile(PostCard):
    """While the outbox keeps what came of the card, and knows the incident, someone moves the stage."""

    def __init__(self, house: House, number: int) -> None:
        self._house, self._number = house, number

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        await super().applied(item, result, uow, desk)
        await self._house.act(advance, self._number, Stage.CONTAINMENT, by_id=BEN)
