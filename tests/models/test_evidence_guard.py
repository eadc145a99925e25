"""What is data and what only speaks of it: pasted rows and personal numbers are found, all else passes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import LooksLikeData
from models.evidence_guard import find_data, require_no_data, without_data, words_for
from models.personal_numbers import passes_luhn

PSQL = """ id | name  |      email
----+-------+------------------
  1 | Ana   | ana at northwind
  2 | Ben   | ben at northwind
(2 rows)"""

MYSQL = """+----+-------+
| id | name  |
+----+-------+
|  1 | Ana   |
+----+-------+"""

DUCKDB = """┌───────┬─────────┐
│  id   │  name   │
│ int32 │ varchar │
├───────┼─────────┤
│     1 │ Ana     │
└───────┴─────────┘"""

ROWS = {
    "psql": PSQL,
    "mysql": MYSQL,
    "duckdb": DUCKDB,
    "markdown": "| id | name |\n|---|---|\n| 1 | Ana |\n| 2 | Ben |",
    "bars without a rule": "1|Ana|Lisbon\n2|Ben|Porto\n3|Chen|Faro",
    "csv": "id,name,city\n1,Ana,Lisbon\n2,Ben,Porto",
    "csv with spaces": "id, name, amount\n1, Ana Silva, 12.50\n2, Ben Okafor, 9.90",
    "csv of two columns": "customer_id,name\n17,Ana\n18,Ben",
    "quoted csv": '"id","name"\n"1","Silva, Ana"\n"2","Okafor, Ben"',
    "semicolons": "id;name;iban\n1;Ana;none\n2;Ben;none",
    "tabs": "id\tname\tcity\n1\tAna\tLisbon",
    "pandas": "   id   name    city\n0   1    Ana  Lisbon\n1   2    Ben   Porto\n\n[2 rows x 3 columns]",
    "a pandas series": "0    Ana\n1    Ben\nName: name, dtype: object",
    "columns": "ID     NAME      CITY\n1      Ana       Lisbon\n2      Ben       Porto",
    "psql expanded": "-[ RECORD 1 ]-----\nid   | 1\nname | Ana\n-[ RECORD 2 ]-----\nid   | 2\nname | Ben",
    "mysql vertical": "*************************** 1. row ***************************\n  id: 1\nname: Ana",
    "json": '[{"id": 1, "name": "Ana"}, {"id": 2, "name": "Ben"}]',
    "json lines": '{"id": 1, "name": "Ana"}\n{"id": 2, "name": "Ben"}',
    "python records": "[{'id': 1, 'name': 'Ana'}, {'id': 2, 'name': 'Ben'}]",
    "a cursor's tuples": "[(1, 'Ana'), (2, 'Ben')]",
    "inserted values": "insert into people values (1, 'Ana', 'Lisbon'), (2, 'Ben', 'Porto')",
}

PERSONAL = {
    "e-mail": "ask ana.silva@northwind.com",
    "e-mail as Slack writes it": "<mailto:ana@northwind.com|ana@northwind.com>",
    "e-mail in a query": "select 1 from users where email = 'ana+test@mail.northwind.co.uk'",
    "e-mail in an address": "https://bi.northwind.com/?user=ana@northwind.com",
    "visa": "4111111111111111",
    "visa in groups": "card 4111 1111 1111 1111 was charged twice",
    "mastercard": "5555-5555-5555-4444",
    "mastercard of the second range": "2223000048400011",
    "amex": "3782 822463 10005",
    "iban": "DE89370400440532013000",
    "iban in groups": "to GB29 NWBK 6016 1331 9268 19, twice",
    "iban in lower case": "fr1420041010050500013m02606",
    "ssn": "his number is 536-90-4399",
    "steuer-id": "Steuer-ID 86095742719",
    "steuer-id in groups": "86 095 742 719",
    "nino": "AB 12 34 56 C",
    "dni": "12345678Z",
    "nie": "X1234567L",
    "nir": "2 55 08 14 168 025 38",
    "cpf": "529.982.247-25",
    "ahv": "756.9217.0769.85",
    "codice fiscale": "RSSMRA85T10A562S",
}

#: What people write in incidents all day; none of it is data.
PASSES = {
    "a sentence": "The loader ran twice, so orders of yesterday are there twice.",
    "counts": "finance.orders_daily: 1,204,332 rows on Monday, 0 on Tuesday",
    "a list of counts": "1,204,332 rows in eu\n1,198,001 rows in us\n2,340,118 rows in apac",
    "a count as psql prints it": " count\n-------\n 12043\n(1 row)",
    "one row of numbers": " count |    min     |    max\n"
    "-------+------------+------------\n   412 | 2026-11-01 | 2026-11-18",
    "a query": "select a.id, a.name, b.amount\nfrom finance.orders a\n"
    "join finance.lines b on a.id = b.order_id\n"
    "where a.day in ('2026-11-17', '2026-11-18')\ngroup by 1, 2, 3",
    "a query with concatenation": "select first || ' ' || last\nfrom people\nwhere a || b || c is not null",
    "nested functions": "coalesce(a, 0), coalesce(b, 0), nullif(c, 1), round(d, 2)",
    "a query with leading commas": "select\n  id\n, name\n, sum(amount)\nfrom orders",
    "bullets": "- the source was late\n- the loader, then, ran twice\n- nobody saw it",
    "prose with commas": "First, the source was late, by an hour.\nThen, at six, the loader ran.\n"
    "At last, by ten, somebody saw it.",
    "numbered steps": "1. stop the loader\n2. restore the partition\n3. run it again",
    "a shell pipeline": "kubectl logs loader-7d9f | grep ERROR | sort | uniq -c",
    "a shell pipeline over lines": "cat run.log |\n  grep ERROR |\n  wc -l",
    "log lines": "2026-11-18 10:00:01  INFO  loader  started\n2026-11-18 10:00:02  ERROR  loader  failed\n"
    "2026-11-18 10:00:03  INFO  loader  stopped",
    "log lines in json": '{"level": "info", "msg": "started"}\n{"level": "error", "msg": "failed"}',
    "pods": "NAME        READY   STATUS    RESTARTS   AGE\nloader-1    1/1     Running   0          4d\n"
    "loader-2    0/1     Pending   3          2h",
    "dbt": "1 of 3 OK created sql table model finance.orders ... [SELECT 42 in 1.2s]\n"
    "2 of 3 ERROR creating sql table model finance.lines ... [ERROR in 0.4s]\n"
    "3 of 3 SKIP relation finance.totals ... [SKIP]",
    "a stack trace": 'File "load.py", line 12, in run\n    rows = read(path, sep=",")\nKeyError: "amount"',
    "a config": '{"schedule": "0 6 * * *", "retries": 3, "owner": "finance"}',
    "timestamps": "from 2026-11-18T06:00:00Z to 2026-11-18 07:30, epoch 1795183200 and 1795183200000",
    "a compact day": "partition 20261118Z of 20261117",
    "run ids": "run 4111111111111111, job_id=4111111111111111, run_id: 86095742719, query id 255081416802538",
    "a slack address": "https://northwind.slack.com/archives/C0INC00012/p1795183200000100",
    "a uuid": "dbt invocation 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "git": "63b89ec and 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 of git@github.com:northwind/dbt.git",
    "a database's address": "postgres://reader@db.northwind.com/finance, s3://northwind/orders/2026-11-18/",
    "a service account": "loader@northwind-prod.iam.gserviceaccount.com has lost its grant",
    "phone-like ids": "ticket 555-123-4567, order 100-200-3000, +351 912 345 678",
    "versions": "dbt-core 1.10.3, pandas==2.2.3, python 3.11.9, 10.0.0.12",
    "mentions": "<@U0ANA00001> saw it in <#C0INC00012>, at @ana's desk",
    "thresholds": "p95 12.5 s, 99.97 %, 3/4 shards, -12 %",
    "hours": "06:00 | 07:00 | 08:00",
    "an arrow of stages": "source -> stage -> mart, late | late | missing",
    "chinese": "数据延迟了两个小时，影响了三个看板",
}


@pytest.mark.parametrize("name", ROWS)
def test_pasted_rows_are_found(name: str) -> None:
    found = find_data(f"I ran it again and got\n{ROWS[name]}\nwhich is too little")

    assert "rows of a result" in {each.what for each in found}


@pytest.mark.parametrize("name", PERSONAL)
def test_what_names_one_person_is_found(name: str) -> None:
    assert find_data(PERSONAL[name])
    assert find_data(f"({PERSONAL[name]}), see above")


@pytest.mark.parametrize("name", PASSES)
def test_what_only_speaks_of_data_passes(name: str) -> None:
    assert find_data(PASSES[name]) == []


@pytest.mark.parametrize("text", [*ROWS.values(), *PERSONAL.values()])
def test_what_is_left_out_leaves_the_rest(text: str) -> None:
    redacted = without_data(f"Before it.\n{text}\nAfter it.")

    assert find_data(redacted) == []
    assert redacted.startswith("Before it.")
    assert redacted.endswith("After it.")
    assert "left out)" in redacted


def test_the_refusal_says_what_was_found_and_bears_the_words_without_it() -> None:
    with pytest.raises(LooksLikeData) as refused:
        require_no_data("", "fine", f"Two are missing:\n{PSQL}\nask ana@northwind.com or ben@northwind.com")

    assert "2 rows of a result and 2 e-mail addresses" in str(refused.value)
    assert refused.value.redacted == (
        "Two are missing:\n(2 rows left out)\n(2 rows)\n"
        "ask (an e-mail address left out) or (an e-mail address left out)"
    )


def test_several_kinds_are_told_in_one_sentence() -> None:
    found = find_data("4111111111111111, ana@northwind.com, 536-90-4399")

    assert words_for(found) == "a card number, an e-mail address and a national number"


WORDS = st.lists(
    st.sampled_from(
        ["the", "loader", "orders_daily", "was", "late", "by", "412", "rows", "since", "06:00", "run", "17"]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)


@given(st.lists(WORDS, max_size=8).map("\n".join))
def test_words_and_counts_always_pass(text: str) -> None:
    assert find_data(text) == []


@given(st.text(max_size=400))
def test_whatever_is_left_out_what_remains_is_clean(text: str) -> None:
    assert find_data(without_data(text)) == []


@given(
    st.lists(st.sampled_from([*ROWS.values(), *PERSONAL.values(), *PASSES.values()]), min_size=1, max_size=5)
)
def test_whatever_is_pasted_together_what_remains_is_clean(texts: list[str]) -> None:
    assert find_data(without_data("\n".join(texts))) == []


@given(st.from_regex(r"4[0-9]{14}", fullmatch=True), WORDS, WORDS)
def test_a_card_is_found_wherever_it_stands(fifteen: str, before: str, after: str) -> None:
    card = next(f"{fifteen}{check}" for check in range(10) if passes_luhn(f"{fifteen}{check}"))

    for written in (card, " ".join(card[place : place + 4] for place in range(0, 16, 4))):
        [found] = find_data(f"{before} card {written} {after}")
        assert found.what == "card number"


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True)), min_size=3),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_rows_of_any_content_are_found(rows: list[tuple[int, str]], mark: str) -> None:
    text = "\n".join(mark.join((str(number), name, "2026-11-18")) for number, name in rows)

    assert find_data(text)


@given(st.integers(0, 2**63), st.uuids(), st.from_regex(r"[0-9a-f]{40}", fullmatch=True))
def test_ids_of_machines_pass(number: int, uuid: object, commit: str) -> None:
    assert find_data(f"run {number} of {uuid} at {commit}") == []


@pytest.mark.parametrize(
    "piece", ["1 ", "a@", "a.", "4111 ", "{", "(1,", "| ", "a,b\n", "-", "  x", "DE89 ", '"', "│\n"]
)
def test_a_message_of_any_length_is_read_in_a_moment(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    began = time.process_time()
    find_data(text)

    assert time.process_time() - began < 2.0
