"""Messages as tools post them, written after the formats, and the events in which Slack brings them."""

from typing import Any

CHANNEL = "C0ALERTS01"
TS = "1795000000.000100"


def header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def section(text: str | None = None, *fields: str) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "section"}
    if text is not None:
        block["text"] = {"type": "mrkdwn", "text": text}
    if fields:
        block["fields"] = [{"type": "mrkdwn", "text": each} for each in fields]
    return block


def posted(name: str = "Some Tool", **message: Any) -> dict[str, Any]:
    """A message of a modern app, as an event brings it."""
    return {
        "type": "message",
        "channel": CHANNEL,
        "ts": TS,
        "user": "U0TOOL0001",
        "bot_id": "B0TOOL0001",
        "bot_profile": {"id": "B0TOOL0001", "app_id": "A0TOOL0001", "name": name},
        "text": "",
        **message,
    }


def webhook(name: str = "some-tool", **message: Any) -> dict[str, Any]:
    """A message of a classic incoming webhook."""
    return {
        "type": "message",
        "subtype": "bot_message",
        "channel": CHANNEL,
        "ts": TS,
        "bot_id": "B0HOOK0001",
        "username": name,
        **message,
    }


def changed(message: dict[str, Any]) -> dict[str, Any]:
    """The event of an edit."""
    inner = {key: value for key, value in message.items() if key != "channel"}
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": message["channel"],
        "ts": "1795000999.000200",
        "message": inner,
    }


def elementary(
    word: str = "Error", test: str = "unique_orders_id", table: str = "fct_orders"
) -> dict[str, Any]:
    """A failed dbt test, as Elementary tells it."""
    status = {"Error": "error", "Failure": "fail", "Warning": "warn"}[word]
    return posted(
        "Elementary",
        blocks=[
            header(f'{word}: "{test}" test failed on {table}'),
            section(f"*Test:* {test} | *Env:* prod | *Status:* {status} | *Time:* 2026-11-18 09:55:02 UTC"),
        ],
        attachments=[
            {
                "color": "#ff0000",
                "blocks": [
                    section(f"*Table*\nanalytics.marts.{table}"),
                    section(None, "*Column*\nid", "*Owners*\n<@U0BEN00001>"),
                    section("*Result Message*"),
                    section("```Got 12 results, configured to fail if != 0```"),
                    section("🔎 *Test Results Sample*"),
                    section("someone@example.org"),
                ],
            }
        ],
    )


def airflow(task: str = "load_orders", dag: str = "ingest_orders", run: str = "20") -> dict[str, Any]:
    """A failed task, in the words that most people copy."""
    url = f"https://airflow.example.org/dags/{dag}/grid?dag_run_id=scheduled__2026-11-{run}T05%3A00&amp;task_id={task}"
    facts = f"*Task*: {task}\n*Dag*: {dag}\n*Execution Time*: 2026-11-{run}\n*Log Url*: <{url}>"
    text = f":red_circle: Task Failed.\n{facts}"
    return webhook("airflow-alerts", text=text)


def alertmanager(
    state: str = "FIRING:2", name: str = "OrdersLagging", common: str = "critical"
) -> dict[str, Any]:
    """A group of alerts."""
    title = f"[{state}] {name} ({common})"
    colour = "2eb886" if state == "RESOLVED" else "a30200"
    link = "http://alertmanager.example.org:9093/#/alerts?receiver=data"
    attachment = {
        "id": 1,
        "color": colour,
        "title": title,
        "title_link": link,
        "fallback": f"{title} | <{link}>",
        "text": "",
    }
    return webhook("Alertmanager", text="", attachments=[attachment])


def great_expectations(outcome: str = "Failure", **met: str) -> dict[str, Any]:
    """A checkpoint: `invoices="11 of 14"` for each asset."""
    marks = {"Failure": ":no_entry:", "Success": ":white_check_mark:"}
    results = met or {"invoices": "11 of 14"}
    said = [
        section(
            f"\n*Asset*: `{asset}`  \n*Expectation Suite*: `{asset}_suite`\n"
            f"*Summary*: *{each.split()[0]}* of *{each.split()[2]}* Expectations were met"
        )
        for asset, each in results.items()
    ]
    head = header(f"notify - nightly_checkpoint - {outcome} {marks[outcome]}")
    return posted("Great Expectations", blocks=[head, section("Runtime: 2026/11/18 09:31 AM"), *said])
