"""Duties on a meeting's page: taken with one press, given back, never by somebody who comes unnamed."""

from datetime import timedelta

from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Asked, Group, Preset
from entraide.meetings.actions import answers, duties, planning
from entraide.meetings.models import DutyKind, Mode, Reply
from tests.lettering import set_member
from tests.meetings.cars import do, holders_of
from tests.meetings.tables import at_work, make_meeting
from tests.people import Client


def page(app, who, meeting, part=""):
    return Client(app).sign_in(who).get(f"/rencontre/{short(meeting)}{part}").get_data(as_text=True)


def press(app, who, meeting, duty, deed):
    return Client(app).sign_in(who).post(f"/rencontre/{short(meeting)}/taches/{duty}/{deed}", follow_redirects=True)


def test_a_member_takes_a_duty_with_one_press_and_everybody_sees_her_name(app, world):
    meeting = make_meeting(app, world.tilleuls)
    assert press(app, world.lise, meeting, "cle", "prendre").status_code == 200
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.lise_in_tilleuls}
    assert "Lise T." in page(app, world.jo, meeting)


def test_what_somebody_else_took_meanwhile_stays_hers(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    assert "Merci quand même" in press(app, world.jo, meeting, "cle", "prendre").get_data(as_text=True)
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.lise_in_tilleuls}


def test_a_duty_given_back_is_free_for_the_next(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    press(app, world.lise, meeting, "cle", "rendre")
    press(app, world.jo, meeting, "cle", "prendre")
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.jo_in_tilleuls}


def test_nobody_gives_back_what_is_not_hers(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    press(app, world.jo, meeting, "cle", "rendre")
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.lise_in_tilleuls}


def test_whoever_answered_without_a_name_answers_by_name_first(app, world):
    meeting = make_meeting(app, world.tilleuls)
    do(app, world.tilleuls, meeting, lambda it: answers.answer(it, world.lise_in_tilleuls, Reply.YES, anonymous=True))
    said = press(app, world.lise, meeting, "cle", "prendre").get_data(as_text=True)
    assert "Répondez d’abord avec votre nom" in said
    assert holders_of(app, world.tilleuls, meeting) == {}


def test_whoever_has_a_duty_cannot_answer_without_a_name(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    path = f"/rencontre/{short(meeting)}/reponse"
    sent = {"reply": "yes", "name": "hidden", "hides": "1", "anonymous": "y", "guests": "0"}
    Client(app).sign_in(world.lise).post(path, sent)
    assert "Lise T." in page(app, world.jo, meeting)


def test_a_discreet_member_is_told_before_she_takes_one(app, world):
    meeting = make_meeting(app, world.tilleuls)
    assert "votre nom est montré" not in page(app, world.lise, meeting)
    set_member(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    assert "votre nom est montré" in page(app, world.lise, meeting)


def test_nothing_is_taken_of_what_is_cancelled_or_over(app, world):
    over = make_meeting(app, world.tilleuls, starts_in=timedelta(hours=-5))
    cancelled = make_meeting(app, world.tilleuls)
    do(app, world.tilleuls, cancelled, lambda it: planning.cancel(it, announce=False))
    for meeting in (over, cancelled):
        press(app, world.lise, meeting, "cle", "prendre")
        assert holders_of(app, world.tilleuls, meeting) == {}
        assert "Qui fait quoi" not in page(app, world.lise, meeting)


def test_an_online_meeting_has_a_call_to_open_and_no_key(app, world):
    meeting = make_meeting(app, world.tilleuls, mode=Mode.ONLINE)
    shown = page(app, world.lise, meeting)
    assert "Ouvrir l’appel" in shown
    assert "Apporter la clé" not in shown
    assert press(app, world.lise, meeting, "cle", "prendre").status_code == 404
    assert press(app, world.lise, meeting, "nonsense", "prendre").status_code == 404


def test_a_professionals_group_starts_without_duties(app, world):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).preset = Preset.PROFESSIONAL
    assert "Qui fait quoi" not in page(app, world.lise, meeting)


def test_duties_are_there_where_answers_are_not_asked(app, world):
    meeting = make_meeting(app, world.tilleuls, asked=Asked.NOT_ASKED)
    press(app, world.lise, meeting, "cafe", "prendre")
    assert holders_of(app, world.tilleuls, meeting) == {"coffee": world.lise_in_tilleuls}


def test_whoever_has_a_duty_and_does_not_come_is_led_to_handing_it_over(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    do(app, world.tilleuls, meeting, lambda it: answers.answer(it, world.lise_in_tilleuls, Reply.NO))
    assert "vous pouvez passer la main en deux clics" in page(app, world.lise, meeting)
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.lise_in_tilleuls}


def test_a_duty_stays_when_the_meeting_moves(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    day = timedelta(days=1)
    do(app, world.tilleuls, meeting, lambda it: planning.move(it, it.starts_at + day, it.ends_at + day))
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.lise_in_tilleuls}


def test_whoever_leaves_frees_her_duties_and_organisers_see_it(app, world):
    meeting = make_meeting(app, world.tilleuls)
    press(app, world.lise, meeting, "cle", "prendre")
    organiser = Client(app).sign_in(world.marcelle)
    assert "Encore libre" not in organiser.get(f"/g/{short(world.tilleuls)}").get_data(as_text=True)
    Client(app).sign_in(world.lise).post(f"/g/{short(world.tilleuls)}/quitter")
    assert holders_of(app, world.tilleuls, meeting) == {"key": None}
    shown = organiser.get(f"/g/{short(world.tilleuls)}").get_data(as_text=True)
    assert "Encore libre" in shown
    assert "Apporter la clé" in shown


def test_what_is_free_two_days_before_stands_on_the_organisers_page(app, world):
    make_meeting(app, world.tilleuls, starts_in=timedelta(hours=40))
    shown = Client(app).sign_in(world.marcelle).get(f"/g/{short(world.tilleuls)}").get_data(as_text=True)
    assert "Encore libre" in shown
    assert "Encore libre" not in Client(app).sign_in(world.lise).get(f"/g/{short(world.tilleuls)}").text


def test_the_printed_list_says_who_does_what(app, world):
    meeting = make_meeting(app, world.tilleuls)
    do(app, world.tilleuls, meeting, lambda it: duties.take(it, DutyKind.COFFEE, world.jo_in_tilleuls))
    sheet = page(app, world.marcelle, meeting, "/presences")
    assert "Préparer le café" in sheet
    assert "Jo-71" in sheet
