"""A link never replaces an answer given on the site without asking, and does not tell which it was."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from entraide.access.limits import Attempt
from entraide.access.tokens import Purpose, Signed, sign
from entraide.db import db
from entraide.meetings.models import Reply
from tests.meetings.tables import answer_of, make_meeting
from tests.people import Client

WHEN = datetime(2027, 3, 9, 19, tzinfo=UTC)
UNTIL = datetime(2027, 3, 10, 23, tzinfo=UTC)
FRENCH = {"accept-language": "fr"}
ASKS = "Une réponse existe déjà"
REPLIES = ["yes", "maybe", "no"]


@pytest.fixture
def meeting(app, world):
    with time_machine.travel(WHEN - timedelta(days=5), tick=False):
        yield make_meeting(app, world.tilleuls, starts_at=WHEN)


@pytest.fixture
def press(app, world, meeting):
    def press(reply, name="lise", token=None, **fields):
        with app.app_context():
            membership = getattr(world, f"{name}_in_tilleuls")
            token = token or sign(Purpose.ANSWER, Signed(world.tilleuls, membership, meeting, 1, UNTIL))
        return Client(app).browser.post(f"/r/{token}", data={"reply": reply} | fields, headers=FRENCH)

    return press


def bare(answer) -> str:
    page = answer.get_data(as_text=True).replace("\u00a0", " ")
    return re.sub(r"/r/[\w-]+", "/r/…", page)


@pytest.mark.parametrize("wanted", REPLIES)
def test_the_question_is_the_same_whatever_was_answered_on_the_site(app, world, meeting, press, say, wanted):
    pages = set()
    for given in REPLIES:
        say(meeting, "lise", Reply(given))
        pages.add(bare(press(wanted)))
        assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls).reply is Reply(given)
    assert len(pages) == 1
    assert ASKS in pages.pop()


def test_nothing_is_asked_where_nothing_or_only_a_link_answered(press):
    for reply in REPLIES:
        assert ASKS not in bare(press(reply))


def test_an_answer_given_on_the_site_again_is_no_link_s_any_more(app, world, meeting, press, say):
    press("yes")
    say(meeting, "lise")
    assert ASKS in bare(press("no"))


def test_what_is_pressed_after_the_question_holds(app, world, meeting, press, say):
    say(meeting, "lise")
    assert "vous ne venez pas" in bare(press("no", confirmed="1"))


def test_a_hidden_yes_stays_hidden_through_the_question(app, world, meeting, press, say):
    say(meeting, "lise", Reply.NO)
    assert 'value="unnamed"' in bare(press("unnamed"))


def test_one_link_answers_thirty_times_an_hour(app, world, meeting, press):
    for _ in range(30):
        press("yes")
    assert "servi très souvent" in bare(press("no"))
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls).reply is Reply.YES
    assert "C’est noté" in bare(press("yes", "ana"))


def test_forged_links_leave_no_counter(app, press):
    assert press("yes", token="x" * 110).status_code == 404
    with app.app_context():
        assert db.session.query(Attempt).count() == 0
