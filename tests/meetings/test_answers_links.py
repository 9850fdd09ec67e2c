"""Answering by a link from a letter: a date and nothing else, GET shows, POST acts, and links die in time."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.accounts.actions import make_person
from entraide.db import Model, db
from entraide.meetings.models import MeetingStatus, Reply
from entraide.members.actions import join
from entraide.members.models import Status
from entraide.members.queries import find_membership
from tests.meetings.linking import FRENCH, UNTIL, WHEN, ask, link, press, stranger, words
from tests.meetings.tables import answer_of, at_work, change, make_meeting, set_places

__all__ = ["link", "stranger"]


@pytest.fixture
def meeting(app, world):
    with time_machine.travel(WHEN - timedelta(days=5), tick=False):
        yield make_meeting(app, world.tilleuls, starts_at=WHEN)


def lise(app, world, meeting):
    return answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls)


def rows(app) -> dict[str, int]:
    with app.app_context(), db.engine.connect() as connection:
        return {table.name: len(connection.execute(select(table)).all()) for table in Model.metadata.sorted_tables}


@pytest.mark.parametrize("path", ["", "/oui", "/peut-etre", "/non"])
def test_opening_a_link_changes_nothing(app, world, meeting, link, stranger, path):
    before = rows(app)
    for method in (stranger.get, stranger.head, stranger.options):
        assert method(link() + path).status_code == 200
    assert rows(app) == before


def test_two_presses_answer(app, world, meeting, link, stranger):
    page = words(ask(stranger, link() + "/oui"))
    assert "Vous avez choisi « Je viens »" in page
    done = press(stranger, link(), reply="yes")
    assert done.status_code == 200
    assert "C’est noté. Vous venez mardi 9 mars, 20 h." in words(done)
    given = lise(app, world, meeting)
    assert (given.reply, given.by_link) == (Reply.YES, True)


def test_the_page_shows_a_date_and_nothing_else(app, world, meeting, link, stranger):
    for answer in (ask(stranger, link()), press(stranger, link(), reply="yes")):
        page = words(answer)
        assert "Mardi 9 mars, 20 h" in page
        for told in ("Tilleuls", "Fibromyalgie", "Café-parole", "Lise", "Marcelle", "entraide"):
            assert told not in page
        assert "<title>Votre réponse – Rendez-vous</title>" in page


def test_the_page_sets_no_cookie_and_tells_no_referrer(link, stranger):
    for answer in (ask(stranger, link()), press(stranger, link(), reply="yes")):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_first_name_is_shown_only_where_two_people_read_the_mailbox(app, world, meeting, link, stranger):
    assert "Pour «" not in words(ask(stranger, link()))
    with app.app_context():
        make_person(world.lise.email, "Karim", "fr")
        db.session.commit()
    assert "Pour « Lise »." in words(ask(stranger, link()))


def test_the_answer_can_be_changed_on_the_page_that_says_it_back(app, world, meeting, link, stranger):
    press(stranger, link(), reply="yes")
    press(stranger, link(), reply="no")
    assert lise(app, world, meeting).reply is Reply.NO


def test_pressed_twice_it_is_one_answer(app, world, meeting, link, stranger):
    assert [press(stranger, link(), reply="yes").status_code for _ in range(2)] == [200, 200]
    assert lise(app, world, meeting).reply is Reply.YES


@pytest.mark.parametrize("reply", ["no", "maybe"])
def test_a_link_asks_before_it_undoes_a_yes_given_on_the_site(app, world, meeting, link, stranger, say, reply):
    say(meeting, "lise")
    asked = press(stranger, link(), reply=reply)
    assert "Une réponse existe déjà" in words(asked)
    assert lise(app, world, meeting).reply is Reply.YES
    press(stranger, link(), reply=reply, confirmed="1")
    assert lise(app, world, meeting).reply is Reply(reply)


def test_what_a_link_changed_is_told_on_the_site(app, world, client, meeting, link, stranger):
    press(stranger, link(), reply="no")
    page = client.sign_in(world.lise).get(f"/rencontre/{short(meeting)}", headers=FRENCH)
    assert "par le lien d’une lettre" in words(page)


def test_a_full_table_puts_one_on_the_list(app, world, meeting, link, stranger, say):
    set_places(app, world.tilleuls, meeting, 1)
    say(meeting, "ana")
    assert "Vous êtes numéro 1 sur la liste d’attente" in words(press(stranger, link(), reply="yes"))


@pytest.mark.parametrize("fields", [{}, {"reply": "oui"}, {"reply": "\x00"}, {"reply": b"\xff\xfe"}])
def test_what_the_page_does_not_offer_is_refused(app, world, meeting, link, stranger, fields):
    assert press(stranger, link(), **fields).status_code == 422
    assert lise(app, world, meeting) is None


@pytest.mark.parametrize(
    ("state", "told"),
    [({"status": MeetingStatus.CANCELLED}, "annulée"), ({"ends_at": WHEN - timedelta(days=6)}, "passée")],
)
def test_a_cancelled_or_past_date_takes_no_answer(app, world, meeting, link, stranger, state, told):
    if "ends_at" in state:
        state |= {"starts_at": state["ends_at"] - timedelta(hours=2)}
    change(app, world.tilleuls, meeting, **state)
    assert told in words(ask(stranger, link()))
    refused = press(stranger, link(), reply="yes")
    assert (refused.status_code, lise(app, world, meeting)) == (422, None)


def test_a_link_dies_at_the_end_of_the_day_after(link, stranger):
    with time_machine.travel(UNTIL - timedelta(seconds=1), tick=False):
        assert ask(stranger, link()).status_code == 200
    with time_machine.travel(UNTIL, tick=False):
        assert ask(stranger, link()).status_code == 404
        assert press(stranger, link(), reply="yes").status_code == 404


def test_links_of_an_older_epoch_are_dead(app, world, link, stranger):
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.lise_in_tilleuls).link_epoch = 2
    assert ask(stranger, link()).status_code == 404
    assert ask(stranger, link(epoch=2)).status_code == 200


@pytest.mark.parametrize("status", [Status.ENDED, Status.WAITING])
def test_links_die_with_the_membership(app, world, meeting, link, stranger, status):
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.lise_in_tilleuls).status = status
    assert ask(stranger, link()).status_code == 404
    assert press(stranger, link(), reply="yes").status_code == 404
    assert lise(app, world, meeting) is None


def test_a_forged_link_is_not_here(link, stranger):
    path = link()
    forged = [path[:-1] + ("A" if path[-1] != "A" else "B"), "/r/x", "/r/" + "A" * 90, path + "/oui-oui"]
    assert {ask(stranger, one).status_code for one in forged} == {404}
    assert {press(stranger, one, reply="yes").status_code for one in forged} == {404}


def test_a_link_serves_its_own_purpose_only(link, stranger):
    for purpose, wrong in ((Purpose.PLACE, "/r/"), (Purpose.STOP, "/r/"), (Purpose.ANSWER, "/v/")):
        token = link(purpose=purpose).split("/")[2]
        assert ask(stranger, wrong + token).status_code == 404
        assert press(stranger, wrong + token, reply="yes").status_code == 404


def test_a_link_cannot_name_a_meeting_of_another_group(app, world, link, stranger):
    other = make_meeting(app, world.passerelle)
    assert ask(stranger, link(about=other)).status_code == 404
    assert ask(stranger, link(about=None)).status_code == 404
    assert ask(stranger, link(group=world.passerelle)).status_code == 404


def test_refusals_of_links_are_the_same_page(link, stranger):
    pages = {ask(stranger, one).data for one in ("/r/x", link(epoch=7), "/v/x", "/r/x/oui")}
    assert len(pages) == 1


def test_two_people_of_one_mailbox_answer_each_for_herself(app, world, meeting, stranger):
    with app.app_context():
        karim = make_person(world.lise.email, "Karim", "fr").id
        db.session.commit()
    with at_work(app, world.tilleuls):
        membership = join(world.tilleuls, karim, "Karim", consent_version="1").id
    with app.app_context():
        scope.add(world.tilleuls)
        token = sign(Purpose.ANSWER, Signed(world.tilleuls, membership, meeting, 1, UNTIL))
    assert "Pour « Karim »." in words(ask(stranger, f"/r/{token}"))
    press(stranger, f"/r/{token}", reply="yes")
    assert lise(app, world, meeting) is None
    assert answer_of(app, world.tilleuls, meeting, membership).reply is Reply.YES
