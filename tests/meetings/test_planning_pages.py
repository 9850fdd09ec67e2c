"""Scheduling a meeting or a series by the pages an organiser sees."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from entraide.access import scope
from entraide.db import db
from entraide.meetings.models import Meeting, Mode, ProgrammeDay
from entraide.meetings.queries.meetings import details_of
from tests.meetings.planning_pages import BRUSSELS, DAYS, WEEKEND, Pages, boxes, marcelle, november, pages, words

__all__ = ["marcelle", "november", "pages"]


def test_the_form_is_filled_with_what_a_first_meeting_usually_is(pages: Pages) -> None:
    answer = pages.browser.get(f"{pages.base}/rencontres/nouvelle")
    assert answer.status_code == 200
    assert 'value="Table ronde"' in answer.text
    assert 'value="14\u00a0h\u00a000"' in answer.text


def test_the_form_is_filled_as_the_last_meeting_was(pages: Pages) -> None:
    pages.confirm()
    page = pages.browser.get(f"{pages.base}/rencontres/nouvelle").text
    assert 'value="Maison de quartier"' in page
    assert 'value="19\u00a0h\u00a000"' in page


def test_checking_shows_the_words_and_keeps_nothing(pages: Pages) -> None:
    answer = pages.check()
    assert answer.status_code == 200
    assert "Mardi 1er décembre 2026, de 19 h à 21 h" in words(answer)
    assert pages.meetings() == []


def test_a_series_is_shown_in_words_and_as_its_dates(pages: Pages) -> None:
    answer = pages.check(repeats="nth")
    assert "Le premier mardi de chaque mois, de 19 h à 21 h" in words(answer)
    assert boxes(answer) == [
        *("2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02", "2027-04-06", "2027-05-04", "2027-06-01")
    ]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({"repeats": "weekly", "times": "3", "until": ""}, [(12, 1), (12, 8), (12, 15)]),
        ({"repeats": "weekly", "every": "3", "times": "2", "until": ""}, [(12, 1), (12, 22)]),
        ({"repeats": "fortnightly", "times": "2", "until": ""}, [(12, 1), (12, 15)]),
        ({"repeats": "last", "times": "2", "until": ""}, [(12, 29), (1, 26)]),
        ({"repeats": "day", "first-day": "28", "times": "2", "until": ""}, [(12, 28), (1, 28)]),
        ({"repeats": "day", "first-day": "31", "times": "3", "until": ""}, [(12, 31), (1, 31), (2, 28)]),
        ({"repeats": "weekly", "until_date-day": "10", "until_date-month": "12", "until_date-year": "2026"},
         [(12, 1), (12, 8)]),
    ],
)  # fmt: skip
def test_every_rhythm_can_be_chosen(pages: Pages, typed: dict[str, str], days: list[tuple[int, int]]) -> None:
    found = [date.fromisoformat(day) for day in boxes(pages.check(**typed))]
    assert [(day.month, day.day) for day in found] == days


def test_confirming_makes_the_meeting_and_leads_to_the_group(pages: Pages) -> None:
    answer = pages.confirm()
    assert (answer.status_code, answer.location) == (303, pages.base)
    assert pages.days() == [date(2026, 12, 1)]


def test_confirming_a_series_makes_the_dates_that_stayed_ticked(pages: Pages) -> None:
    typed = {"repeats": "weekly", "times": "3", "until": ""}
    pages.confirm(typed, keep=["2026-12-01", "2026-12-15"])
    assert pages.days() == [date(2026, 12, 1), date(2026, 12, 15)]


def test_a_date_that_is_not_of_the_series_cannot_be_slipped_in(pages: Pages) -> None:
    pages.confirm({"repeats": "weekly", "times": "2", "until": ""}, keep=["2026-12-01", "2026-12-02"])
    assert pages.days() == [date(2026, 12, 1)]


def test_a_series_without_any_date_is_refused(pages: Pages) -> None:
    answer = pages.confirm({"repeats": "weekly", "times": "2", "until": ""}, keep=[])
    assert answer.status_code == 422
    assert "Gardez au moins une date." in words(answer)


def test_the_form_sent_twice_makes_one_meeting(pages: Pages) -> None:
    assert [pages.confirm().status_code, pages.confirm().status_code] == [303, 303]
    assert len(pages.meetings()) == 1


def test_what_is_confirmed_is_read_anew(pages: Pages) -> None:
    assert pages.confirm({"ends": "18 h"}).status_code == 422
    assert pages.meetings() == []


def test_changing_leads_back_to_the_form_as_it_was_typed(pages: Pages) -> None:
    answer = pages.check(change="1", title="Autre chose")
    assert answer.status_code == 200
    assert 'value="Autre chose"' in answer.text


GAP = {"first-day": "28", "first-month": "3", "first-year": "2027", "starts": "2 h 30", "ends": "4 h"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends": "18 h"}, "La fin doit venir après le début."),
        ({"ends": "19 h"}, "La fin doit venir après le début."),
        (GAP, "les horloges avancent"),
        ({"first-day": "31", "first-month": "10", "first-year": "2027", "starts": "2:30", "ends": "4"},
         "les horloges reculent"),
        ({"first-day": "23", "first-month": "11"}, "Ce jour est passé."),
        ({"first-day": "24", "first-month": "11", "starts": "8", "ends": "9"}, "Cette heure est passée."),
        ({"first-day": "30", "first-month": "2"}, "Ce jour n’est pas dans le calendrier."),
        ({"first-day": "0"}, "Ce jour n’est pas dans le calendrier."),
        ({"first-day": "un"}, "en chiffres"),
        ({"first-day": ""}, "en chiffres"),
        ({"first-year": "1999"}, "entre 2000 et 2100"),
        ({"first-year": "2101"}, "entre 2000 et 2100"),
        ({"first-year": "2031"}, "dans plus de 3 ans"),
        ({"starts": "25 h"}, "Écrivez l’heure comme"),
        ({"starts": ""}, "Écrivez l’heure."),
        ({"title": " "}, "Donnez un nom à la rencontre."),
        ({"title": "x" * 81}, "80"),
        ({"places": "0"}, "de 1 à 999"),
        ({"places": "beaucoup"}, "de 1 à 999"),
        ({"link": "http://visio.example/a", "mode": "online"}, "https://"),
        ({"link": "javascript:alert(1)", "mode": "online"}, "https://"),
        ({"link": "https://[::1", "mode": "online"}, "https://"),
        ({"mode": "picnic"}, "Choisissez une réponse."),
        ({"repeats": "weekly", "until": ""}, "jusqu’à quand"),
        ({"repeats": "weekly", "until": "2026-11-30"}, "Aucune date"),
        ({"repeats": "weekly", "until": "2030-11-30"}, "3 ans au plus"),
        ({"repeats": "weekly", "times": "401"}, "de 1 à 400"),
        ({"repeats": "day", "first-day": "30"}, "Choisissez une date du 1 au 28"),
        ({"repeats": "weekly", "mode": "weekend"}, "Un week-end se programme"),
        ({"repeats": "weekly", "times": "2", "until_date-day": "1", "until_date-year": "2027",
          "until_date-month": "2"}, "pas les deux"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(pages: Pages, typed: dict[str, str], said: str) -> None:
    answer = pages.check(**typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'aria-invalid="true"' in answer.text
    assert pages.confirm(typed, keep=["2026-12-01"]).status_code == 422
    assert pages.meetings() == []


def test_a_table_without_a_place_is_allowed_with_a_word_of_warning(pages: Pages) -> None:
    assert "Aucun lieu" in words(pages.check(place=""))
    assert pages.confirm({"place": ""}).status_code == 303


def test_what_does_not_fit_the_way_of_meeting_is_left_out(pages: Pages) -> None:
    pages.confirm({"mode": "online", "link": "https://visio.example/abc"})
    with pages.app.app_context():
        scope.add(pages.group_id)
        details = details_of(db.session.scalars(select(Meeting)).one())
    assert (details.place, details.link) == ("", "https://visio.example/abc")


NIGHTS = GAP | {"repeats": "weekly", "times": "2", "until": "", "mode": "online"}


def test_a_date_in_a_clock_change_is_shown_among_the_dates(pages: Pages) -> None:
    answer = pages.check(**NIGHTS)
    assert answer.status_code == 200
    assert "Les horloges avancent, et 2 h 30 n’existe pas." in words(answer)


def test_a_date_in_a_clock_change_must_be_given_another_hour(pages: Pages) -> None:
    both = ["2027-03-28", "2027-04-04"]
    assert pages.confirm(NIGHTS, keep=both).status_code == 422
    assert pages.confirm(NIGHTS | {"hour-2027-03-28": "2 h 15"}, keep=both).status_code == 422
    assert pages.meetings() == []
    assert pages.confirm(NIGHTS | {"hour-2027-03-28": "3 h 30"}, keep=both).status_code == 303
    hours = [meeting.starts_at.astimezone(BRUSSELS).time() for meeting in pages.meetings()]
    assert hours == [time(3, 30), time(2, 30)]


def test_a_date_in_a_clock_change_may_be_left_out(pages: Pages) -> None:
    assert pages.confirm(NIGHTS, keep=["2027-04-04"]).status_code == 303
    assert pages.days() == [date(2027, 4, 4)]


def test_the_days_of_a_weekend_are_asked_on_a_second_page(pages: Pages) -> None:
    answer = pages.browser.post(f"{pages.base}/rencontres/verifier", WEEKEND)
    assert answer.status_code == 200
    assert "vendredi 11 décembre" in words(answer)
    assert 'name="d3-starts"' in answer.text


def test_a_weekend_is_checked_and_made_with_its_days(pages: Pages) -> None:
    answer = pages.browser.post(f"{pages.base}/rencontres/verifier", WEEKEND | DAYS)
    assert "Accueil" in words(answer)
    assert pages.confirm(WEEKEND | DAYS).status_code == 303
    [meeting] = pages.meetings()
    assert meeting.mode is Mode.WEEKEND
    assert meeting.ends_at == datetime(2026, 12, 12, 16, 30, tzinfo=BRUSSELS)
    with pages.app.app_context():
        scope.add(pages.group_id)
        assert len(db.session.scalars(select(ProgrammeDay)).all()) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"d0-starts": "", "d0-ends": "", "d1-starts": "", "d1-ends": ""}, "Écrivez les heures d’un jour au moins."),
        ({"d0-ends": ""}, "Écrivez l’heure."),
        ({"d1-ends": "8"}, "La fin doit venir après le début."),
    ],
)
def test_a_weekend_without_proper_hours_is_refused(pages: Pages, typed: dict[str, str], said: str) -> None:
    answer = pages.browser.post(f"{pages.base}/rencontres/verifier", WEEKEND | DAYS | typed)
    assert answer.status_code == 422
    assert said in words(answer)
