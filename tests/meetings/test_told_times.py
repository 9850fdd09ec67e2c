"""The date somebody has in mind, the text that says what became of it, and how long all of it matters."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.access import scope
from entraide.db import db
from entraide.mail.models import State
from entraide.mail.rendering import language
from entraide.meetings import jobs
from entraide.meetings.models import Meeting, News, NewsKind, Told
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.short_words import message_to, short_text
from tests.lettering import BRUSSELS, at_work, moment, plan
from tests.meetings.telling import Tell
from tests.world import World

TUESDAY = date(2037, 11, 24)
NOW = moment(date(2037, 11, 20), 10)
FIRST = moment(TUESDAY, 14)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def tell(app: Flask, world: World) -> Tell:
    return Tell(app, world)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def table(tell: Tell, clock: time_machine.Traveller) -> UUID:
    meeting = plan(tell.app, tell.world.tilleuls, FIRST, announce=True)
    tell.letters(State.SENT)
    clock.shift(HOUR)
    return meeting


def test_moved_twice_each_hears_of_the_date_she_has_in_mind(
    tell: Tell, table: UUID, clock: time_machine.Traveller
) -> None:
    tell.move(table, FIRST + DAY)
    tell.letters(State.SENT, "lise")
    tell.letters(State.REFUSED, "ana")
    tell.tick(table, "odile")
    clock.shift(HOUR)
    tell.move(table, FIRST + 2 * DAY)
    assert tell.in_mind(table, "lise") == tell.in_mind(table, "odile") == FIRST + DAY
    assert tell.in_mind(table, "ana") == FIRST


def test_cancelled_after_a_move_nobody_told_her_of_the_first_date_is_named(
    tell: Tell, table: UUID, clock: time_machine.Traveller
) -> None:
    tell.move(table, FIRST + DAY)
    tell.letters(State.SENT, "lise")
    clock.shift(HOUR)
    tell.cancel(table)
    assert tell.in_mind(table, "lise") == FIRST + DAY
    assert tell.in_mind(table, "odile") == FIRST


@pytest.mark.parametrize(
    ("kind", "before", "after", "more", "said"),
    [
        (NewsKind.CANCELLED, FIRST, FIRST, {}, "Rendez-vous de mardi 24 : annulé."),
        (NewsKind.MOVED, FIRST, FIRST + DAY, {}, "Rendez-vous de mardi 24 : devient mercredi 25, 14 h."),
        (NewsKind.MOVED, FIRST, FIRST + 2 * HOUR, {}, "Rendez-vous de mardi 24 : à 16 h au lieu de 14 h."),
        (NewsKind.MOVED, FIRST, FIRST, {}, "Rendez-vous de mardi 24, 14 h : le lieu change."),
        (NewsKind.MOVED, FIRST, FIRST, {"is_back": True}, "Rendez-vous de mardi 24, 14 h : maintenu."),
        (NewsKind.SERIES_ENDED, FIRST, FIRST, {"dates": 3}, "Rendez-vous à partir de mardi 24 : annulés."),
        (NewsKind.SERIES_CHANGED, FIRST, FIRST, {"dates": 3}, "Rendez-vous à partir de mardi 24 : le lieu change."),
        (NewsKind.SERIES_ENDED, FIRST, FIRST, {"dates": 1}, "Rendez-vous de mardi 24 : annulé."),
        (NewsKind.CANCELLED, FIRST + 60 * DAY, FIRST, {}, "Rendez-vous de samedi 23 janvier 2038 : annulé."),
        (NewsKind.CANCELLED, FIRST + 7 * DAY, FIRST, {}, "Rendez-vous de mardi 1er : annulé."),
    ],
)
def test_the_text_is_short_and_discreet(
    app: Flask,
    clock: time_machine.Traveller,
    kind: NewsKind,
    before: datetime,
    after: datetime,
    more: dict[str, int],
    said: str,
) -> None:
    with app.test_request_context("/"), language("fr"):
        text = short_text(kind, before, after, BRUSSELS, **more)  # type: ignore[arg-type]
    assert text == said
    assert len(text) <= 70


def test_a_message_is_opened_in_the_form_both_kinds_of_telephones_take() -> None:
    assert message_to("+32470112233", "à 14 h & plus ?") == "sms:+32470112233?&body=%C3%A0%2014%20h%20%26%20plus%20%3F"


def test_it_matters_until_the_old_and_the_new_start_are_over(tell: Tell, table: UUID) -> None:
    tell.move(table, FIRST - DAY)
    assert _until(tell, table) == FIRST
    tell.move(table, FIRST + DAY)
    assert _until(tell, table) == FIRST + DAY
    tell.cancel(table)
    assert _until(tell, table) == FIRST + DAY


def test_ticks_are_erased_fourteen_days_after(tell: Tell, table: UUID, clock: time_machine.Traveller) -> None:
    tell.cancel(table)
    tell.tick(table, "odile")
    clock.move_to(FIRST + 14 * DAY)
    _forget(tell)
    assert _kept(tell) == (1, 1)
    clock.shift(HOUR)
    _forget(tell)
    assert _kept(tell) == (0, 0)
    assert tell.page(table) is None


def test_what_was_told_goes_with_whoever_leaves(tell: Tell, table: UUID) -> None:
    from entraide.members.queries import find_membership
    from entraide.rights.actions import leave

    tell.cancel(table)
    tell.tick(table, "odile")
    tell.tick(table, "jo")
    with at_work(tell.app, tell.world.tilleuls):
        leave(find_membership(tell.world.tilleuls, tell.world.jo_in_tilleuls))
    assert _kept(tell) == (1, 1)


def _until(tell: Tell, meeting: UUID) -> datetime | None:
    with tell.app.app_context():
        scope.add(tell.world.tilleuls)
        return find_meeting(meeting).tell_until


def _forget(tell: Tell) -> None:
    with tell.app.app_context():
        jobs.forget_news()


def _kept(tell: Tell) -> tuple[int, int]:
    """Count news and ticks, and see that no meeting points at news that is gone."""
    with tell.app.app_context():
        scope.add(tell.world.tilleuls)
        news, ticks = (db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (News, Told))
        pointing = db.session.scalars(select(Meeting.news_id).where(Meeting.news_id.is_not(None))).all()
        assert len(pointing) == news
        return news, ticks
