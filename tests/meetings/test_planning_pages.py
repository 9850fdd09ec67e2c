"""Scheduling, moving, cancelling and changing by the pages an organiser sees."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from html import unescape
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import make_person
from entraide.db import db, writing
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, MeetingStatus, Mode, ProgrammeDay, Seats, Series
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.actions import join
from tests.people import Client
from tests.world import World

BRUSSELS = ZoneInfo("Europe/Brussels")
FORM = {
    "mode": "round_table",
    "title": "Café-parole",
    "place": "Maison de quartier",
    "first-day": "1",
    "first-month": "12",
    "first-year": "2026",
    "starts": "19 h",
    "ends": "21 h 00",
    "repeats": "once",
    "until": "2027-06-30",
    "asked": "useful",
    "once": "first-time",
}
WEEKEND = FORM | {"mode": "weekend", "first-day": "11"}
DAYS = {"d0-starts": "18", "d0-ends": "22", "d0-text": "Accueil", "d1-starts": "9", "d1-ends": "16:30", "d1-text": ""}


@pytest.fixture(autouse=True)
def november(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


class Pages:
    """The pages of one group's planning, as one browser posts to them."""

    def __init__(self, app: Flask, browser: Client, group_id: UUID) -> None:
        self.app, self.browser, self.group_id = app, browser, group_id
        self.base = f"/g/{short(group_id)}"

    def check(self, **typed: object) -> TestResponse:
        return self.browser.post(f"{self.base}/rencontres/verifier", FORM | typed)

    def confirm(self, typed: dict[str, object] | None = None, keep: list[str] | None = None) -> TestResponse:
        fields = MultiDict(FORM | (typed or {}))
        fields.setlist("keep", keep or [])
        if not self.browser.token:
            self.browser.get("/affichage")
        fields["csrf_token"] = self.browser.token
        return self.browser.browser.post(f"{self.base}/rencontres/nouvelle", data=fields)

    def meetings(self) -> list[Meeting]:
        with self.app.app_context():
            scope.add(self.group_id)
            found = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
            db.session.expunge_all()
            return list(found)

    def days(self) -> list[date]:
        return [meeting.starts_at.astimezone(BRUSSELS).date() for meeting in self.meetings()]


@pytest.fixture
def pages(app: Flask, marcelle: Client, world: World) -> Pages:
    return Pages(app, marcelle, world.tilleuls)


def words(answer: TestResponse) -> str:
    """The text of a page, without tags."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def boxes(answer: TestResponse) -> list[str]:
    return re.findall(r'name="keep" value="([^"]+)" checked', answer.text)


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
    assert "mardi 1er décembre 2026, de 19 h à 21 h" in words(answer)
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


# --- one meeting that stands


@pytest.fixture
def meeting(app: Flask, world: World) -> str:
    """The address of a coming meeting of a series of four."""
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        series = planning.plan_series(
            find_group(world.tilleuls), Rule(Weekday(1), times=4), date(2026, 12, 1), time(19), 120,
            Mode.ROUND_TABLE, Details(title="Café-parole", place="Maison de quartier"),
            asked=Asked.USEFUL, places=8,
        )  # fmt: skip
        first = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()[0]
        assert series.id == first.series_id
        address = f"/rencontre/{short(first.id)}"
        db.session.commit()
    return address


MOVE = {
    "day-day": "2", "day-month": "12", "day-year": "2026", "starts": "19 h", "ends": "21 h",
    "place": "Maison de quartier", "address": "", "revision": "1",
}  # fmt: skip


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


CHANGE = {
    "title": "Nouveau nom", "place": "Maison de quartier", "places": "8", "which": "one", "revision": "1",
}  # fmt: skip


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


def series_address(pages: Pages) -> str:
    with pages.app.app_context():
        scope.add(pages.group_id)
        return f"{pages.base}/series/{short(db.session.scalars(select(Series.id)).one())}/fin"


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


# --- who may, what it costs, whatever is typed

ADDRESSES = ["{group}/rencontres/nouvelle", "{meeting}/deplacer", "{meeting}/annuler", "{meeting}/modifier", "{series}"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("dov", 404), ("nina", 404)])
def test_only_organisers_plan(
    app: Flask, world: World, pages: Pages, meeting: str, address: str, who: str, status: int
) -> None:
    path = address.format(group=pages.base, meeting=meeting, series=series_address(pages))
    other = Client(app).sign_in(getattr(world, who))
    assert other.get(path).status_code == status
    assert other.post(path, FORM | MOVE).status_code == status


def statements(app: Flask, deed: Callable[[], object]) -> int:
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", tick)
    try:
        deed()
    finally:
        event.remove(engine, "before_cursor_execute", tick)
    return count


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_takes_few_statements(app: Flask, pages: Pages, meeting: str, address: str) -> None:
    path = address.format(group=pages.base, meeting=meeting, series=series_address(pages))
    pages.browser.get(path)
    assert statements(app, lambda: pages.browser.get(path)) <= 8


def make_series(pages: Pages, times: int, once: str) -> int:
    """Make a weekly series with places by the form; return how many statements confirming took."""
    typed: dict[str, object] = {"repeats": "weekly", "times": str(times), "until": "", "places": "8", "once": once}
    keep = boxes(pages.check(**typed))
    assert len(keep) == times
    return statements(pages.app, lambda: pages.confirm(typed, keep=keep))


def test_many_dates_take_as_many_statements_as_two(pages: Pages) -> None:
    assert make_series(pages, 60, "many") == make_series(pages, 2, "few")
    assert len(pages.meetings()) == 62


def test_many_members_take_as_many_statements_as_few(app: Flask, world: World, pages: Pages) -> None:
    few = make_series(pages, 2, "few")
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        for number in range(196):
            person = make_person(f"m{number}@poste.example", "", "fr")
            join(world.tilleuls, person.id, f"M{number}", consent_version="1")
        db.session.commit()
    assert make_series(pages, 2, "many") == few


ANY = st.one_of(st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=30))
FIELDS = [*FORM, *DAYS, "every", "times", "places", "link", "dial_in", "about", "until_date-day", "until_date-year"]
FIELDS += ["keep", "hour-2026-12-01", "change"]


@settings(max_examples=120)
@given(typed=st.dictionaries(st.sampled_from(FIELDS), ANY, max_size=4), base=st.sampled_from([FORM, WEEKEND | DAYS]))
def test_whatever_is_typed_is_answered_kindly(pages: Pages, typed: dict[str, bytes], base: dict[str, str]) -> None:
    if not pages.browser.token:
        pages.browser.get("/affichage")
    body = urlencode({**base, **typed, "csrf_token": pages.browser.token})
    form = {"data": body, "content_type": "application/x-www-form-urlencoded"}
    shown = pages.browser.browser.post(f"{pages.base}/rencontres/verifier", **form)
    assert shown.status_code in (200, 422)
    before = len(pages.meetings())
    made = pages.browser.browser.post(f"{pages.base}/rencontres/nouvelle", **form)
    assert made.status_code in (303, 422)
    if made.status_code == 422:
        assert len(pages.meetings()) == before


@settings(max_examples=60)
@given(typed=st.dictionaries(st.sampled_from([*MOVE, *CHANGE]), ANY, min_size=1, max_size=3))
def test_whatever_is_typed_about_a_meeting_is_answered_kindly(
    pages: Pages, meeting: str, typed: dict[str, bytes]
) -> None:
    if not pages.browser.token:
        pages.browser.get("/affichage")
    body = urlencode({**MOVE, **CHANGE, **typed, "csrf_token": pages.browser.token})
    for deed in ("deplacer", "modifier"):
        answer = pages.browser.browser.post(
            f"{meeting}/{deed}", data=body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (303, 409, 422)
