"""A team's template takes the place of ours; a broken or greedy one is passed over and told."""

from pathlib import Path

import pytest

from bot.blocks.front.help import groups_about
from bot.prose import ALL, HELP, POST_MORTEM, Prose, TemplateFault
from bot.prose.markdown import MarkdownText, escape_markdown, guarded, markdown_link, paragraphs
from models.errors import UnknownWord
from tests.prose.samples import FULLEST, HOSTILE, SMALLEST, post_mortem


def test_a_team_file_of_the_same_name_is_used(tmp_path: Path) -> None:
    (tmp_path / POST_MORTEM).write_text("# Ours: {{ incident.ref }} {{ incident.title|upper }}\n")

    assert Prose(tmp_path).postmortem(post_mortem(SMALLEST)) == "# Ours: INC-12 ORDERS LATE\n"


def test_what_the_team_does_not_replace_is_ours(tmp_path: Path) -> None:
    assert Prose(tmp_path).help_text() == Prose().help_text()


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("fine\n{{ incident.nothing }}", 2, "nothing"),
        ("fine\nfine\n{% if %}", 3, "Expected"),
        ("{{ 'a' * 200000000 }}", 1, "not available"),
        ("{{ 9 ** 9 }}", 1, "not available"),
        ("{{ 'a' + 'b' }}", 1, "not available"),
        ("{{ '%099999999d' % 1 }}", 1, "not available"),
        ("{{ '{:>999999999}'.format(1) }}", 1, "not safely callable"),
        ("{{ 'a'.ljust(999999999) }}", 1, "not safely callable"),
        ("{{ 'a'|center(999999999) }}", 1, "center"),
        ("{% for n in range(9) %}{% endfor %}", 1, "range"),
        ("{% set x = 'a' ~ 'a' %}", 1, "not available"),
        ("{% set x %}a{% endset %}", 1, "not available"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", 1, "not available"),
        ("{% include 'help.slack.j2' %}", 1, "not available"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ incident.title|safe }}", 1, "safe"),
        ("{{ impact.append('x') }}", 1, "append"),
        (
            "{% for a in [[[1]]] %}{% for b in a %}{% for c in b %}{% endfor %}{% endfor %}{% endfor %}",
            1,
            "two deep",
        ),
    ],
)
def test_a_broken_template_is_named_with_its_line_and_ours_is_used(
    tmp_path: Path, source: str, line: int, says: str
) -> None:
    (tmp_path / POST_MORTEM).write_text(source)
    told: list[TemplateFault] = []

    text = Prose(tmp_path, told.append).postmortem(post_mortem(FULLEST))

    assert text == Prose().postmortem(post_mortem(FULLEST))
    assert [(fault.file, fault.line) for fault in told] == [(str(tmp_path / POST_MORTEM), line)]
    assert says in str(told[0])


def test_check_names_every_broken_file_at_once(tmp_path: Path) -> None:
    for name in ALL:
        (tmp_path / name).write_text("{% nonsense %}")

    assert [Path(fault.file).name for fault in Prose(tmp_path).check()] == list(ALL)
    assert Prose().check() == ()


def test_a_template_that_is_no_text_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / HELP).write_bytes(b"\xff\xfe\x00")
    told: list[TemplateFault] = []

    assert Prose(tmp_path, told.append).help_text() == Prose().help_text()
    assert len(told) == 1


def test_a_greedy_team_template_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.prose.fence.OUTPUT_LIMIT", 5_000)
    (tmp_path / POST_MORTEM).write_text("{% for a in timeline %}" + "x" * 1_000 + "{% endfor %}")
    told: list[TemplateFault] = []

    Prose(tmp_path, told.append).postmortem(post_mortem(FULLEST))

    assert "longer than 5000 characters" in str(told[0])


def test_our_own_text_is_cut_where_it_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.prose.fence.OUTPUT_LIMIT", 500)

    assert "Cut here" in Prose().postmortem(post_mortem(FULLEST))


def test_outside_text_is_never_a_template() -> None:
    assert "{{ 7\\*7 }} {% for %}" in Prose().postmortem(post_mortem(HOSTILE))


def test_the_help_fits_one_screen() -> None:
    text = Prose().help_text()

    assert len(text) <= 3_000
    assert text.count("\n") <= 24
    assert "`/incident severity sev1 [why]`" in text
    assert "silence · expect" in text


def test_a_topic_is_told_in_full_and_a_verb_by_its_line() -> None:
    alerts = Prose().help_text(groups=groups_about("alerts"))
    pause = Prose().help_text(groups=groups_about("Pause"))

    assert "`/incident merge INC-7`  it is the same problem as that one" in alerts
    assert pause.splitlines()[1:] == [
        "`/incident pause until monday because …`  stop the clocks; it wakes by itself"
    ]
    assert Prose().help_text(groups=groups_about("mute")) == Prose().help_text(groups=groups_about("silence"))


def test_help_about_what_is_not_there_names_what_was_probably_meant() -> None:
    with pytest.raises(UnknownWord, match="Did you mean `silence`"):
        groups_about("silense")
    with pytest.raises(UnknownWord, match="roles, stages, record, repair, owners, alerts"):
        groups_about("quux")


@pytest.mark.parametrize(
    ("outside", "inert"),
    [
        ("# head", "\\# head"),
        ("- list", "\\- list"),
        ("1. one", "1\\. one"),
        ("--- rule", "\\--- rule"),
        ("*bold* `code`", "\\*bold\\* \\`code\\`"),
        ("[a](javascript:x)", "\\[a\\](javascript:x)"),
        ("<script>", "&lt;script&gt;"),
        ("R&D &amp;", "R&D &amp;amp;"),
        ("mart.fct_orders_daily", "mart.fct_orders_daily"),
        ("_it_ ~~no~~", "\\_it\\_ \\~~no\\~~"),
    ],
)
def test_markdown_marks_are_disarmed_and_names_stay_readable(outside: str, inert: str) -> None:
    assert escape_markdown(outside) == inert


def test_paragraphs_keep_lines_and_indent_nothing() -> None:
    assert paragraphs("one\n    two\n\n\n# three") == "one  \ntwo\n\n\\# three"


def test_links_go_to_web_addresses_only() -> None:
    assert markdown_link("message", "https://x.example/a_(b)") == "[message](https://x.example/a_%28b%29)"
    assert markdown_link("message", "javascript:alert(1)") == ""


def test_guarding_reaches_every_string_but_our_own_markup() -> None:
    ours = markdown_link("message", "https://x.example")
    guard = guarded({"a": ["b", {"c": "d"}], "link": ours, "n": 1})

    assert isinstance(guard["a"][0], MarkdownText)
    assert isinstance(guard["a"][1]["c"], MarkdownText)
    assert guard["link"] is ours
    assert guard["n"] == 1
