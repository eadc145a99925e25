"""What people type after a verb is read as they mean it."""

from typing import cast

import pytest

from bot.desk import Desk
from handlers.words import around_person, number_of, role_of, severity_of, split_person
from models.errors import UnknownWord
from models.vocabulary import Role, Severity

#: None of these texts needs anything of it: Slack has put ids for the names.
NO_DESK = cast("Desk", None)


def test_a_role_of_two_words_may_stand_before_the_person_and_a_note_after():
    name, person_id, note = around_person(NO_DESK, "lead engineer <@U0BEN00001|ben> watch the counts")

    assert (role_of(name), person_id, note) == (Role.LEAD_ENGINEER, "U0BEN00001", "watch the counts")


def test_the_person_may_stand_anywhere():
    assert split_person(NO_DESK, "<@U0BEN00001> commander") == ("commander", "U0BEN00001")
    assert split_person(NO_DESK, "commander") == ("commander", None)


@pytest.mark.parametrize("typed", ["sev1", "SEV-1", "1", "Sev 1"])
def test_a_severity_is_read_however_it_is_written(typed):
    assert severity_of(typed) is Severity.SEV1


@pytest.mark.parametrize(("typed", "number"), [("INC-12", 12), ("#12", 12), ("12", 12), ("orders", None)])
def test_an_incident_is_named_by_its_number(typed, number):
    assert number_of(typed) == number


def test_an_unknown_role_gets_the_nearest_one():
    with pytest.raises(UnknownWord) as refused:
        role_of("comander")

    assert "commander" in refused.value.remedy
