"""Dates of the month found in words are proposed as rules, for the weekday they speak of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.directory.drafts import ProposalKind
from entraide.directory.monthly_words import proposals, speaks_of_dates

MONDAY, TUESDAY, THURSDAY, SATURDAY, SUNDAY = 0, 1, 3, 5, 6


@pytest.mark.parametrize(
    ("notes", "weekday", "kind", "rule"),
    [
        ("open on the last Saturday of the month", SATURDAY, "opens", "FREQ=MONTHLY;BYDAY=-1SA"),
        ("Open 3rd Thursday of month", THURSDAY, "opens", "FREQ=MONTHLY;BYDAY=3TH"),
        ("No meeting 2nd Thursday", THURSDAY, "skips", "FREQ=MONTHLY;BYDAY=2TH"),
        ("Meets 1st and 4th Monday", MONDAY, "only", "FREQ=MONTHLY;BYDAY=1MO,4MO"),
        ("Birthdays on the 5th week", MONDAY, "celebrates", "FREQ=MONTHLY;BYDAY=5MO"),
        ("Seulement le premier lundi du mois", MONDAY, "only", "FREQ=MONTHLY;BYDAY=1MO"),
        ("Tous les 2èmes jeudis", THURSDAY, "only", "FREQ=MONTHLY;BYDAY=2TH"),
        ("Offen am letzten Dienstag im Monat", TUESDAY, "opens", "FREQ=MONTHLY;BYDAY=-1TU"),
        ("Speaker at the end of each month", SUNDAY, "unclear", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("We meet every other week", MONDAY, "only", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("Open the last meeting of every month", TUESDAY, "opens", "FREQ=MONTHLY;BYDAY=-1TU"),
    ],
)
def test_words_become_a_proposed_rule(notes: str, weekday: int, kind: str, rule: str) -> None:
    (proposal,) = proposals("", notes, "", weekday)
    assert (proposal.kind, proposal.rule, proposal.words) == (kind, rule, notes)


def test_a_rule_in_the_name_is_when_the_group_meets() -> None:
    (proposal,) = proposals("1st and 3rd Mondays", "", "", MONDAY)
    assert (proposal.kind, proposal.rule) == (ProposalKind.ONLY, "FREQ=MONTHLY;BYDAY=1MO,3MO")


def test_words_of_another_weekday_are_told_but_not_proposed_here() -> None:
    assert proposals("", "Last Monday of the month is open", "", THURSDAY) == ()
    assert speaks_of_dates("Last Monday of the month is open")


def test_words_beside_a_passcode_are_proposed_without_being_quoted() -> None:
    (proposal,) = proposals("", "", "Passcode: moon Open last Friday of the month", 4)
    assert (proposal.rule, proposal.words) == ("FREQ=MONTHLY;BYDAY=-1FR", "")


@pytest.mark.parametrize(
    "notes", ["Room on the 3rd floor", "first door on the left", "Step 2. Monday people", "1st come"]
)
def test_other_ordinals_propose_nothing(notes: str) -> None:
    assert proposals("", notes, "", MONDAY) == ()


@given(st.text(max_size=300), st.integers(0, 6))
def test_any_text_can_be_searched(text: str, weekday: int) -> None:
    assert all(proposal.rule.startswith("FREQ=") for proposal in proposals(text, text, text, weekday))
