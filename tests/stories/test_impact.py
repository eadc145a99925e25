"""A source on which two hundred models hang goes stale: two are brought in, and nine owners are told."""

from typing import Any

from bot.playbook import Playbook, parse_playbook
from models.vocabulary import AssetType
from sandbox.server import Sandbox
from tests.impact.lineage import TEAMS, asset, tell_of
from tests.stories.town import Actor, Room, Town, eventually, spoken, town

#: Each team's models, a chain below the source, and its dashboard at the end.
_MODELS = [f"{team}_{number:02}" for team in TEAMS for number in range(22)]


def _playbook() -> Playbook:
    teams = "\n".join(f"  {team}: {{channel: team-{team}}}" for team in TEAMS)
    rules = "\n".join(f"  - {{when: {{tag: {team}}}, team: {team}}}" for team in TEAMS)
    source = '  - {when: {asset: raw_orders}, business_steward: "@ben", technical_steward: "@chen"}'
    return parse_playbook(f"teams:\n{teams}\nowners:\n{source}\n{rules}\n", "breakwater.yaml")


def _make_channels(slack: Sandbox) -> None:
    for team in TEAMS:
        channel = slack.workspace.channels.create("U0ANA00001", f"team-{team}")
        slack.workspace.membership.invite("U0ANA00001", channel.id, ["U0DIA00001"])


async def _import(here: Town) -> None:
    assets = [asset("raw_orders", AssetType.SOURCE)]
    edges: list[tuple[str, str]] = []
    for team in TEAMS:
        chain = [*(name for name in _MODELS if name.startswith(team)), f"{team}_board"]
        assets += [asset(name, AssetType.MODEL, team) for name in chain[:-1]]
        assets.append(asset(chain[-1], AssetType.DASHBOARD, team))
        edges += zip(["raw_orders", *chain], chain, strict=False)
    await tell_of(here.program.desk.store, assets, edges)
    await here.program.look()


async def test_a_stale_source_brings_in_two_and_informs_nine(database_url: str) -> None:
    async with town(database_url, _playbook(), before=_make_channels) as here:
        await _import(here)
        await here.ana.declares("Orders are late", asset="raw_orders")
        room = await here.room("orders-are-late")
        await here.program.look()
        shown = await room.expect_message("207 downstream", "9 dashboards", "9 owners", "Notify owners")
        assert "Failing: raw_orders" in shown["text"]
        await room.expect_card(
            f'"user_id": "{here.ben.user_id}"', f'"user_id": "{here.chen.user_id}"', "steward"
        )
        await here.quiet()  # they are brought in beside the card
        members = {member for member in await _members(here, room) if member.startswith("U0")}
        assert {here.ben.user_id, here.chen.user_id} <= members
        assert here.dia.user_id not in members

        await here.ana.clicks(room.channel_id, shown, "Notify owners")
        form = await here.ana.form("notify_owners")
        await here.ana.submits("notify_owners", owners=_options(form), words="Do not send the pack.")
        for team in TEAMS:
            await _told(here, team, "These 23 of your team", "Do not send the pack.")

        channel_id, message = await _told(here, "finance", "Acknowledge")
        await here.dia.clicks(channel_id, message, "Acknowledge")
        await _told(here, "finance", "Acknowledged by")
        await here.program.look()
        await room.expect_message("1 of 9", "owners that were told have read it")
        said = await _presses_chase(here, room)
        assert "Again from" in said
        here.clock.advance(minutes=15)
        assert "8 owners are asked once more" in await _presses_chase(here, room)
        await _told(here, "growth", "Not read yet")

        await here.ana.runs("/incident close", room.name)
        await here.ana.submits("close", outcome="fixed", cause="A late file", remedy="It came")
        await _told(here, "growth", "is over")
        await _told(here, "finance", "is over")


async def test_anybody_asks_what_an_asset_affects_and_corrects_it(sqlite_url: str) -> None:
    async with town(sqlite_url, _playbook()) as here:
        await _import(here)
        assert "22 downstream: 1 dashboard, 21 tables" in await here.ben.asks("/incident impact finance_00")
        assert "I know no one asset called" in await here.ben.asks("/incident impact unheard_of")
        assert "Which asset?" in await here.ben.asks("/incident impact")
        await here.ana.declares("Finance is wrong", asset="finance_00")
        room = await here.room("finance-is-wrong")
        await room.expect_card()
        said = await here.ana.asks("/incident impact remove finance_10 checked by hand", room.name)
        assert "counts as not affected" in said
        assert "9 downstream: 9 tables" in await here.ana.asks("/incident impact", room.name)
        await here.ana.runs("/incident impact add", room.name)
        await here.ana.submits("impact_add", asset="growth_board", part="affected", note="same numbers")
        await here.quiet()
        listed = await here.ana.asks("/incident impact", room.name)
        assert "growth_board  ·  dashboard" in listed
        assert "same numbers" in listed
        timeline = await here.ana.asks("/incident timeline", room.name)
        assert "took out of what it affects: finance_10: checked by hand" in timeline


async def _members(here: Town, room: Room) -> list[str]:
    channel = here.sandbox.workspace.channels.find(room.channel_id)
    return list(channel.members)


def _options(form: dict[str, Any]) -> list[str]:
    elements = [block["element"] for block in form["blocks"] if block.get("block_id") == "owners"]
    return [option["value"] for element in elements for option in element["options"]]


async def _told(here: Town, team: str, *words: str) -> tuple[str, dict[str, Any]]:
    """Wait until a message in the team's channel says this."""
    channel_id = await here.dia.channel_id(f"team-{team}")

    async def said() -> dict[str, Any] | None:
        messages = await here.dia.sees(channel_id)
        return next((m for m in messages if all(word in spoken(m) for word in words)), None)

    return channel_id, dict(await eventually(said, f"#team-{team} to hear {words}"))


async def _presses_chase(here: Town, room: Room) -> str:
    """Press it, and read the answer."""
    person: Actor = here.ana
    before = {m["ts"] for m in await person.sees(room.channel_id) if m["ephemeral"]}
    await person.clicks(room.channel_id, await room.expect_message("of 9", "Chase"), "Chase")

    async def answered() -> str | None:
        new = [m for m in await person.sees(room.channel_id) if m["ephemeral"] and m["ts"] not in before]
        return str(new[-1]["text"]) if new else None

    return str(await eventually(answered, "an answer to Chase"))
