"""Founding a group: address and code first, the kind of group, then one screen."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from entraide.access import scope, tokens
from entraide.db import db
from entraide.groups.models import Asked, Discretion, Group, Leadership
from entraide.groups.queries import face_of, name_of
from entraide.journal.models import Entry
from entraide.members.models import Membership
from entraide.members.queries.ways_in import CONSENT
from tests.home.filled import filled
from tests.people import Client, code_in, letters_to
from tests.world import World


def typed(client: Client, genre: str = "1", **other: str) -> dict[str, object]:
    """Return what a founder sends who leaves everything usual as it is."""
    page = client.get(f"/creer/groupe?genre={genre}").text
    mine = {"name": "Les Mésanges", "chapter": "life", "my_name": "Nina", "consent": "y"}
    return filled(page, "/creer/groupe") | mine | other


def found(client: Client, **other: str) -> UUID:
    answer = client.post("/creer/groupe", typed(client, **other))
    assert answer.status_code == 303
    place = re.fullmatch(r"/g/([\w-]{22})/rencontres/nouvelle", answer.location)
    assert place is not None
    return tokens.from_short(place[1])


def group_made(app: Flask, group_id: UUID) -> Group:
    group = db.session.get(Group, group_id)
    assert group is not None
    return group


def groups_there_are() -> int:
    return db.session.scalar(select(func.count()).select_from(Group)) or 0


def test_a_stranger_is_asked_for_an_address_and_nothing_else(client: Client) -> None:
    page = client.get("/creer").text
    assert re.findall(r'<input[^>]* name="(\w+)"', page) == ["csrf_token", "email"]
    assert "entraide" not in page


def test_a_new_address_gets_a_code_and_comes_back_to_the_questions(app: Flask, client: Client) -> None:
    assert client.post("/creer", {"email": "founder@poste.example"}).status_code == 303
    [letter] = letters_to(app, "founder@poste.example")
    answer = client.post("/connexion/code", {"code": code_in(letter), "device": "own"})
    assert answer.location == "/creer/groupe"
    assert client.get(answer.location).status_code == 200


def test_an_address_that_is_none_is_refused_kindly(client: Client) -> None:
    answer = client.post("/creer", {"email": "nobody"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_who_is_signed_in_goes_on_at_once(client: Client, world: World) -> None:
    assert client.sign_in(world.nina).get("/creer").location == "/creer/groupe"


def test_who_is_not_signed_in_is_led_to_the_door(client: Client) -> None:
    assert client.get("/creer/groupe").location == "/connexion"


def test_the_kind_of_group_is_asked_first(client: Client, world: World) -> None:
    page = client.sign_in(world.nina).get("/creer/groupe").text
    assert re.findall(r'name="genre" value="(\d)"', page) == ["1", "2", "3", "4"]
    assert 'name="chapter"' not in page


@pytest.mark.parametrize("asked", ["", "0", "5", "12", "x", "²", "talk"])
def test_an_unknown_kind_is_asked_again(client: Client, world: World, asked: str) -> None:
    page = client.sign_in(world.nina).get("/creer/groupe", query_string={"genre": asked}).text
    assert 'name="chapter"' not in page


def test_the_address_of_the_screen_does_not_say_what_the_group_is(client: Client, world: World) -> None:
    page = client.sign_in(world.nina).get("/creer/groupe").text
    assert not re.search(r'value="(talk|fellowship|association|professional)"', page)


def test_the_founder_keeps_the_group_and_goes_on_to_its_first_meeting(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client)
    with app.app_context():
        group = group_made(app, group_id)
        scope.add(group_id)
        [membership] = db.session.scalars(select(Membership).where(Membership.group_id == group_id))
        assert name_of(group) == "Les Mésanges"
        assert membership.person_id == world.nina.person_id
        assert membership.is_organiser


def test_the_consent_is_kept_with_its_version_and_day(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client)
    with app.app_context():
        scope.add(group_id)
        [membership] = db.session.scalars(select(Membership).where(Membership.group_id == group_id))
        assert membership.consent_version == CONSENT
        assert membership.consent_day == membership.joined


def test_without_consent_nothing_is_made(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    fields = typed(client)
    del fields["consent"]
    assert client.post("/creer/groupe", fields).status_code == 422
    with app.app_context():
        assert groups_there_are() == 2


def test_the_consent_is_three_sentences_on_the_screen(client: Client, world: World) -> None:
    page = client.sign_in(world.nina).get("/creer/groupe?genre=1", headers={"Accept-Language": "fr"}).text
    said = page.split('id="agree"')[1].split("</section>")[0]
    assert len(re.findall(r"<li|<p", said)) >= 3


def test_a_new_group_is_in_no_directory(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client)
    with app.app_context():
        assert not group_made(app, group_id).listed
    assert "Mésanges" not in Client(app).get("/").text


def test_a_fellowship_asks_no_answers_and_writes_very_discreetly(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client, genre="2")
    with app.app_context():
        group = group_made(app, group_id)
        assert (group.asked, group.discretion) == (Asked.NOT_ASKED, Discretion.VERY_DISCREET)
        assert group.meetings_open


def test_a_group_led_by_professionals_says_so(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client, genre="4")
    with app.app_context():
        assert group_made(app, group_id).leadership is Leadership.PROFESSIONAL


def test_what_is_usual_can_be_changed_while_founding(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client, genre="2", leadership="professional", topics="deuil", cost="2 € le café")
    with app.app_context():
        group = group_made(app, group_id)
        assert group.leadership is Leadership.PROFESSIONAL
        assert (face_of(group).topics, face_of(group).cost) == ("deuil", "2 € le café")


def test_the_same_form_sent_twice_makes_one_group(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    fields = typed(client)
    first, second = client.post("/creer/groupe", fields), client.post("/creer/groupe", fields)
    assert second.location == first.location.removesuffix("/rencontres/nouvelle")
    with app.app_context():
        assert groups_there_are() == 3


def test_a_draft_of_a_group_that_is_not_hers_opens_nothing(client: Client, world: World) -> None:
    client.sign_in(world.nina)
    answer = client.post("/creer/groupe", typed(client) | {"draft": tokens.short(world.tilleuls)})
    assert client.get(answer.location).status_code == 404


@pytest.mark.parametrize("draft", ["", "x", "é" * 22, "A" * 5000])
def test_a_spoilt_draft_still_makes_a_group(client: Client, world: World, draft: str) -> None:
    client.sign_in(world.nina)
    answer = client.post("/creer/groupe", typed(client) | {"draft": draft})
    assert answer.location.endswith("/rencontres/nouvelle")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"name": ""},
        {"name": " \x00\t "},
        {"name": "x" * 121},
        {"my_name": ""},
        {"my_name": "x" * 61},
        {"chapter": ""},
        {"chapter": "wellness"},
        {"for_whom": "all"},
        {"languages": "xx"},
        {"topics": "x" * 301},
    ],
)
def test_what_is_not_understood_is_said_and_nothing_made(
    app: Flask, client: Client, world: World, spoilt: dict[str, str]
) -> None:
    client.sign_in(world.nina)
    answer = client.post("/creer/groupe", typed(client) | spoilt)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with app.app_context():
        assert groups_there_are() == 2


def test_control_characters_are_left_out_of_a_name(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client, name="Les\x00 Més\x07anges\u202e")
    with app.app_context():
        assert name_of(group_made(app, group_id)) == "Les Més anges"


def test_the_founding_is_journaled(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.nina)
    group_id = found(client)
    with app.app_context():
        deeds = set(db.session.scalars(select(Entry.deed).where(Entry.group_id == group_id)))
        assert deeds == {"group:found", "member:join"}
