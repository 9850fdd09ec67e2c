"""Twelve people live a month with the program: every letter, page, feed and count beside a plain model, every day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import false

from entraide.access.actor import Actor
from entraide.groups.models import Group
from entraide.home.queries.group import GroupPage
from entraide.home.views import group as group_page
from entraide.meetings.queries.readers import LetterReader
from entraide.reminders import actions as posting
from entraide.reminders import queries as reminders
from tests.month import compare, taking
from tests.month.play import Play
from tests.month.story import DIARY, FIRST, LAST

pytestmark = pytest.mark.slow

TAKEN_ALONG = {date(2027, 1, 24), LAST}
ROUNDS = (time(8), time(14), time(20, 30))


def live(play: Play, until: date = LAST) -> list[str]:
    """Let the month go by, the worker waking three times a day; return what was not as it ought to be."""
    faults: list[str] = []
    day = FIRST
    while day <= until:
        rounds = {datetime.combine(day, hour) for hour in ROUNDS}
        for at in sorted(rounds | {at for at in DIARY if at.date() == day}):
            for later, deed in enumerate(DIARY.get(at, [])):
                play.now(at + timedelta(minutes=later))
                deed(play)
            if at in rounds:
                play.now(at)
                play.work()
                faults += compare.letters(play, play.model.round(at))
                if at.time() == ROUNDS[-1] and play.group:
                    faults += compare.day(play)
                    faults += taking.sheets(play) if day in TAKEN_ALONG else []
        day += timedelta(days=1)
    return faults


@pytest.fixture
def play(app: Flask) -> Iterator[Play]:
    with time_machine.travel(datetime(2027, 1, 4, tzinfo=UTC), tick=False) as clock:
        yield Play(app, clock)


def test_the_month_goes_by_as_the_model_says(play: Play) -> None:
    assert "\n".join(live(play)) == ""


@pytest.mark.once
def test_a_count_that_is_one_too_many_is_noticed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    right = group_page.group_page

    def wrong(actor: Actor, group: Group) -> GroupPage:
        shown = right(actor, group)
        return replace(shown, members=shown.members + 1)

    monkeypatch.setattr(group_page, "group_page", wrong)
    assert live(play, FIRST) == ["04.01.: members, waiting, invited: (7, 0, 6), and not (6, 0, 6)"]


@pytest.mark.once
def test_a_reminder_that_comes_again_is_noticed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "_was_posted", lambda day: false())
    monkeypatch.setattr(posting, "key_of", lambda person, day: f"reminder:{day.isoformat()}:{uuid4().hex}")
    again = "2027-01-11 14:00:00: a letter too many ('emile@poste.example', 'reminder', '12 janvier')"
    assert live(play, date(2027, 1, 11)) == [again]


@pytest.mark.once
def test_a_letter_that_says_too_much_is_noticed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LetterReader, "is_very_discreet", False)
    faults = live(play, date(2027, 1, 11))
    assert "2027-01-11 14:00:00: the letter to gerard@poste.example says Aînés" in faults
    assert all("gerard@poste.example" in fault for fault in faults)
