"""If I miss twice, call me: a counter that exists while the wish does, counts each meeting once, dies with the call."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Asked
from entraide.journal.models import Entry
from entraide.meetings.actions import answers
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from entraide.rights.actions import leave
from tests.lettering import at_work, plan
from tests.meetings.wishing import NOW, WEEK, Group, after
from tests.people import Client
from tests.world import World

HOUR = timedelta(hours=1)
TO_CALL = "À appeler : Lise T."


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(app: Flask, world: World, clock: time_machine.Traveller) -> Group:
    made = Group(app, world)
    made.wish()
    return made


def test_without_the_wish_nothing_is_counted(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    group = Group(app, world)
    group.weeks(2)
    clock.move_to(after(2))
    group.count()
    assert group.missed() is None


def test_two_missed_in_a_row_and_organisers_see_whom_to_call(group: Group, clock: time_machine.Traveller) -> None:
    group.say(group.weeks(2)[0], Reply.NO)
    clock.move_to(after(1))
    group.count()
    assert TO_CALL not in group.organiser_page()
    clock.move_to(after(2))
    group.count()
    assert TO_CALL in group.organiser_page()


def test_a_meeting_is_counted_once(group: Group, clock: time_machine.Traveller) -> None:
    group.weeks(1)
    clock.move_to(after(1))
    for _ in range(3):
        group.count()
    assert group.missed() == 1


def test_a_yes_begins_the_count_anew(group: Group, clock: time_machine.Traveller) -> None:
    group.say(group.weeks(3)[1], Reply.YES)
    clock.move_to(after(3))
    group.count()
    assert group.missed() == 1


def test_it_waits_two_days_for_an_organisers_word(group: Group, clock: time_machine.Traveller) -> None:
    group.weeks(1)
    clock.move_to(after(1) - HOUR)
    group.count()
    assert group.missed() == 0


@pytest.mark.parametrize(("said", "was_there", "missed"), [(Reply.NO, "yes", 0), (Reply.YES, "no", 1)])
def test_an_organisers_word_counts_before_the_answer(
    group: Group, clock: time_machine.Traveller, said: Reply, was_there: str, missed: int
) -> None:
    [meeting] = group.weeks(1)
    group.say(meeting, said)
    clock.move_to(NOW + WEEK + HOUR)
    group.was_there(meeting, was_there)
    clock.move_to(after(1))
    group.count()
    assert group.missed() == missed


def test_an_organisers_last_word_holds(group: Group, clock: time_machine.Traveller) -> None:
    _, second = group.weeks(2)
    clock.move_to(after(2))
    group.count()
    assert "Noté : oui." in group.was_there(second, "yes")
    assert "Noté : non." in group.was_there(second, "no")
    assert group.missed() == 2


def test_what_was_before_an_organisers_word_is_counted_first(group: Group, clock: time_machine.Traveller) -> None:
    _, second = group.weeks(2)
    clock.move_to(NOW + 2 * WEEK + HOUR)
    group.was_there(second, "no")
    assert group.missed() == 2


def test_a_word_about_a_meeting_before_the_last_is_too_late(group: Group, clock: time_machine.Traveller) -> None:
    first, second = group.weeks(2)
    clock.move_to(NOW + 2 * WEEK + HOUR)
    group.was_there(second, "no")
    assert "a demandé" not in group.was_there(first, "yes")
    assert group.missed() == 2


def test_where_answers_are_not_asked_only_a_word_counts(group: Group, clock: time_machine.Traveller) -> None:
    first, _ = group.weeks(2, asked=Asked.NOT_ASKED)
    clock.move_to(after(2))
    group.count()
    assert group.missed() == 0
    group.was_there(first, "no")
    assert group.missed() == 1


def test_weekends_and_cancelled_meetings_do_not_count(group: Group, clock: time_machine.Traveller) -> None:
    group.weeks(1, mode=Mode.WEEKEND)
    group.cancel(plan(group.app, group.world.tilleuls, NOW + 2 * WEEK))
    clock.move_to(after(2))
    group.count()
    assert group.missed() == 0


def test_an_answer_without_a_name_looks_like_silence(group: Group, clock: time_machine.Traveller) -> None:
    """What organisers see of Lise must not differ, or the count would give the hidden answer away."""
    hidden, _ = group.weeks(2)
    with at_work(group.app, group.world.tilleuls):
        answers.answer(find_meeting(hidden), group.world.lise_in_tilleuls, Reply.YES, anonymous=True)
    clock.move_to(after(2))
    group.count()
    assert group.missed() == 2


def test_the_counter_dies_with_the_call_and_leaves_no_trace(group: Group, clock: time_machine.Traveller) -> None:
    group.weeks(3)
    clock.move_to(after(2))
    group.count()
    marcelle = Client(group.app).sign_in(group.world.marcelle)
    here = f"/g/{short(group.world.tilleuls)}/appels"
    assert "J’ai appelé" in marcelle.get(here).get_data(as_text=True)
    marcelle.post(f"{here}/{short(group.world.lise_in_tilleuls)}/appelee")
    assert group.missed() == 0
    assert TO_CALL not in group.organiser_page()
    with group.app.app_context():
        deeds = select(func.count()).where(Entry.deed.not_like("session:%"), Entry.deed.like("%call%"))
        assert db.session.scalar(deeds) == 1  # the wish itself
    clock.move_to(after(3))
    group.count()
    assert group.missed() == 1


def test_the_wish_goes_with_its_count(group: Group, clock: time_machine.Traveller) -> None:
    group.weeks(1)
    clock.move_to(after(1))
    group.count()
    group.wish(wish="no")
    assert group.missed() is None
    group.wish()
    assert group.missed() == 0


def test_the_same_wish_twice_keeps_its_count(group: Group, clock: time_machine.Traveller) -> None:
    group.weeks(1)
    clock.move_to(after(1))
    group.count()
    group.wish()
    assert group.missed() == 1


def test_leaving_erases_it(group: Group) -> None:
    with at_work(group.app, group.world.tilleuls):
        leave(find_membership(group.world.tilleuls, group.world.lise_in_tilleuls))
    assert group.missed() is None


def test_organisers_see_the_wish_and_members_do_not(group: Group) -> None:
    marcelle = Client(group.app).sign_in(group.world.marcelle)
    assert "Lise T." in marcelle.get(f"/g/{short(group.world.tilleuls)}/appels").get_data(as_text=True)
    jo = Client(group.app).sign_in(group.world.jo)
    assert "Lise T." not in jo.get(f"/g/{short(group.world.tilleuls)}").get_data(as_text=True)


def test_nobody_else_is_asked_after(group: Group, clock: time_machine.Traveller) -> None:
    [meeting] = group.weeks(1)
    clock.move_to(NOW + WEEK + HOUR)
    marcelle = Client(group.app).sign_in(group.world.marcelle)
    shown = marcelle.get(f"/rencontre/{short(meeting)}").get_data(as_text=True).replace("\u00a0", " ")
    assert shown.count("a demandé qu’on l’appelle") == 1
    path = f"/rencontre/{short(meeting)}/comptage/{short(group.world.jo_in_tilleuls)}"
    assert marcelle.post(path, {"was_there": "no"}).status_code == 404


def test_no_word_is_taken_before_the_meeting(group: Group) -> None:
    [meeting] = group.weeks(1)
    group.was_there(meeting, "no")
    assert group.missed() == 0
