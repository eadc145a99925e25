"""A user group of more people than Slack invites at once."""

from bot.outbox.deliveries.incidents.invitations import InvitePeople
from sandbox.workspace.people import User
from tests.builders import open_office


async def test_everybody_of_a_large_group_is_invited(sqlite_url: str) -> None:
    async with open_office(sqlite_url, InvitePeople) as office:
        people = [f"U0CROWD{number:04}" for number in range(120)]
        for user_id in people:
            office.sandbox.workspace.people.add(User(user_id, user_id.lower(), user_id))
        number = await office.house.declare(by_id=None)
        channel_id = await office.open_channel(number)
        async with office.house.store.unit() as uow:
            await uow.announce("invite_people", incident=number, people=people)
        await office.deliver()

        assert set(people) <= set(office.sandbox.workspace.channels.find(channel_id).members)
