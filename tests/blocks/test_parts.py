"""Lines keep to their room, cut whole characters, and make nothing live by accident."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.kit import actions, bullets, button, message, modal, plain, rich
from bot.blocks.limits import TooLarge, clean, clip, clip_escaped, escape, one_line
from bot.blocks.parts import code, line, link, moment, named, person, reads, spoken, strong


def test_escape_touches_only_three_characters() -> None:
    assert escape("a & <b> *c* _d_ \"e\" 'f'") == "a &amp; &lt;b&gt; *c* _d_ \"e\" 'f'"


def test_clean_takes_out_what_turns_or_hides_text() -> None:
    assert clean("a\u202eb\u2066c\x00d\x1be\r\nf\tg") == "abcde\nf g"


def test_clip_says_that_it_cut() -> None:
    assert clip("orders are late", 8) == "orders…"
    assert clip("short", 8) == "short"


@given(st.text(max_size=60), st.integers(min_value=2, max_value=40))
def test_clipping_never_halves_an_entity(text: str, limit: int) -> None:
    cut = clip_escaped(text, limit)

    assert len(cut) <= limit
    for piece in cut.split("&")[1:]:
        assert piece.startswith(("amp;", "lt;", "gt;"))


@given(st.lists(st.text(max_size=80), max_size=8), st.integers(min_value=5, max_value=200))
def test_fallback_text_keeps_to_its_limit(texts: list[str], limit: int) -> None:
    assert len(spoken(*(line(text, person("U0ANA00001")) for text in texts), limit=limit)) <= limit


@given(st.text(max_size=300))
def test_no_text_becomes_live(text: str) -> None:
    said = spoken(line(text, strong(text), code(text)), limit=5_000)

    assert "<" not in said
    assert ">" not in said
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://a b", "https://x|y>", "ftp://x", "", "data:text/html,x"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert link(address, "the call") == "the call"


def test_a_moment_falls_back_to_utc() -> None:
    at = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)

    assert spoken(line(moment(at)), limit=200) == (
        f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|2026-11-20 14:05 UTC>"
    )


def test_our_own_sentences_may_name_people_and_commands_but_no_groups() -> None:
    read = reads("By <@U0ANA00001>; try `/incident list` <!channel> <#C1>.")

    assert person("U0ANA00001") in read
    assert code("/incident list") in read
    assert "&lt;!channel&gt; &lt;#C1&gt;" in spoken(read, limit=500)


def test_a_file_gets_names_instead_of_ids() -> None:
    told = line(person("U0ANA00001"), " led, then ", person("U0BEN00001"))

    assert named(told, {"U0ANA00001": "Ana Silva"}) == "Ana Silva led, then U0BEN00001"


def test_too_much_for_slack_is_a_fault_of_ours() -> None:
    with pytest.raises(TooLarge):
        message([plain("x")] * 51, line("x")).as_payload()
    with pytest.raises(TooLarge):
        modal(callback_id="x", title="x", submit=None, blocks=[plain("x")] * 101)
    with pytest.raises(TooLarge):
        modal(callback_id="x", title="x", submit=None, blocks=[], private_metadata="x" * 3_001)
    with pytest.raises(TooLarge):
        actions(*(button("x", f"x{n}", n) for n in range(26)))


def test_long_bullets_give_way_alike_so_that_none_falls_out() -> None:
    rows = bullets(*(line(str(number), " ", "x" * 2_000) for number in range(10))).to_dict()

    texts = [item["elements"][0]["text"] for item in rows["elements"][0]["elements"]]
    assert texts == [str(number) for number in range(10)]


def test_an_empty_line_falls_out() -> None:
    section = rich(line("a"), (), line("b")).to_dict()["elements"][0]["elements"]

    assert [each["text"] for each in section] == ["a", "\n", "b"]
