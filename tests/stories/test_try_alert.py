"""Someone tries an alert in Slack: the form becomes the reading, and nothing comes of it."""

import json

from tests.stories.town import town


async def test_a_pasted_payload_is_read_in_the_form_itself(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:
        await here.ana.runs("/incident config test-alert")
        refused = await here.ana.submits("test_alert", payload="not json")
        assert refused["outcome"] == "errors"
        assert "That is no JSON" in refused["errors"]["payload"]

        body = {"title": "Orders are late", "severity": "critical", "assets": ["marts.orders"]}
        sent = await here.ana.submits("test_alert", payload=json.dumps(body))
        assert sent["outcome"] == "updated"
        shown = json.dumps(await here.ana.form("test_alert_read"), ensure_ascii=False)
        assert "Read as generic" in shown
        assert "opens an incident" in shown
        assert not any(name.startswith("inc-") for name in await here.ana.channels())


async def test_a_message_of_the_watched_channel_is_read_by_its_link(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:
        channel_id = await here.ana.channel_id("data-alerts")
        said = {"app": "some-tool", "message": {"text": "Load of marts.orders failed"}}
        ts = (await here.ana.does("bot_message", channel=channel_id, **said))["ts"]
        await here.ana.runs("/incident config test-alert")
        link = f"https://northwind.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"
        sent = await here.ana.submits("test_alert", payload=link)
        assert sent["outcome"] == "updated", sent
        assert "Load of marts.orders failed" in json.dumps(await here.ana.form("test_alert_read"))
