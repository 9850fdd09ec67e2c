"""Who has been told of a change: every active member stands in exactly one of four groups, for a reason."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.mail.models import State
from entraide.mail.queries import Course
from entraide.meetings.actions.answers import remove_for
from entraide.meetings.models import Reply
from entraide.meetings.queries.stands import Facts, Stand, Times, Why, stand_of
from entraide.members.actions.roster import end
from entraide.members.queries import find_membership
from tests.lettering import answer, at_work, moment, plan, set_member
from tests.meetings.telling import Tell
from tests.people import Client
from tests.world import World

TUESDAY = date(2037, 11, 24)
NOW = moment(date(2037, 11, 20), 10)
HOUR = timedelta(hours=1)


@pytest.fixture
def tell(app: Flask, world: World) -> Tell:
    return Tell(app, world)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def table(tell: Tell, clock: time_machine.Traveller) -> UUID:
    """A meeting that everybody knows of, moved by a day a moment ago by Marcelle."""
    meeting = plan(tell.app, tell.world.tilleuls, moment(TUESDAY, 14), announce=True)
    tell.letters(State.SENT)
    clock.shift(HOUR)
    tell.move(meeting, moment(TUESDAY + timedelta(days=1), 14), by=tell.world.marcelle_in_tilleuls)
    return meeting


def test_a_letter_about_to_leave_is_no_reason_to_call(tell: Tell, table: UUID) -> None:
    assert (tell.stand(table, "lise"), tell.why(table, "lise")) == ("on_its_way", "waiting")


def test_a_letter_that_waits_for_an_hour_is(tell: Tell, table: UUID, clock: time_machine.Traveller) -> None:
    clock.shift(HOUR)
    assert (tell.stand(table, "lise"), tell.why(table, "lise")) == ("to_call", "stuck")


def test_a_letter_handed_over_is_not_yet_told(tell: Tell, table: UUID, clock: time_machine.Traveller) -> None:
    tell.letters(State.SENT)
    clock.shift(9 * HOUR)
    assert (tell.stand(table, "lise"), tell.why(table, "lise")) == ("on_its_way", "taken")


def test_a_refused_letter_is_a_group_of_its_own(tell: Tell, table: UUID) -> None:
    tell.letters(State.REFUSED, "lise")
    assert tell.stand(table, "lise") == "refused"


def test_whoever_has_no_e_mail_is_to_be_called(tell: Tell, table: UUID) -> None:
    assert (tell.stand(table, "odile"), tell.why(table, "odile")) == ("to_call", "no_email")


def test_whoever_wants_no_letters_is_to_be_called(tell: Tell, table: UUID) -> None:
    tell.letters(State.DROPPED, "jo")
    set_member(tell.app, tell.world.tilleuls, tell.world.jo_in_tilleuls, wants_letters=False)
    assert (tell.stand(table, "jo"), tell.why(table, "jo")) == ("to_call", "no_letters")


def test_whoever_made_the_change_knows_of_it(tell: Tell, table: UUID) -> None:
    assert (tell.stand(table, "marcelle"), tell.why(table, "marcelle")) == ("told", "made_it")


def test_signing_in_since_counts_and_signing_in_before_does_not(tell: Tell, table: UUID) -> None:
    Client(tell.app).sign_in(tell.world.lise)
    tell.seen("lise", NOW + HOUR - timedelta(seconds=1))
    assert tell.stand(table, "lise") == "on_its_way"
    tell.seen("lise", NOW + HOUR + timedelta(seconds=1))
    assert (tell.stand(table, "lise"), tell.why(table, "lise")) == ("told", "seen")


@pytest.mark.parametrize(("opens", "stand"), [("passerelle", "on_its_way"), ("tilleuls", "told")])
def test_a_session_that_opens_another_group_alone_has_not_shown_the_change(
    tell: Tell, table: UUID, opens: str, stand: str
) -> None:
    Client(tell.app).sign_in(tell.world.ana)
    with at_work(tell.app):
        db.session.execute(update(SignIn).values(only_group_id=getattr(tell.world, opens)))
    tell.seen("ana", NOW + HOUR + timedelta(seconds=1))
    assert tell.stand(table, "ana") == stand


def test_a_tick_tells_and_is_taken_back(tell: Tell, table: UUID) -> None:
    tell.tick(table, "odile")
    assert tell.stand(table, "odile") == "told"
    tell.untick(table, "odile")
    assert tell.stand(table, "odile") == "to_call"


def test_the_first_of_two_ticks_stands(tell: Tell, table: UUID) -> None:
    tell.tick(table, "odile", by="ana")
    tell.tick(table, "odile", by="marcelle")
    page = tell.page(table)
    assert page is not None
    assert [one.ticked_by for one in page.members if one.ticked_by] == ["Ana des Tilleuls"]


def test_what_was_told_of_an_earlier_move_counts_no_more(tell: Tell, table: UUID) -> None:
    tell.tick(table, "odile")
    tell.letters(State.SENT)
    tell.move(table, moment(TUESDAY + timedelta(days=2), 14))
    assert tell.stand(table, "odile") == "to_call"
    assert tell.why(table, "lise") == "waiting"


def test_cancelled_after_moved_only_the_cancellation_counts(tell: Tell, table: UUID) -> None:
    tell.letters(State.REFUSED, "lise")
    tell.letters(State.SENT, "ana")
    tell.cancel(table)
    assert {tell.why(table, name) for name in ("lise", "ana")} == {"waiting"}


def test_a_letter_no_longer_needed_does_not_show_why(tell: Tell, table: UUID) -> None:
    answer(tell.app, tell.world.tilleuls, table, tell.world.lise_in_tilleuls, Reply.NO)
    tell.letters(State.DROPPED, "lise")
    tell.letters(State.SENT, "ana")
    assert tell.why(table, "lise") == tell.why(table, "ana") == "taken"


def test_an_announcement_that_waits_tells_of_the_new_date(clock: time_machine.Traveller) -> None:
    facts = Facts(course=Course.NOT_NEEDED, announcing=Course.WAITING)
    assert stand_of(facts, Times(NOW, NOW), NOW)[1] == Why.WAITING
    assert stand_of(facts, Times(NOW, NOW), NOW + HOUR)[1] == Why.STUCK


def test_rows_erased_after_thirty_days_call_nobody_up(app: Flask) -> None:
    with app.app_context():
        assert stand_of(Facts(), Times(NOW, NOW), NOW + timedelta(days=29))[1] == Why.NO_LETTER
        assert stand_of(Facts(), Times(NOW, NOW), NOW + timedelta(days=31)) == (Stand.ON_ITS_WAY, Why.LONG_AGO)


def test_nobody_is_called_at_night_for_a_letter_that_leaves_at_eight() -> None:
    at, eight = moment(TUESDAY, 22), moment(TUESDAY + timedelta(days=1), 8)
    night = Times(at, eight)
    assert stand_of(Facts(course=Course.WAITING), night, eight)[0] == Stand.ON_ITS_WAY
    assert stand_of(Facts(course=Course.WAITING), night, eight + HOUR)[0] == Stand.TO_CALL


def test_the_answers_change_nothing(tell: Tell, table: UUID) -> None:
    before = tell.stands(table)
    for name, reply in (("lise", Reply.YES), ("ana", Reply.NO), ("jo", Reply.MAYBE)):
        answer(tell.app, tell.world.tilleuls, table, tell.member(name), reply)
    assert tell.stands(table) == before


def test_every_active_member_stands_there_and_nobody_else(tell: Tell, table: UUID) -> None:
    names = ("marcelle", "lise", "ana", "jo", "odile")
    assert set(tell.stands(table)) == {tell.member(name) for name in names}  # Paul waits
    with at_work(tell.app, tell.world.tilleuls):
        jo = find_membership(tell.world.tilleuls, tell.member("jo"))
        remove_for(jo)
        end(jo)
    assert tell.member("jo") not in tell.stands(table)
