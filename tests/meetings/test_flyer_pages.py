"""Dates pasted as on the flyer are read back in words, and become one meeting, or one series in one letter."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db
from entraide.meetings.chosen import OFTEN_TEXT, RARELY_TEXT
from entraide.meetings.models import Series
from tests.meetings.planning_pages import BRUSSELS, FORM, Pages, boxes, words
from tests.people import Client, letters_to, text_of
from tests.world import World

NOTHING_TYPED = {"first-day": "", "first-month": "12", "first-year": "2026"}
FLYER = "Nos rencontres : 7.1., 4.2., 4.3. à 19h30"
THREE = ["2027-01-07", "2027-02-04", "2027-03-04"]


@pytest.fixture(autouse=True)
def november(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def pages(app: Flask, client: Client, world: World) -> Pages:
    return Pages(app, client.sign_in(world.marcelle), world.tilleuls)


def pasted(text: str, **more: str) -> dict[str, str]:
    return NOTHING_TYPED | {"pasted": text} | more


def series_of(pages: Pages) -> list[Series]:
    with pages.app.app_context():
        scope.add(pages.group_id)
        found = list(db.session.scalars(select(Series)))
        db.session.expunge_all()
        return found


def test_pasted_dates_are_read_back_in_words_and_nothing_is_kept(pages: Pages) -> None:
    answer = pages.check(**pasted(FLYER))
    assert answer.status_code == 200
    assert "À 3 dates fixées une à une, de 19 h 30 à 21 h 30, du 7 janvier 2027 au 4 mars 2027" in words(answer)
    assert boxes(answer) == THREE
    assert pages.meetings() == []


def test_pasted_dates_become_one_series_and_one_letter(app: Flask, pages: Pages, world: World) -> None:
    assert pages.confirm(pasted(FLYER), keep=THREE).status_code == 303
    assert [day.isoformat() for day in pages.days()] == THREE
    assert {one.starts_at.astimezone(BRUSSELS).strftime("%H:%M") for one in pages.meetings()} == {"19:30"}
    (letter,) = letters_to(app, world.lise.email)
    said = text_of(letter).replace("\u00a0", " ")
    assert all(day in said for day in ("jeudi 7 janvier 2027, 19 h 30", "jeudi 4 février 2027", "jeudi 4 mars 2027"))
    (series,) = series_of(pages)
    assert (series.days, series.rule) == (THREE, RARELY_TEXT)


def test_dates_of_every_week_are_known_as_frequent(pages: Pages) -> None:
    weekly = ["2027-01-07", "2027-01-14", "2027-01-28"]
    pages.confirm(pasted("7, 14 et 28 janvier"), keep=weekly)
    assert [one.rule for one in series_of(pages)] == [OFTEN_TEXT]


def test_an_unticked_date_is_left_out(pages: Pages) -> None:
    pages.confirm(pasted(FLYER), keep=[THREE[0], THREE[2]])
    assert [day.isoformat() for day in pages.days()] == [THREE[0], THREE[2]]
    assert series_of(pages)[0].days == [THREE[0], THREE[2]]


def test_one_pasted_date_is_a_meeting_by_itself(pages: Pages) -> None:
    answer = pages.check(**pasted("mardi 1er décembre (14h-16h)"))
    assert "Mardi 1er décembre 2026, de 14 h à 16 h" in words(answer)
    pages.confirm(pasted("mardi 1er décembre (14h-16h)"))
    assert [one.series_id for one in pages.meetings()] == [None]


def test_each_date_may_have_its_own_hour(pages: Pages) -> None:
    text = "7.1. 19h30, 4.2. 14h"
    assert "jeudi 4 février 2027, 14 h" in words(pages.check(**pasted(text)))
    pages.confirm(pasted(text), keep=THREE[:2])
    assert [f"{one.starts_at.astimezone(BRUSSELS):%H:%M}" for one in pages.meetings()] == ["19:30", "14:00"]


def test_an_end_that_cannot_be_kept_is_said(pages: Pages) -> None:
    answer = pages.check(**pasted("7.1. 19h30-21h30, 4.2. 14h-17h"))
    assert "Pour le jeudi 4 février 2027, l’affiche dit : de 14 h à 17 h." in words(answer)


@pytest.mark.parametrize(
    ("text", "sentence", "first"),
    [
        ("1er mardi", "Le premier mardi de chaque mois, de 19 h à 21 h", "2026-12-01"),
        ("dernier vendredi à 18h", "Le dernier vendredi de chaque mois, de 18 h à 20 h", "2026-11-27"),
        ("le 15 de chaque mois", "Le 15 de chaque mois", "2026-12-15"),
        ("2. Dienstag im Monat, 14.30 Uhr", "Le deuxième mardi de chaque mois, de 14 h 30 à 16 h 30", "2026-12-08"),
        ("une semaine sur deux le jeudi", "Toutes les deux semaines, le jeudi", "2026-11-26"),
    ],
)  # fmt: skip
def test_a_pasted_rhythm_is_read_back_with_its_dates(pages: Pages, text: str, sentence: str, first: str) -> None:
    answer = pages.check(**pasted(text))
    assert sentence in words(answer)
    assert boxes(answer)[0] == first
    assert "Le rythme se compte à partir de ce jour." in words(answer)
    assert 'name="first-day" type="text" value="' in answer.text


def test_a_rhythm_may_begin_on_the_day_typed_beside_it(pages: Pages) -> None:
    typed = pasted("tous les 15 jours", **{"first-day": "7", "first-month": "1", "first-year": "2027", "times": "3"})
    assert boxes(pages.check(**typed)) == ["2027-01-07", "2027-01-21", "2027-02-04"]


def test_a_fortnight_without_a_weekday_asks_for_its_first_day(pages: Pages) -> None:
    answer = pages.check(**pasted("tous les 15 jours"))
    assert answer.status_code == 200
    assert "À partir de quel jour ?" in words(answer)
    assert 'name="first-year" type="text" value="2026"' in answer.text
    assert pages.confirm(pasted("tous les 15 jours")).status_code == 422
    assert pages.meetings() == []


def test_two_rhythms_become_one_list(app: Flask, pages: Pages, world: World) -> None:
    text = "les 1er et 3e mardis"
    answer = pages.check(**pasted(text))
    assert "Lu ainsi : le premier mardi de chaque mois, le troisième mardi de chaque mois." in words(answer)
    assert boxes(answer)[:3] == ["2026-12-01", "2026-12-15", "2027-01-05"]
    pages.confirm(pasted(text), keep=boxes(answer))
    assert len(series_of(pages)) == 1
    assert len(letters_to(app, world.lise.email)) == 1


def test_what_is_not_understood_is_said_on_the_check_page(pages: Pages) -> None:
    answer = pages.check(**pasted("tous les mardis sauf vacances"))
    assert "« sauf vacances » n’a pas été compris : décochez vous-même les dates à laisser de côté." in words(answer)


def test_days_left_out_by_the_flyer_are_shown_unticked(pages: Pages) -> None:
    answer = pages.check(**pasted("tous les jeudis sauf le 24 et le 31 décembre"))
    assert not {"2026-12-24", "2026-12-31"} & set(boxes(answer))
    assert 'value="2026-12-24"' in answer.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mardi 7 janvier 2027", "Le 7 janvier 2027 est un jeudi, pas un mardi."),
        ("31.2., 4.3.", "« 31.2. » n’est pas dans le calendrier."),
        ("rien du tout", "Aucune date trouvée."),
        ("le 31 de chaque mois", "Tous les mois n’ont pas de 31."),
        ("7.1. à 25h", "« 25h » n’est pas une heure du jour."),
        ("7.1. de 19h à 18h", "La fin doit venir après le début."),
        ("7.1." * 600, "Écrivez 2000 lettres au plus."),
    ],
)
def test_what_cannot_be_is_refused_kindly_and_kept_in_the_form(pages: Pages, text: str, message: str) -> None:
    answer = pages.check(**pasted(text))
    assert answer.status_code == 422
    assert message in words(answer)
    assert text[:40] in answer.text
    assert pages.meetings() == []


def test_past_dates_are_said_and_left_out(pages: Pages) -> None:
    answer = pages.check(**pasted("10.9., 8.10., 10.12., 7.1."))
    assert "2 dates sont passées, et laissées de côté : 10 septembre, 8 octobre." in words(answer)
    assert boxes(answer) == ["2026-12-10", "2027-01-07"]


def test_a_weekend_takes_no_pasted_dates(pages: Pages) -> None:
    assert "Un week-end se programme seul." in words(pages.check(**pasted(FLYER, mode="weekend")))


@pytest.mark.parametrize("text", ["\x00\ud800", "9" * 1900, "\u202e7.1.\u0000", "🎉" * 900, "%s %(x)s {{ 7*7 }}"])
def test_any_bytes_are_answered_with_a_page(pages: Pages, text: str) -> None:
    pages.browser.get("/affichage")
    fields = FORM | pasted("") | {"csrf_token": pages.browser.token}
    body = f"{urlencode(fields)}&pasted={quote(text.encode('utf-8', 'surrogatepass'))}"
    answer = pages.browser.browser.post(
        f"{pages.base}/rencontres/verifier",
        data=body.replace("pasted=&", ""),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (200, 422)


def test_a_meeting_may_end_soon_after_midnight(pages: Pages) -> None:
    answer = pages.check(starts="2230", ends="0 h 30")
    assert "Mardi 1er décembre 2026, de 22 h 30 à 0 h 30 le lendemain" in words(answer)
    pages.confirm(
        {"starts": "2230", "ends": "0 h 30", "repeats": "weekly", "times": "2", "until": ""}, keep=["2026-12-01"]
    )
    (meeting,) = pages.meetings()
    assert f"{meeting.ends_at.astimezone(BRUSSELS):%d %H:%M}" == "02 00:30"


def test_a_series_of_pasted_dates_is_named_on_its_pages(pages: Pages) -> None:
    pages.confirm(pasted(FLYER), keep=THREE)
    page = words(pages.browser.get(f"{pages.base}/series"))
    assert "À 3 dates fixées une à une, de 19 h 30 à 21 h 30" in page
    meeting = pages.browser.get(f"/rencontre/{short(pages.meetings()[0].id)}")
    assert "À 3 dates fixées une à une" in words(meeting)
