"""Show everything in the thread of a card the same way: where its messages are is kept in one table.

Revision 0026, after 0025.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_THREAD = sa.table(
    "thread_messages",
    sa.column("incident_id", sa.Integer()),
    sa.column("topic", sa.String()),
    sa.column("item_id", sa.Integer()),
    sa.column("message_ts", sa.String()),
)
_PLACES = sa.table(
    "places",
    sa.column("incident_id", sa.Integer()),
    sa.column("causes_ts", sa.String()),
    sa.column("causes_item_id", sa.Integer()),
    sa.column("hypotheses_ts", sa.String()),
    sa.column("hypotheses_item_id", sa.Integer()),
)
_PROOFS = sa.table(
    "proofs", sa.column("incident_id", sa.Integer()), sa.column("checks_item_id", sa.Integer())
)
_OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.Integer()),
    sa.column("incident_id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("intent", sa.JSON()),
    sa.column("result", sa.JSON()),
)

#: What a message of each topic was called in the names of its kinds and columns.
_CALLED = {"alert_causes": "causes", "hypotheses": "hypotheses", "checks": "checks"}


def upgrade() -> None:
    rows = [*_in_places("alert_causes"), *_in_places("hypotheses"), *_in_proofs()]
    if rows:
        op.bulk_insert(_THREAD, rows)
    for topic, called in _CALLED.items():
        for step in ("post", "edit"):
            of_kind = sa.update(_OUTBOX).where(_OUTBOX.c.kind == f"{step}_{called}")
            op.execute(of_kind.values(kind=f"{step}_in_thread", intent={"topic": topic}))
    with op.batch_alter_table("places", schema=None) as batch_op:
        for called in ("causes", "hypotheses"):
            batch_op.drop_column(f"{called}_ts")
            batch_op.drop_column(f"{called}_item_id")
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.drop_column("checks_item_id")


def downgrade() -> None:
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checks_item_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("places", schema=None) as batch_op:
        for called in ("causes", "hypotheses"):
            batch_op.add_column(sa.Column(f"{called}_ts", sa.String(length=32), nullable=True))
            batch_op.add_column(sa.Column(f"{called}_item_id", sa.Integer(), nullable=True))
    posted_by = {}
    for message in op.get_bind().execute(sa.select(_THREAD).where(_THREAD.c.topic.in_(_CALLED))).all():
        posted_by[message.incident_id, message.topic] = message.item_id
        op.execute(_put_back(message))
    items = sa.select(_OUTBOX).where(_OUTBOX.c.kind.in_(("post_in_thread", "edit_in_thread")))
    for item in op.get_bind().execute(items).all():
        if (topic := item.intent["topic"]) in _CALLED:
            kind = item.kind.replace("in_thread", _CALLED[topic])
            intent = (
                {"post_item_id": posted_by.get((item.incident_id, topic))} if kind == "edit_checks" else {}
            )
            op.execute(sa.update(_OUTBOX).where(_OUTBOX.c.id == item.id).values(kind=kind, intent=intent))
    op.execute(sa.delete(_THREAD).where(_THREAD.c.topic.in_(_CALLED)))


def _in_places(topic: str) -> Iterator[dict[str, Any]]:
    item_id, ts = _PLACES.c[f"{_CALLED[topic]}_item_id"], _PLACES.c[f"{_CALLED[topic]}_ts"]
    posted = sa.select(_PLACES.c.incident_id, item_id, ts).where(item_id.is_not(None))
    for incident_id, item, message_ts in op.get_bind().execute(posted).all():
        yield _row(incident_id, topic, item, message_ts)


def _in_proofs() -> Iterator[dict[str, Any]]:
    """Where that message is stood in the result of the item alone."""
    item_id = _PROOFS.c.checks_item_id
    posted = sa.select(_PROOFS.c.incident_id, item_id, _OUTBOX.c.result).join(
        _OUTBOX, _OUTBOX.c.id == item_id
    )
    for incident_id, item, result in op.get_bind().execute(posted).all():
        yield _row(incident_id, "checks", item, (result or {}).get("ts"))


def _row(incident_id: int, topic: str, item_id: int, message_ts: str | None) -> dict[str, Any]:
    return {"incident_id": incident_id, "topic": topic, "item_id": item_id, "message_ts": message_ts}


def _put_back(message: sa.Row[Any]) -> sa.Update:
    if message.topic == "checks":
        of_it = sa.update(_PROOFS).where(_PROOFS.c.incident_id == message.incident_id)
        return of_it.values(checks_item_id=message.item_id)
    called = _CALLED[message.topic]
    values = {f"{called}_ts": message.message_ts, f"{called}_item_id": message.item_id}
    return sa.update(_PLACES).where(_PLACES.c.incident_id == message.incident_id).values(values)
