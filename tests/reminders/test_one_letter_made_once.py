"""The one letter of a day is made once, says nothing that is no longer true, and costs little."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.mail.models import State
from entraide.meetings.actions import planning
from entraide.meetings.models import Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.actions import join
from entraide.reminders.jobs import materialise
from tests.lettering import answer, at_work, moment, plan, posted, set_member, subject_of
from tests.people import deliver
from tests.reminders.reminding import DAY_BEFORE, TUESDAY, WEEK_BEFORE, ana_has_two_dates, reminders
from tests.world import World


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(date(2037, 11, 1), 10), tick=False) as traveller:
        yield traveller


def test_ticking_again_makes_no_second_letter(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    for _ in range(3):
        tick(app)
        traveller.shift(30)
    assert len(posted(app, "reminder")) == 4


def test_two_workers_at_once_make_one_letter_each(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(tick, [app] * 8))
    assert len(posted(app, "reminder")) == 4


def test_a_tick_that_died_before_its_commit_is_made_again(
    app: Flask, world: World, traveller: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    with monkeypatch.context() as dying:
        dying.setattr(db.session, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            tick(app)
    assert posted(app, "reminder") == []
    tick(app)
    assert len(posted(app, "reminder")) == 4


def die() -> None:
    raise KeyboardInterrupt


def test_a_second_date_of_the_day_found_late_is_in_the_same_letter(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 3))
    tick(app)
    plan(app, world.tilleuls, moment(TUESDAY, 19))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    [letter] = reminders(app, world.lise.email)
    assert subject_of(letter).startswith("Rappel : 2 dates")


@pytest.mark.parametrize("deed", ["cancel", "answer", "stop", "decline"])
def test_what_is_no_longer_true_or_wanted_is_not_said(
    app: Flask, world: World, traveller: time_machine.Traveller, deed: str
) -> None:
    meeting = plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 3))
    tick(app)
    with at_work(app, world.tilleuls):
        if deed == "cancel":
            planning.cancel(find_meeting(meeting), announce=False)
    if deed in ("answer", "decline"):
        reply = Reply.YES if deed == "answer" else Reply.NO
        answer(app, world.tilleuls, meeting, world.lise_in_tilleuls, reply)
    if deed == "stop":
        set_member(app, world.tilleuls, world.lise_in_tilleuls, wants_letters=False)
    traveller.move_to(moment(WEEK_BEFORE, 9))
    assert reminders(app, world.lise.email) == []
    rows = [row for row in posted(app, "reminder") if row.person_id == world.lise.person_id]
    assert [row.state for row in rows] == [State.DROPPED]


def test_a_reader_of_two_groups_who_left_one_hears_of_the_other(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    ana_has_two_dates(app, world)
    traveller.move_to(moment(DAY_BEFORE, 3))
    tick(app)
    set_member(app, world.passerelle, world.ana_in_passerelle, wants_letters=False)
    traveller.move_to(moment(DAY_BEFORE, 9))
    [letter] = reminders(app, world.ana.email)
    assert subject_of(letter) == "Rappel : mardi 24 novembre, 14 h"


def statements_of_a_tick(app: Flask) -> int:
    count: list[str] = []

    def counted(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        count.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", counted)
        materialise()
        event.remove(db.engine, "before_cursor_execute", counted)
    return len([one for one in count if one.startswith(("SELECT", "INSERT", "UPDATE"))])


def test_as_many_statements_for_two_members_as_for_a_hundred(
    app: Flask, world: World, traveller: time_machine.Traveller
) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    with at_work(app, world.passerelle):
        for number in range(100):
            person = make_person(f"m{number}@poste.example", "M", "fr")
            join(world.passerelle, person.id, f"M {number}", consent_version="1")
    plan(app, world.passerelle, moment(TUESDAY + timedelta(days=1), 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    few = statements_of_a_tick(app)
    traveller.move_to(moment(WEEK_BEFORE + timedelta(days=1), 9))
    assert statements_of_a_tick(app) == few <= 3
    assert len(posted(app, "reminder")) == 4 + 102


def test_a_tick_without_anything_due_is_cheap(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    assert statements_of_a_tick(app) == 1
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    tick(app)
    assert statements_of_a_tick(app) == 2


def tick(app: Flask) -> None:
    with app.app_context():
        materialise()


def test_after_delivery_nothing_is_left_to_say(app: Flask, world: World, traveller: time_machine.Traveller) -> None:
    plan(app, world.tilleuls, moment(TUESDAY, 14))
    traveller.move_to(moment(WEEK_BEFORE, 9))
    assert len(deliver(app)) == 4
    traveller.move_to(moment(WEEK_BEFORE + timedelta(days=1), 9))
    assert len(deliver(app)) == 4
