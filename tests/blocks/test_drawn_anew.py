"""What a message is drawn anew by travels in the name of a row of buttons, and comes back whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.drawn_anew import Drawing
from bot.blocks.kit import Message
from bot.blocks.repair.holds import hold_list
from bot.blocks.stages.gate_notice import gates_settled
from models.vocabulary import Stage
from tests.blocks.repair_gallery import hold
from tests.blocks.samples import Words, incident

LONGEST = Words("longest", "x" * 5_000)


@given(
    kind=st.text(st.characters(exclude_characters=":"), min_size=1),
    of=st.text(min_size=1),
    number=st.integers(min_value=0),
)
def test_it_comes_back_from_every_row(kind: str, of: str, number: int) -> None:
    assert Drawing.named(Drawing(kind, of).row(number)) == Drawing(kind, of)


@pytest.mark.parametrize(
    "name", ["", "b12", "anew", "anew:0", "anew:0:gates", "anew:0::12", "other:0:gates:12"]
)
def test_a_row_of_another_kind_draws_nothing(name: str) -> None:
    assert Drawing.named(name) is None


def _rows(message: Message) -> list[str | None]:
    return [block.block_id for block in message.blocks if block.type == "actions"]


def test_no_two_rows_of_a_list_have_one_name_and_all_fit() -> None:
    rows = _rows(hold_list(12, [hold(LONGEST)] * 20))

    assert len(rows) == len(set(rows)) == 16
    assert {Drawing.named(str(row)) for row in rows} == {Drawing("holds", "12")}
    assert max(len(str(row)) for row in rows) < 255


def test_a_list_of_gates_says_up_to_which_stage() -> None:
    [row] = _rows(gates_settled(incident(LONGEST), Stage.VERIFICATION))
    assert Drawing.named(str(row)) == Drawing("gates", "12:verification")
