"""Moving, cancelling and changing meetings, and ending a series, by the pages an organiser sees."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from entraide.access import scope
from entraide.db import db
from entraide.meetings.models import Meeting, MeetingStatus, Seats
from entraide.meetings.queries.meetings import details_of
from tests.meetings.planning_pages import CHANGE, MOVE, Pages, marcelle, meeting, november, pages, series_address, words

__all__ = ["marcelle", "meeting", "november", "pages"]


def test_a_meeting_is_moved_in_one_form(pages: Pages, meeting: str) -> None:
    assert 'value="19\u00a0h\u00a000"' in pages.browser.get(f"{meeting}/deplacer").text
    answer = pages.browser.post(f"{meeting}/deplacer", MOVE)
    assert (answer.status_code, answer.location) == (303, meeting)
    assert pages.days()[0] == date(2026, 12, 2)


def test_another_place_alone_is_a_move(pages: Pages, meeting: str) -> None:
    assert pages.browser.post(f"{meeting}/deplacer", MOVE | {"day-day": "1", "place": "Gare"}).status_code == 303
    assert pages.meetings()[0].sequence == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day-day": "1"}, "La rencontre est déjà à ce moment et à ce lieu."),
        ({"day-month": "11"}, "Ce jour est passé."),
        ({"ends": "18 h"}, "La fin doit venir après le début."),
        ({"day-day": "28", "day-month": "3", "day-year": "2027", "starts": "2 h 30"}, "les horloges avancent"),
        ({"starts": ""}, "Écrivez l’heure."),
    ],
)
def test_a_move_that_cannot_be_is_refused(pages: Pages, meeting: str, typed: dict[str, str], said: str) -> None:
    answer = pages.browser.post(f"{meeting}/deplacer", MOVE | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert pages.days()[0] == date(2026, 12, 1)


def test_a_move_from_a_stale_page_shows_what_stands_now(pages: Pages, meeting: str) -> None:
    pages.browser.post(f"{meeting}/deplacer", MOVE)
    answer = pages.browser.post(f"{meeting}/deplacer", MOVE | {"day-day": "3"})
    assert answer.status_code == 409
    assert "mercredi 2 décembre" in words(answer)
    assert 'value="2"' in answer.text
    assert pages.days()[0] == date(2026, 12, 2)


def test_cancelling_says_what_comes_next_and_then_does_it(pages: Pages, meeting: str) -> None:
    assert "mardi 8 décembre" in words(pages.browser.get(f"{meeting}/annuler"))
    assert pages.browser.post(f"{meeting}/annuler", {"revision": "1"}).status_code == 303
    assert pages.meetings()[0].status is MeetingStatus.CANCELLED


def test_cancelling_from_a_stale_page_is_asked_again(pages: Pages, meeting: str) -> None:
    pages.browser.post(f"{meeting}/deplacer", MOVE)
    assert pages.browser.post(f"{meeting}/annuler", {"revision": "1"}).status_code == 409
    assert pages.meetings()[0].status is MeetingStatus.PLANNED


@pytest.mark.parametrize("deed", ["deplacer", "annuler", "modifier"])
def test_a_meeting_that_is_over_is_left_as_it_is(
    pages: Pages, meeting: str, deed: str, november: time_machine.Traveller
) -> None:
    november.move_to(datetime(2026, 12, 1, 20, 30, tzinfo=UTC))
    assert pages.browser.get(f"{meeting}/{deed}").location == meeting
    fields = MOVE | {"day-month": "1", "day-year": "2027", "title": "T", "which": "one"}
    assert pages.browser.post(f"{meeting}/{deed}", fields).location == meeting
    assert pages.meetings()[0].revision == 1


def titles(pages: Pages) -> list[str]:
    with pages.app.app_context():
        scope.add(pages.group_id)
        return [details_of(one).title for one in db.session.scalars(select(Meeting).order_by(Meeting.starts_at))]


def test_one_meeting_gets_other_words(pages: Pages, meeting: str) -> None:
    assert 'value="Café-parole"' in pages.browser.get(f"{meeting}/modifier").text
    assert pages.browser.post(f"{meeting}/modifier", CHANGE).status_code == 303
    assert titles(pages) == ["Nouveau nom", "Café-parole", "Café-parole", "Café-parole"]


def test_all_that_follow_get_other_words_and_places(pages: Pages, meeting: str) -> None:
    pages.browser.post(f"{meeting}/modifier", CHANGE | {"which": "following", "places": "5"})
    assert titles(pages) == ["Nouveau nom"] * 4
    with pages.app.app_context():
        scope.add(pages.group_id)
        assert [seats.capacity for seats in db.session.scalars(select(Seats))] == [5, 5, 5, 5]


def test_a_change_from_a_stale_page_shows_both(pages: Pages, meeting: str) -> None:
    pages.browser.post(f"{meeting}/modifier", CHANGE)
    answer = pages.browser.post(f"{meeting}/modifier", CHANGE | {"title": "Encore autre"})
    assert answer.status_code == 409
    assert "Nouveau nom" in words(answer)
    assert 'value="Encore autre"' in answer.text


def test_a_series_ends_on_a_day(pages: Pages, meeting: str) -> None:
    address = series_address(pages)
    assert "Chaque mardi" in words(pages.browser.get(address))
    last = {"last-day": "8", "last-month": "12", "last-year": "2026"}
    assert pages.browser.post(address, last).location == pages.base
    planned = [one for one in pages.meetings() if one.status is MeetingStatus.PLANNED]
    assert len(planned) == 2


def test_a_series_does_not_end_in_the_past(pages: Pages, meeting: str) -> None:
    last = {"last-day": "8", "last-month": "12", "last-year": "2025"}
    assert pages.browser.post(series_address(pages), last).status_code == 422
