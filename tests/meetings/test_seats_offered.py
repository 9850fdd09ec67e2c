"""Places of a weekend and of the last hours: offered for a while, held meanwhile, then passed on."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from entraide.clock import now
from entraide.meetings import jobs
from entraide.meetings.actions import seats
from entraide.meetings.models import Mode, Reply, Standing
from tests.meetings.seating import letters, standing, table
from tests.meetings.tables import answer_of, change, make_meeting

__all__ = ["table"]

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)  # a Tuesday; 13 h in Brussels
SOON = timedelta(days=7)


@pytest.fixture
def weekend(app, world, say):
    """A weekend in seven days with one place; Lise has it, Ana and Jo wait."""
    with time_machine.travel(NOON, tick=False) as clock:
        lasts = timedelta(days=1)
        meeting = make_meeting(app, world.tilleuls, places=1, starts_at=NOON + SOON, lasts=lasts, mode=Mode.WEEKEND)
        for name in ("lise", "ana", "jo"):
            say(meeting, name)
            clock.shift(1)
        yield meeting, clock


def test_a_weekends_place_is_offered_for_a_day_and_held_meanwhile(app, world, say, table, weekend):
    meeting, _ = weekend
    at = now()
    say(meeting, "lise", Reply.NO)
    offer = answer_of(app, world.tilleuls, meeting, world.ana_in_tilleuls)
    assert (offer.standing, offer.offered_until) == (Standing.OFFERED, at + timedelta(days=1))
    assert table(meeting) == (["ana"], ["jo"])


def test_saying_yes_again_takes_the_offer(app, world, say, weekend):
    meeting, _ = weekend
    say(meeting, "lise", Reply.NO)
    say(meeting, "ana")
    assert standing(app, world, meeting, "ana") is Standing.SEATED


def test_a_declined_offer_goes_to_the_next(app, world, say, table, weekend):
    meeting, _ = weekend
    say(meeting, "lise", Reply.NO)
    say(meeting, "ana", Reply.NO)
    assert standing(app, world, meeting, "ana") is Standing.DECLINED
    assert table(meeting) == (["jo"], [])


def test_an_offer_that_nobody_took_goes_to_the_next(app, world, say, table, weekend):
    meeting, clock = weekend
    say(meeting, "lise", Reply.NO)
    clock.shift(timedelta(hours=23))
    with app.app_context():
        jobs.expire_offers()
    assert standing(app, world, meeting, "ana") is Standing.OFFERED
    clock.shift(timedelta(hours=1))
    with app.app_context():
        jobs.expire_offers()
    assert standing(app, world, meeting, "ana") is Standing.EXPIRED
    assert table(meeting) == (["jo"], [])
    with app.app_context():
        jobs.expire_offers()
    assert table(meeting) == (["jo"], [])


def test_whose_offer_ran_out_may_join_the_list_again(app, world, say, table, weekend):
    meeting, clock = weekend
    say(meeting, "lise", Reply.NO)
    clock.shift(timedelta(days=1))
    with app.app_context():
        jobs.expire_offers()
    say(meeting, "ana")
    assert table(meeting) == (["jo"], ["ana"])


def test_an_offer_ends_when_the_last_two_hours_begin(app, world, say, weekend):
    meeting, clock = weekend
    clock.move_to(NOON + SOON - timedelta(hours=20))
    say(meeting, "lise", Reply.NO)
    offer = answer_of(app, world.tilleuls, meeting, world.ana_in_tilleuls)
    assert offer.offered_until == NOON + SOON - timedelta(hours=2)


def test_in_the_last_two_hours_nobody_is_moved_up_and_the_first_to_answer_sits(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=1, starts_in=SOON)
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    soon = now() + timedelta(hours=1)
    change(app, world.tilleuls, meeting, starts_at=soon, ends_at=soon + timedelta(hours=2))
    say(meeting, "lise", Reply.NO)
    assert table(meeting) == ([], ["ana", "jo"])
    say(meeting, "odile")
    assert table(meeting) == (["odile"], ["ana", "jo"])
    say(meeting, "odile", Reply.NO)
    say(meeting, "jo")
    assert table(meeting) == (["jo"], ["ana"])


def test_in_the_evening_an_offer_holds_from_the_next_morning_on(app, world, say, weekend, monkeypatch):
    meeting, clock = weekend
    monkeypatch.setattr(seats, "current", lambda: SimpleNamespace(demo=False))
    clock.move_to(NOON + timedelta(hours=9))
    say(meeting, "lise", Reply.NO)
    morning = NOON + timedelta(hours=19)  # 8 h in Brussels
    offer = answer_of(app, world.tilleuls, meeting, world.ana_in_tilleuls)
    assert [letter.run_at for letter in letters(app)] == [morning]
    assert offer.offered_until == morning + timedelta(days=1)


def test_a_freed_place_that_is_too_few_for_the_first_goes_to_nobody_behind(app, world, say, table):
    meeting = make_meeting(app, world.tilleuls, places=3)
    say(meeting, "lise", guests=1)
    say(meeting, "marcelle")
    say(meeting, "ana", guests=1)
    say(meeting, "jo")
    say(meeting, "marcelle", Reply.NO)
    assert table(meeting) == (["lise"], ["ana", "jo"])
