"""What a message's labels and tags tell beside the alert itself: whose it is, which domain, which run."""

from bot.alerts.reading.labels import domain_in, first, labels_in, owner_in
from bot.alerts.reading.message_parts import Parts

_OWNERS = ("owners", "data_owners")
_RUNS = ("run_id", "dag_run", "dag_run_id", "run", "flow_run_id", "job_run_id")

#: What tools write where nobody is named.
_NOBODY = ("no owner", "none", "unassigned", "n/a", "airflow", "-")


def owner_of(parts: Parts) -> str | None:
    """Who answers for it: the first who is named."""
    labels = _labels(parts)
    named = first(labels, *_OWNERS) or owner_in(labels) or ""
    bare = named.partition(",")[0].strip(" _*`'\"")
    return None if not bare or bare.casefold().startswith(_NOBODY) else bare


def domain_of(parts: Parts) -> str | None:
    """The part of the business, by its label or a tag `domain:…`."""
    named = domain_in(_labels(parts)) or ""
    return named.strip(" _*`'\"") or None


def run_of(parts: Parts) -> str | None:
    """The run, where the message labels one."""
    named = first(_labels(parts), *_RUNS) or ""
    return named.strip(" _*`'\"") or None


def _labels(parts: Parts) -> dict[str, tuple[str, ...]]:
    tags = (parts.fact("tags", "labels", "tag") or "").replace("#", "").replace("=", ":")
    return dict(labels_in(parts.facts, tags))
