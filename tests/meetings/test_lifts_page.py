"""The page of lifts: offered and looked for in words, a seat with one press, a number for riders alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from entraide import clock
from entraide.access import scope
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.db import db
from entraide.groups.models import Ceiling, Group
from entraide.journal.models import Entry
from entraide.meetings.actions import answers, lifts, planning
from entraide.meetings.jobs import forget_lifts
from entraide.meetings.models import Lift, Mode, Reply
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field, Reach
from entraide.members.queries import find_membership
from tests.lettering import set_member
from tests.meetings.cars import asks, cars_of, do, offers, takes
from tests.meetings.tables import at_work, change, make_meeting
from tests.people import Client

PAST = clock.now() - timedelta(days=20)
OFFER = {"deed": "offer", "seats": "2", "start": "Jambes, place de la Wallonie", "leaving": "13 h 15", "word": ""}


@pytest.fixture
def meeting(app, world):
    return make_meeting(app, world.tilleuls)


def path_of(meeting, part=""):
    return f"/rencontre/{short(meeting)}/covoiturage{part}"


def press(app, who, meeting, part="", **fields):
    return Client(app).sign_in(who).post(path_of(meeting, part), fields)


def lift_id(app, world, meeting):
    with at_work(app, world.tilleuls):
        return db.session.scalars(select(Lift.id).where(Lift.meeting_id == meeting)).first()


def test_an_offer_is_shown_to_members_by_the_name_in_this_group(app, world, meeting):
    assert press(app, world.jo, meeting, **OFFER).status_code == 303
    shown = Client(app).sign_in(world.lise).get(path_of(meeting)).text
    assert "Jo-71" in shown
    assert "Jambes, place de la Wallonie, 13 h 15" in shown
    assert Client(app).sign_in(world.dov).get(path_of(meeting)).status_code == 404


def test_the_meetings_page_says_two_numbers(app, world, meeting):
    press(app, world.jo, meeting, **OFFER)
    press(app, world.ana, meeting, deed="ask", heads="1", from_where="Salzinnes")
    shown = Client(app).sign_in(world.lise).get(f"/rencontre/{short(meeting)}").text.replace("\u00a0", " ")
    assert "2 places offertes, 1 personne cherche." in shown


def test_a_seat_is_taken_with_one_press_and_given_back(app, world, meeting):
    press(app, world.jo, meeting, **OFFER)
    press(app, world.lise, meeting, deed="take", lift=short(lift_id(app, world, meeting)))
    assert cars_of(app, world.tilleuls, meeting).sits == {world.lise_in_tilleuls: world.jo_in_tilleuls}
    press(app, world.lise, meeting, deed="back")
    assert cars_of(app, world.tilleuls, meeting).taken == {world.jo_in_tilleuls: 0}


def test_a_full_car_takes_nobody_more(app, world, meeting):
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls, 1))
    lift = short(lift_id(app, world, meeting))
    press(app, world.lise, meeting, deed="take", lift=lift)
    refused = press(app, world.ana, meeting, deed="take", lift=lift)
    assert refused.status_code == 422
    assert "plus de place dans cette voiture" in refused.text


def test_a_driver_may_say_that_her_car_is_full(app, world, meeting):
    press(app, world.jo, meeting, **OFFER)
    press(app, world.jo, meeting, deed="full")
    assert press(app, world.ana, meeting, deed="take", lift=short(lift_id(app, world, meeting))).status_code == 422
    press(app, world.jo, meeting, deed="open")
    assert press(app, world.ana, meeting, deed="take", lift=short(lift_id(app, world, meeting))).status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"deed": "nonsense"},
        {"deed": "\x00\ufffe"},
        {**OFFER, "seats": "99"},
        {**OFFER, "start": ""},
        {**OFFER, "word": "x" * 300},
        {"deed": "ask", "heads": "²", "from_where": "ici"},
        {"deed": "take", "lift": "\x00\ufffe"},
        {"deed": "always"},
    ],
)
def test_what_cannot_be_read_changes_nothing(app, world, meeting, fields):
    assert press(app, world.jo, meeting, **fields).status_code == 422
    assert cars_of(app, world.tilleuls, meeting).seats == {}


def test_what_was_typed_is_kept_when_something_is_missing(app, world, meeting):
    refused = press(app, world.jo, meeting, **{**OFFER, "start": "", "word": "près de la poste"})
    assert "près de la poste" in refused.text
    assert "Dites d’où vous partez" in refused.text


def test_whoever_said_no_neither_drives_nor_rides(app, world, meeting):
    do(app, world.tilleuls, meeting, lambda it: answers.answer(it, world.jo_in_tilleuls, Reply.NO))
    assert "La réponse pour cette date est non" in press(app, world.jo, meeting, **OFFER).text


def test_who_is_in_no_list_is_told_before_the_press(app, world, meeting):
    assert "votre nom est montré sur cette page" not in Client(app).sign_in(world.lise).get(path_of(meeting)).text
    set_member(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    assert "votre nom est montré sur cette page" in Client(app).sign_in(world.lise).get(path_of(meeting)).text
    do(app, world.tilleuls, meeting, lambda it: answers.answer(it, world.ana_in_tilleuls, Reply.YES, anonymous=True))
    assert "Vous venez sans nom" in Client(app).sign_in(world.ana).get(path_of(meeting)).text


def test_an_organiser_finds_a_seat_for_a_member_without_an_account(app, world, meeting):
    press(app, world.jo, meeting, **OFFER)
    for_odile = f"/pour/{short(world.odile_in_tilleuls)}"
    organiser = Client(app).sign_in(world.marcelle)
    assert path_of(meeting, for_odile) in organiser.get(path_of(meeting)).text
    assert "Covoiturage pour Odile P." in organiser.get(path_of(meeting, for_odile)).text
    organiser.post(path_of(meeting, for_odile), {"deed": "take", "lift": short(lift_id(app, world, meeting))})
    assert cars_of(app, world.tilleuls, meeting).sits == {world.odile_in_tilleuls: world.jo_in_tilleuls}
    assert press(app, world.jo, meeting, for_odile, deed="back").status_code == 403


@pytest.mark.parametrize("reply", [None, Reply.YES, Reply.NO])
def test_an_organiser_who_sees_to_a_lift_is_not_told_what_was_answered_without_a_name(app, world, meeting, reply):
    set_member(app, world.tilleuls, world.lise_in_tilleuls, reach=Reach.PHONE, lets_answer=True)
    if reply:
        do(app, world.tilleuls, meeting, lambda at: answers.answer(at, world.lise_in_tilleuls, reply, anonymous=True))
    for_lise = f"/pour/{short(world.lise_in_tilleuls)}"
    done = press(app, world.marcelle, meeting, for_lise, deed="ask", heads="1", from_where="Jambes")
    assert done.status_code == 303


def test_a_managed_rider_whose_car_fell_away_is_to_be_called(app, world, meeting):
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.odile_in_tilleuls, world.jo_in_tilleuls))
    do(app, world.tilleuls, meeting, lambda it: lifts.withdraw(it, world.jo_in_tilleuls))
    assert "à appeler" in Client(app).sign_in(world.marcelle).get(path_of(meeting)).text
    assert "à appeler" not in Client(app).sign_in(world.lise).get(path_of(meeting)).text


def test_a_meeting_online_has_no_lifts(app, world):
    meeting = make_meeting(app, world.tilleuls, mode=Mode.ONLINE)
    client = Client(app).sign_in(world.lise)
    assert client.get(path_of(meeting)).status_code == client.post(path_of(meeting), OFFER).status_code == 303
    assert "Covoiturage" not in client.get(f"/rencontre/{short(meeting)}").text


def test_after_a_move_lifts_stay_and_are_asked_anew(app, world, meeting):
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls))
    day = timedelta(days=1)
    do(app, world.tilleuls, meeting, lambda it: planning.move(it, it.starts_at + day, it.ends_at + day))
    asked = "Votre covoiturage convient-il toujours"
    assert asked in Client(app).sign_in(world.lise).get(path_of(meeting)).text
    press(app, world.lise, meeting, deed="confirm")
    assert asked not in Client(app).sign_in(world.lise).get(path_of(meeting)).text
    assert cars_of(app, world.tilleuls, meeting).sits == {world.lise_in_tilleuls: world.jo_in_tilleuls}


def test_nothing_is_offered_for_what_is_over(app, world, meeting):
    change(app, world.tilleuls, meeting, starts_at=PAST, ends_at=PAST + timedelta(hours=2))
    press(app, world.jo, meeting, **OFFER)
    assert cars_of(app, world.tilleuls, meeting).seats == {}


def test_the_printed_list_says_who_rides_with_whom(app, world, meeting):
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls))
    do(app, world.tilleuls, meeting, asks(world.tilleuls, world.lise_in_tilleuls, 2))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls))
    sheet = Client(app).sign_in(world.marcelle).get(f"/rencontre/{short(meeting)}/presences").text
    assert "Lise T. (2)" in sheet
    assert "Jambes" not in sheet


@pytest.fixture
def driver(app, world, meeting):
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        keep_value(jo, None, Field.PHONE, "+32 470 11 22 33", Visibility.ME)
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls, shows_phone=True))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls))
    return path_of(meeting, f"/{short(lift_id(app, world, meeting))}/numero")


def test_only_who_rides_along_is_shown_the_number_and_it_is_noted(app, world, meeting, driver):
    assert "+32 470 11 22 33" in Client(app).sign_in(world.lise).post(driver).text
    assert Client(app).sign_in(world.ana).post(driver).status_code == 403
    assert Client(app).sign_in(world.marcelle).post(driver).status_code == 403
    for who in (world.lise, world.ana, world.marcelle):
        assert "470 11" not in Client(app).sign_in(who).get(path_of(meeting)).text
    with app.app_context():
        scope.add(world.tilleuls)
        noted = db.session.scalars(select(Entry).where(Entry.deed == "contact:see")).all()
        assert [(one.by_id, one.about_id) for one in noted] == [(world.lise_in_tilleuls, world.jo_in_tilleuls)]


def test_a_number_not_ticked_or_above_the_ceiling_is_never_shown(app, world, meeting, driver):
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).ceiling = Ceiling.ORGANISERS
    assert "470 11" not in Client(app).sign_in(world.lise).post(driver).text
    assert "Voir le numéro" not in Client(app).sign_in(world.lise).get(path_of(meeting)).text
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls))
    assert Client(app).sign_in(world.lise).post(driver).status_code == 403


def test_lifts_and_duties_are_erased_with_the_answers(app, world, meeting):
    do(app, world.tilleuls, meeting, offers(world.tilleuls, world.jo_in_tilleuls))
    do(app, world.tilleuls, meeting, takes(world.tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls))
    with app.app_context():
        forget_lifts()
    assert cars_of(app, world.tilleuls, meeting).seats
    change(app, world.tilleuls, meeting, starts_at=PAST, ends_at=PAST + timedelta(hours=2))
    with app.app_context():
        forget_lifts()
    assert cars_of(app, world.tilleuls, meeting).seats == {}


def test_what_is_written_is_sealed_under_the_drivers_key(app, world, meeting):
    press(app, world.jo, meeting, **OFFER)
    with at_work(app, world.tilleuls):
        sealed = db.session.scalars(select(Lift.words_sealed)).one()
    assert b"Jambes" not in sealed


def test_a_number_that_is_on_no_card_is_not_promised(app, world, meeting):
    answer = press(app, world.jo, meeting, **OFFER, shows_phone="y")
    assert answer.status_code == 422
    assert "Il n’y a pas de numéro sur la fiche" in answer.text
    assert lift_id(app, world, meeting) is None


def test_a_number_on_the_card_may_be_promised(app, world, meeting):
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        keep_value(jo, None, Field.PHONE, "0470 00 00 01", Visibility.ME)
    assert press(app, world.jo, meeting, **OFFER, shows_phone="y").status_code == 303
