"""Hiding and showing one's name by the link of a letter, in the two taps any answer takes."""

from datetime import timedelta

import pytest

from entraide.access.tokens import Purpose, Signed, sign
from entraide.clock import now
from entraide.meetings.actions import changing
from entraide.meetings.queries.meetings import details_of, find_meeting
from tests.meetings.tables import at_work, make_meeting
from tests.people import Client

NEWS = {"accept-language": "fr"}


@pytest.fixture
def stranger(app):
    """A browser that never signed in."""
    return Client(app).browser


def link(app, world, meeting):
    """Return the path of Lise's link, as letters sign it."""
    until = now() + timedelta(days=9)
    with app.app_context():
        return f"/r/{sign(Purpose.ANSWER, Signed(world.tilleuls, world.lise_in_tilleuls, meeting, 1, until))}"


def press(browser, path, fields):
    return browser.post(path, data=fields, headers=NEWS)


def words(answer) -> str:
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def test_one_hides_ones_name_by_the_link_of_a_letter(app, world, stranger):
    meeting = make_meeting(app, world.tilleuls)
    page = link(app, world, meeting)
    assert "Venir sans afficher mon nom" in words(stranger.get(f"{page}/oui", headers=NEWS))
    done = words(press(stranger, page, {"reply": "unnamed"}))
    assert "sans afficher votre nom" in done
    assert "Afficher mon nom" in done
    assert "sans afficher votre nom" in words(press(stranger, page, {"reply": "yes"}))
    assert "sans afficher votre nom" not in words(press(stranger, page, {"reply": "named"}))


def test_a_link_says_when_a_yes_takes_a_name(app, world, stranger):
    meeting = make_meeting(app, world.tilleuls)
    page = link(app, world, meeting)
    press(stranger, page, {"reply": "unnamed"})
    with at_work(app, world.tilleuls):
        changing.change(find_meeting(meeting), details_of(find_meeting(meeting)), 3)
    refused = press(stranger, page, {"reply": "yes"})
    assert refused.status_code == 422
    assert "Je viens, avec mon nom" in words(refused)
    assert "Vous venez" in words(press(stranger, page, {"reply": "named"}))
