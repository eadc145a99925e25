"""Of items about one subject the newest waits, also where it was asked before what waits."""

from sqlalchemy import event

from models.outbox import OutboxItem, Priority, Standing
from tests.builders import House, open_house

CARD = {"subject": "card:1", "priority": Priority.BACKGROUND}


async def test_what_was_asked_for_together_is_asked_no_more(database_url: str) -> None:
    async with open_house(database_url) as house:
        await _announce_once(house, "card:1")
        said: list[str] = []
        async with house.store.unit() as uow:
            bind = uow.session.get_bind()
            event.listen(bind, "before_cursor_execute", lambda *given: said.append(given[2]))
            found = await uow.waiting(["card:1", "card:2"])
            said.clear()
            again = await uow.waiting(["card:1", "card:2"])
            assert await uow.announce_unless_waiting("chore", **CARD) is None
            await uow.announce_unless_waiting("chore", subject="card:2", priority=Priority.BACKGROUND)

            assert found == again == {"card:1"}
            assert said == []
        assert await _subjects(house) == ["card:1", "card:2"]


async def test_of_two_announced_after_asking_the_newer_is_kept(database_url: str) -> None:
    async with open_house(database_url) as house:
        async with house.store.unit() as uow:
            await uow.waiting(["card:1"])
            await uow.announce("chore", **CARD)
            newer = await uow.announce("chore", **CARD)

        assert [each.id for each in await _waiting(house)] == [newer.id]


async def test_what_waited_and_is_less_urgent_is_overtaken_after_asking(database_url: str) -> None:
    async with open_house(database_url) as house:
        await _announce_once(house, "card:1")
        async with house.store.unit() as uow:
            await uow.waiting(["card:1"])
            sooner = await uow.announce("chore", subject="card:1", priority=Priority.STAGE)

        assert [each.id for each in await _waiting(house)] == [sooner.id]


async def _announce_once(house: House, subject: str) -> None:
    async with house.store.unit() as uow:
        await uow.announce("chore", subject=subject, priority=Priority.BACKGROUND)


async def _waiting(house: House) -> list[OutboxItem]:
    return [each for each in await house.all_of(OutboxItem) if each.standing is Standing.WAITING]


async def _subjects(house: House) -> list[str | None]:
    return sorted(each.subject or "" for each in await _waiting(house))
