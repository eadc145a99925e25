"""What makes two alerts the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fingerprint import VERSION, fingerprint, settled
from models.signal import Signal
from models.vocabulary import AlertStatus


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("Table orders is 6 hours late", "Table orders is 12 hours late"),
        (
            "Run #70471 failed <https://x.example/runs/70471|View>",
            "Run #70999 failed <https://x.example/runs/70999|View>",
        ),
        ("Failed at 2026-11-19 06:00:00+00:00", "Failed at 2026-11-20T06:00:00Z"),
        (
            "Run b85bb6c5-7410-458e-96d6-9f46571fb5af failed",
            "Run 0ac26eb4-0000-458e-96d6-9f46571fb5af failed",
        ),
        ("Run manual__2026-11-19T06:00:00+00:00 failed", "Run manual__2026-11-20T06:00:00+00:00 failed"),
        ("Job x failed. 7242f7bb", "Job x failed. 81acc00f"),
        ("42 rows are null (1.5%)", "7 rows are null (3 %)"),
        (":rotating_light: @ana Load failed", "Load failed"),
        ("Load  FAILED", "load failed!"),
    ],
)
def test_what_differs_each_time_makes_no_difference(first, again):
    assert settled(first) == settled(again)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("test failed on table_1", "test failed on table_2"),
        ("Job build failed", "Job export failed"),
        ("orders.v1 is stale", "orders.v2 is stale"),
        ("schema.orders is late", "schema.refunds is late"),
    ],
)
def test_what_names_another_thing_makes_another_alert(one, other):
    assert settled(one) != settled(other)


def test_the_key_says_its_version_and_fits_its_column():
    key = fingerprint("dbt_cloud", ("Daily build",))
    assert key.startswith(f"{VERSION}:")
    assert len(key) <= 80


def test_the_same_key_comes_out_in_every_process():
    assert fingerprint("airflow", ("ingest", "load")) == "v1:e4a9000684828a77f3a0ac364c9884a2"
    assert fingerprint("airflow", ("ingest", "load")) == fingerprint("airflow", ("INGEST", " load "))
    assert fingerprint("airflow", ("ingest", "load")) != fingerprint("airflow", ("ingestload", ""))
    assert fingerprint("airflow", ("ingest",)) != fingerprint("dagster", ("ingest",))


def test_broken_and_fine_again_share_it():
    broken = Signal(source="x", title="Job a failed", identity=("a",))
    fine = Signal(source="x", title="Job a succeeded", identity=("a",), status=AlertStatus.RESOLVED)
    assert broken.fingerprint == fine.fingerprint


@given(st.text())
def test_any_text_has_a_fingerprint(text):
    assert len(fingerprint("x", (settled(text),))) == len(fingerprint("x", ("y",)))
