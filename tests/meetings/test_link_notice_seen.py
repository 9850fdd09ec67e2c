"""What a link changed is shown at the next visit, with a way back, until it was seen."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from entraide import worker
from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.db import db
from entraide.meetings.link_tables import LinkChange
from entraide.meetings.models import Reply, Standing
from entraide.members.models import Membership
from entraide.members.queries import find_membership
from tests.meetings.tables import answer_of, at_work, make_meeting, set_places, table_of
from tests.people import Client

WHEN = datetime(2027, 3, 9, 19, tzinfo=UTC)
UNTIL = datetime(2027, 3, 10, 23, tzinfo=UTC)
FRENCH = {"accept-language": "fr"}
TITLE = "Par le lien d’une lettre"


@pytest.fixture
def travelling():
    with time_machine.travel(WHEN - timedelta(days=5), tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(app, world, travelling):
    return make_meeting(app, world.tilleuls, starts_at=WHEN)


@pytest.fixture
def press(app, world, meeting):
    """Press an answer by Lise's link."""

    def press(reply, **fields):
        with app.app_context():
            token = sign(Purpose.ANSWER, Signed(world.tilleuls, world.lise_in_tilleuls, meeting, 1, UNTIL))
        answer = Client(app).browser.post(f"/r/{token}", data={"reply": reply} | fields, headers=FRENCH)
        assert answer.status_code == 200

    return press


@pytest.fixture
def lise(client, world, meeting):
    return client.sign_in(world.lise)


def words(answer) -> str:
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def agenda(client) -> str:
    return words(client.get("/agenda", headers=FRENCH))


def given(app, world, meeting):
    return answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls)


def rows(app) -> int:
    with app.app_context(), db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(LinkChange.__table__)) or 0


def back(client, meeting):
    return client.post(f"/rencontre/{short(meeting)}/reponse/avant", headers=FRENCH)


def test_what_a_link_changed_is_shown_on_top_of_the_agenda(lise, say, press, meeting):
    say(meeting, "lise")
    press("no", confirmed="1")
    page = agenda(lise)
    assert TITLE in page
    assert "Le 4 mars, « Je viens » est devenu « Je ne viens pas »." in page


def test_a_first_answer_is_shown_too(lise, press, meeting):
    press("maybe")
    assert "Le 4 mars, la réponse a été « Peut-être »." in agenda(lise)


def test_it_is_shown_until_she_says_that_all_is_well(app, lise, press, meeting):
    press("no")
    assert TITLE in agenda(lise)
    assert TITLE in agenda(lise)
    lise.post("/agenda/liens")
    assert TITLE not in agenda(lise)
    assert rows(app) == 0


def test_nobody_else_is_shown_it(app, world, press, meeting):
    press("no")
    for other in (world.ana, world.marcelle):
        assert TITLE not in agenda(Client(app).sign_in(other))


def test_the_way_back_leads_to_what_she_had_said(app, world, lise, say, press, meeting):
    say(meeting, "lise", guests=2)
    press("no", confirmed="1")
    assert back(lise, meeting).location == "/agenda"
    now = given(app, world, meeting)
    assert (now.reply, now.guests, now.by_link) == (Reply.YES, 2, False)
    assert TITLE not in agenda(lise)


def test_the_way_back_leads_over_several_changes(app, world, lise, say, press, meeting):
    say(meeting, "lise")
    for reply in ("no", "maybe", "no"):
        press(reply, confirmed="1")
    back(lise, meeting)
    assert given(app, world, meeting).reply is Reply.YES


def test_from_a_first_answer_it_leads_to_none(app, world, lise, press, meeting):
    press("yes")
    assert "comme si vous n’aviez pas répondu" in words(back(lise, meeting) and lise.get("/agenda", headers=FRENCH))
    assert given(app, world, meeting) is None


def test_taken_back_to_none_the_place_goes_to_the_next(app, world, lise, say, press, meeting):
    set_places(app, world.tilleuls, meeting, 1)
    press("yes")
    say(meeting, "ana")
    back(lise, meeting)
    assert answer_of(app, world.tilleuls, meeting, world.ana_in_tilleuls).standing is Standing.SEATED
    assert table_of(app, world.tilleuls, meeting).taken == 1


def test_a_place_given_back_by_link_is_waited_for(app, world, lise, say, press, meeting):
    set_places(app, world.tilleuls, meeting, 1)
    say(meeting, "lise")
    say(meeting, "ana")
    press("no", confirmed="1")
    back(lise, meeting)
    assert given(app, world, meeting).standing is Standing.WAITING


def test_a_link_that_changes_its_mind_leaves_nothing_to_show(app, lise, say, press, meeting):
    say(meeting, "lise")
    press("no", confirmed="1")
    press("yes", confirmed="1")
    assert rows(app) == 0


def test_answering_on_the_site_settles_it(app, lise, press, meeting):
    press("no")
    lise.post(f"/rencontre/{short(meeting)}/reponse", {"reply": "yes"})
    assert rows(app) == 0


def test_nothing_to_take_back_changes_nothing(app, world, lise, say, meeting):
    say(meeting, "lise")
    assert back(lise, meeting).status_code == 303
    assert given(app, world, meeting).reply is Reply.YES


def test_it_is_forgotten_with_the_answers(app, world, press, meeting, travelling):
    press("no")
    travelling.move_to(WHEN + timedelta(days=16))
    worker.once(app)
    assert rows(app) == 0


def test_a_meeting_that_is_over_is_shown_no_more(lise, press, meeting, travelling):
    press("no")
    travelling.move_to(WHEN + timedelta(days=1))
    assert TITLE not in agenda(lise)


@pytest.fixture
def unsubscribe(app, world, meeting):
    def unsubscribe(**fields):
        with app.app_context():
            token = sign(Purpose.STOP, Signed(world.tilleuls, world.lise_in_tilleuls, None, 1, None))
        assert Client(app).browser.post(f"/u/{token}", data=fields).status_code == 200

    return unsubscribe


def letters_come(app, world) -> bool:
    with at_work(app, world.tilleuls):
        membership: Membership = find_membership(world.tilleuls, world.lise_in_tilleuls)
        return membership.wants_letters


def test_letters_stopped_by_a_link_are_told_with_a_way_back(app, world, lise, unsubscribe):
    unsubscribe()
    assert "Le 4 mars, les lettres ont été arrêtées." in agenda(lise)
    lise.post("/agenda/liens/lettres")
    assert letters_come(app, world)
    assert TITLE not in agenda(lise)


def test_seen_once_stopped_letters_stay_stopped(app, world, lise, unsubscribe):
    unsubscribe()
    lise.post("/agenda/liens")
    assert not letters_come(app, world)
    assert TITLE not in agenda(lise)


def test_letters_that_came_again_before_she_looked_need_no_word(lise, unsubscribe):
    unsubscribe()
    unsubscribe(again="1")
    assert TITLE not in agenda(lise)
