"""Messages of whatever wrote them: by words, labels, colours, and every place where text may stand."""

import pytest

from bot.alerts.reading.read_message import read_event, read_message
from models.vocabulary import AlertStatus, Symptom
from tests.alerts.posts import (
    CHANNEL,
    TS,
    alertmanager,
    changed,
    header,
    posted,
    section,
    webhook,
)
from tests.alerts.test_read_messages import one


@pytest.mark.parametrize(
    ("message", "title", "hint"),
    [
        ({"text": "[CRITICAL] analytics.orders is stale"}, "analytics.orders is stale", "critical"),
        ({"text": ":fire: P1 - Revenue dashboard shows nulls"}, "P1 - Revenue dashboard shows nulls", "p1"),
        ({"text": "ERROR: load of orders crashed"}, "ERROR: load of orders crashed", "error"),
        ({"text": "Orders are late\nSeverity: Critical\nTable: mart.orders"}, "Orders are late", "critical"),
        ({"attachments": [{"title": "Late", "fields": [{"title": "Level", "value": "P2"}]}]}, "Late", "p2"),
        ({"blocks": [header("Orders are late"), section("*Level*\nwarning")]}, "Orders are late", "warning"),
        ({"text": "Query failed with Error: syntax"}, "Query failed with Error: syntax", None),
        ({"attachments": [{"color": "danger", "text": "orders / refunds"}]}, "orders / refunds", None),
    ],
)  # fmt: skip
def test_an_unknown_tool_is_read_by_its_words_labels_and_colours(message, title, hint):
    signal = one(posted("Our own script", **message))
    assert (signal.source, signal.title, signal.severity_hint) == ("our_own_script", title, hint)
    assert signal.status is AlertStatus.FIRING


@pytest.mark.parametrize(
    "text",
    [
        "Backup completed with 0 errors",
        "All 42 tests passed",
        "Load finished: no failed tasks",
        "Nightly run succeeded in 4 min :white_check_mark:",
        "Job load_failed_payments succeeded",
        "Good morning! 12 dashboards were refreshed",
        "Hi there! Thanks for sharing the info!",
        "Deployed v1.2 to production",
        "",
    ],
)
def test_success_and_small_talk_never_become_alerts(text):
    assert read_message(posted("Some Tool", text=text)) == ()


def test_words_decide_before_colours_and_the_headline_before_the_rest():
    assert read_message(posted(attachments=[{"color": "danger", "title": "Job succeeded"}])) == ()
    assert one(posted(text="Load failed\nThe run before it succeeded")).status is AlertStatus.FIRING
    assert one(posted(text="Completed with errors")).status is AlertStatus.FIRING


def test_resolved_at_the_head_of_a_message_is_a_recovery():
    firing = one(posted(text="Orders feed is stale since 4 hours"))
    for text in (
        "[RESOLVED] Orders feed is stale since 5 hours",
        "✅ Resolved: Orders feed is stale since 6 hours",
    ):
        assert one(posted(text=text)).status is AlertStatus.RESOLVED
        assert one(posted(text=text)).fingerprint == firing.fingerprint


def test_same_words_about_another_table_are_another_alert():
    orders = one(
        posted(text="Table is stale", blocks=[header("Table is stale"), section("*Table:* mart.orders")])
    )
    refunds = one(
        posted(text="Table is stale", blocks=[header("Table is stale"), section("*Table:* mart.refunds")])
    )
    assert orders.fingerprint != refunds.fingerprint
    assert orders.assets == ("mart.orders",)


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("mart.orders has not been refreshed for 5 hours: failed SLA", Symptom.FRESHNESS),
        ("Row count of orders dropped by 80 %", Symptom.VOLUME),
        ("Column price was removed: schema change breaks orders", Symptom.SCHEMA),
        ("Null rate of customer_id exceeded 5 %", Symptom.DISTRIBUTION),
        ("Revenue mismatch between ledger and mart", Symptom.LOGIC),
        ("Nightly pipeline failed", Symptom.PIPELINE),
        ("CPU of host db1 exceeded 95 %", Symptom.INFRA),
        ("Access denied for the reporting user", Symptom.ACCESS),
        ("PII found in a public table: critical", Symptom.PRIVACY),
        ("Something is wrong", None),
    ],
)
def test_the_symptom_is_guessed_from_words(text, symptom):
    assert one(posted(text=text)).symptom is symptom


def test_every_place_where_text_may_stand_is_read():
    message = posted(
        text=None,
        blocks=[
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                {"type": "user", "user_id": "U0ANA00001"},
                {"type": "broadcast", "range": "here"},
                {"type": "text", "text": "Load failed, see "},
                {"type": "link", "url": "https://x.example/1", "text": "the log"},
            ]}]},
            {"type": "table", "rows": [[{"type": "raw_text", "text": each} for each in ("orders", "12")]]},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "in _prod_"}]},
        ],
        attachments=[
            {"pretext": "before", "text": "after", "fields": [{"title": "Table", "value": "mart.orders"}]},
        ],
    )  # fmt: skip
    signal = one(message)
    assert signal.title == "Load failed, see the log"
    assert signal.link == "https://x.example/1"
    assert signal.assets == ("mart.orders",)
    for said in ("orders | 12", "in _prod_", "before", "after"):
        assert said in signal.excerpt


def test_what_can_ping_or_forge_a_link_comes_out_as_plain_words():
    link = "<https://evil.example|https://good.example>"
    text = f"<!channel> Load &lt;b&gt; failed for <@U0ANA00001> &lt;!here&gt; {link} @everyone"
    signal = one(posted(text=text))
    assert signal.title == "Load <b> failed for <!here> https://good.example"
    assert signal.link == "https://evil.example"


def test_lists_posted_as_json_strings_are_read_as_lists():
    assert (
        one(webhook("Airflow", text="The task mytask failed", attachments="[]", blocks="[]")).source
        == "airflow"
    )


def test_the_preview_of_a_link_is_nobodys_alert():
    unfurl = {"from_url": "https://x.example", "title": "Outage: everything failed", "color": "danger"}
    assert read_message(posted(text="Good morning", attachments=[unfurl])) == ()


OWN = frozenset({"U0BOT00001", "B0BOT00001"})


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (
            {"type": "message", "channel": CHANNEL, "ts": TS, "user": "U0ANA00001", "text": "it failed"},
            "a person",
        ),
        (posted(text="it failed", client_msg_id="1-2"), "a person"),
        (posted(text="it failed", user="U0BOT00001"), "our own"),
        (webhook(text="it failed", bot_id="B0BOT00001"), "our own"),
        (posted(text="it failed", thread_ts="1794000000.000100"), "thread"),
        (posted(text="it failed", subtype="channel_join"), "no posted message"),
        (posted(text="hello"), "nothing in it"),
        ({"type": "message", "subtype": "message_deleted", "channel": CHANNEL}, "which message"),
        ({"type": "message", "subtype": "message_changed", "channel": CHANNEL, "message": None}, "not there"),
        ({}, "which message"),
    ],
)
def test_what_is_no_tools_alert_is_left_alone_with_the_reason(event, why):
    reading = read_event(event, own_ids=OWN)
    assert reading.signals == ()
    assert why in reading.ignored


def test_both_kinds_of_app_and_the_start_of_a_thread_are_read():
    for event in (
        posted(text="Load failed"),
        webhook(text="Load failed"),
        posted(text="Load failed", thread_ts=TS),
    ):
        reading = read_event(event, own_ids=OWN)
        assert (len(reading.signals), reading.channel_id, reading.message_ts) == (1, CHANNEL, TS)


def test_an_edit_is_read_for_the_message_it_changed():
    reading = read_event(changed(alertmanager("RESOLVED")), own_ids=OWN)
    assert (reading.is_edit, reading.message_ts) == (True, TS)
    assert reading.signals[0].status is AlertStatus.RESOLVED
