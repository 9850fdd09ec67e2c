"""The organisers' list: printed, answered for members without an account, counted afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from entraide.access import scope
from entraide.access.tokens import short
from entraide.meetings.models import MeetingStatus, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.answering import read
from tests.meetings.tables import answer_of, at_work, change, make_meeting

WHEN = datetime(2027, 3, 9, 19, tzinfo=UTC)


def recorded(app, world, meeting):
    return answer_of(app, world.tilleuls, meeting, world.odile_in_tilleuls)


def record(client, meeting, membership_id, **fields):
    return client.post(f"/rencontre/{short(meeting)}/presences/{short(membership_id)}", fields)


def count(client, meeting, **fields):
    return client.post(f"/rencontre/{short(meeting)}/comptage", fields, headers={"accept-language": "fr"})


def heads(app, world, meeting):
    with app.app_context():
        scope.add(world.tilleuls)
        found = find_meeting(meeting)
        return found.heads, found.heads_first_time, found.heads_relatives


def test_the_list_is_headed_by_the_date_alone(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN)
    with time_machine.travel(WHEN - timedelta(days=3), tick=False):
        say(meeting, "lise", Reply.YES, 1)
        say(meeting, "odile")
        page = read(client.sign_in(world.marcelle), meeting, "/presences")
    assert "Mardi 9 mars, de 20 h à 22 h 3 personnes viennent." in page
    assert "Lise T." in page
    assert "Odile P." in page
    for words in ("Café-parole", "Fibromyalgie", "Tilleuls"):
        assert words not in page


def test_who_wished_to_be_on_no_list_is_not_on_paper(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.ana_in_tilleuls).is_discreet = True
    say(meeting, "ana")
    client.sign_in(world.marcelle)
    page = client.get(f"/rencontre/{short(meeting)}/presences").get_data(as_text=True)
    before = page[: page.index("Ana des Tilleuls")]
    assert before.rindex("<section") == before.rindex('<section class="card no-print"')


def test_members_do_not_see_the_list(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    assert client.get(f"/rencontre/{short(meeting)}/presences").status_code == 403
    assert record(client, meeting, world.odile_in_tilleuls, reply="yes").status_code == 403
    assert recorded(app, world, meeting) is None


def test_an_organiser_answers_for_a_member_without_an_account(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.marcelle)
    assert record(client, meeting, world.odile_in_tilleuls, reply="yes", guests="1").status_code == 303
    given = recorded(app, world, meeting)
    assert (given.reply, given.guests, given.by_id) == (Reply.YES, 1, world.marcelle_in_tilleuls)


def test_nobody_answers_for_a_member_who_has_an_account(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.marcelle)
    assert record(client, meeting, world.lise_in_tilleuls, reply="yes").status_code == 404
    assert record(client, meeting, world.dov_in_passerelle, reply="yes").status_code == 404
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls) is None


@pytest.mark.parametrize("fields", [{}, {"reply": "oui"}, {"reply": "yes", "guests": "12"}])
def test_what_the_list_does_not_offer_is_refused(app, world, client, fields):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.marcelle)
    assert record(client, meeting, world.odile_in_tilleuls, **fields).status_code == 422
    assert recorded(app, world, meeting) is None


def test_a_cancelled_meeting_takes_no_answer_from_the_list(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    change(app, world.tilleuls, meeting, status=MeetingStatus.CANCELLED)
    client.sign_in(world.marcelle)
    assert record(client, meeting, world.odile_in_tilleuls, reply="yes").status_code == 422


def test_people_are_counted_afterwards(app, world, client):
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(hours=-1))
    client.sign_in(world.marcelle)
    assert "Combien de personnes" in read(client, meeting)
    assert count(client, meeting, total="7", first_time="1", relatives="2").status_code == 303
    assert heads(app, world, meeting) == (7, 1, 2)


def test_nothing_typed_is_not_counted_and_nought_is_nobody(app, world, client):
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(hours=-1))
    client.sign_in(world.marcelle)
    count(client, meeting, total="", first_time="", relatives="")
    assert heads(app, world, meeting) == (None, None, None)
    count(client, meeting, total="0", first_time="", relatives="")
    assert heads(app, world, meeting) == (0, None, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"total": "2", "first_time": "2", "relatives": "1"},
        {"total": "", "first_time": "1"},
        {"total": "beaucoup"},
        {"total": "-3"},
        {"total": "99999999999999999999"},
        {"total": "1\x00"},
        {"total": "٣"},
    ],
)
def test_numbers_that_cannot_be_are_refused_in_words(app, world, client, fields):
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(hours=-1))
    client.sign_in(world.marcelle)
    assert count(client, meeting, **fields).status_code == 422
    assert heads(app, world, meeting) == (None, None, None)


def test_nobody_is_counted_before_the_start(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.marcelle)
    assert "Combien de personnes sont venues" not in read(client, meeting)
    refused = count(client, meeting, total="5")
    assert refused.status_code == 422
    assert "une fois la rencontre commencée" in refused.get_data(as_text=True)


def test_members_count_nobody(app, world, client):
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(hours=-1))
    client.sign_in(world.lise)
    assert count(client, meeting, total="5").status_code == 403
