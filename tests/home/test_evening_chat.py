"""A text for the chat in three tones, and a link that shows no card and is not used up by being looked at."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.members.models import Invitation
from tests.conftest import Stage
from tests.crawling import rows_of
from tests.lettering import at_work
from tests.meetings.tables import make_meeting
from tests.members.ways import enter, make_way, prove
from tests.people import Client
from tests.world import World

BOTS = ["WhatsApp/2.23.20.0", "facebookexternalhit/1.1", "TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0"]
FRENCH = {"Accept-Language": "fr"}


def there(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/inviter/texte"


def made(client: Client, world: World) -> dict[str, str]:
    """Press the button, and return the three texts by their tone."""
    assert client.post(there(world)).location == there(world)
    return shown(client, world)


def shown(client: Client, world: World) -> dict[str, str]:
    text = client.get(there(world), headers=FRENCH).text
    found = re.findall(r'<textarea id="text-(\w+)"[^>]* readonly[^>]*>\s*(.*?)</textarea>', text, re.S)
    return {key: html.unescape(words).replace("\u00a0", " ") for key, words in found}


def link_in(text: str) -> str:
    found = re.search(r"http://localhost(/j/[\w-]+)", text)
    assert found is not None
    return found[1]


def invitations() -> list[Invitation]:
    return list(db.session.query(Invitation))


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def test_looking_makes_no_link(app: Flask, marcelle: Client, world: World) -> None:
    assert shown(marcelle, world) == {}
    with app.app_context():
        assert invitations() == []


def test_each_tone_carries_the_link(marcelle: Client, world: World) -> None:
    texts = made(marcelle, world)
    assert list(texts) == ["warm", "plain", "discreet"]
    assert len({link_in(text) for text in texts.values()}) == 1


def test_the_next_date_stands_where_the_tone_allows_it(app: Flask, marcelle: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_at=now() + timedelta(days=3))
    texts = made(marcelle, world)
    assert "La prochaine fois : " in texts["warm"]
    assert "Prochaine rencontre : " in texts["plain"]


def test_the_very_discreet_one_says_nothing_to_whoever_sees_the_phone(
    app: Flask, marcelle: Client, world: World
) -> None:
    make_meeting(app, world.tilleuls)
    said = re.sub(r"http\S+", "", made(marcelle, world)["discreet"]).lower()
    for word in ("groupe", "rencontre", "entraide", "marcelle", "tilleuls", "fibromyalgie", "maison", "membre", " h"):
        assert word not in said


@pytest.mark.parametrize("tone", ["warm", "plain", "discreet"])
def test_no_tone_names_the_group_its_theme_or_a_place(app: Flask, marcelle: Client, world: World, tone: str) -> None:
    make_meeting(app, world.tilleuls)
    said = made(marcelle, world)[tone].lower()
    assert not re.search(r"tilleuls|fibromyalgie|maison|entraide", said)


def test_texts_are_in_the_groups_language(app: Flask, marcelle: Client, world: World) -> None:
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).language = "en"
    marcelle.post(there(world))
    page = marcelle.get(there(world), headers=FRENCH).text
    assert "Hello everybody," in page
    assert 'lang="en"' in page
    assert "Chaleureux" in page


def test_where_answers_are_not_asked_the_text_asks_for_none(app: Flask, marcelle: Client, world: World) -> None:
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).asked = Asked.NOT_ASKED
    texts = made(marcelle, world)
    assert "chacun y dit" not in texts["warm"]
    assert "réponses" not in texts["plain"]


def test_pressed_twice_it_makes_one_link(app: Flask, marcelle: Client, world: World) -> None:
    assert made(marcelle, world) == made(marcelle, world)
    with app.app_context():
        assert len(invitations()) == 1


def test_a_link_for_many_that_stands_open_serves_again(app: Flask, marcelle: Client, world: World) -> None:
    link = make_way(app, world, uses="50", days="14")
    assert link_in(shown(marcelle, world)["warm"]) == link


def test_a_link_meant_for_few_is_not_shown_to_a_chat(app: Flask, marcelle: Client, world: World) -> None:
    link = make_way(app, world, uses="1", days="14")
    assert shown(marcelle, world) == {}
    assert link_in(made(marcelle, world)["warm"]) != link


def test_a_closed_link_stands_in_no_text(app: Flask, marcelle: Client, world: World) -> None:
    made(marcelle, world)
    with app.app_context():
        [invitation] = invitations()
        path = f"/g/{short(world.tilleuls)}/inviter/{short(invitation.id)}/fin"
    marcelle.post(path)
    assert shown(marcelle, world) == {}


def test_whoever_comes_by_it_waits(app: Flask, marcelle: Client, world: World) -> None:
    link, newcomer = link_in(made(marcelle, world)["warm"]), Client(app)
    prove(app, newcomer, link, "iris@poste.example")
    assert enter(newcomer, link).location == f"/attente/{short(world.tilleuls)}"


@pytest.mark.parametrize("bot", BOTS)
def test_its_page_has_nothing_to_make_a_card_of(app: Flask, marcelle: Client, world: World, bot: str) -> None:
    answer = Client(app).get(link_in(made(marcelle, world)["warm"]), headers={"User-Agent": bot} | FRENCH)
    head = answer.text.split("</head>")[0]
    assert not re.search(r"og:|twitter:|description|itemprop|oembed|apple-touch|canonical|ld\+json", head, re.I)
    assert re.findall(r"<meta ([^>]+)>", head) == [
        'charset="utf-8"',
        'name="viewport" content="width=device-width,initial-scale=1"',
        'name="robots" content="noindex"',
    ]
    assert re.findall(r"<title>(.*?)</title>", head) == ["Une invitation – Rendez-vous"]
    assert re.findall(r'rel="icon" href="/static/\w+/([\w.]+)"', head) == ["neutral.svg"]
    assert not re.search(r"marcelle|tilleuls|fibromyalgie|entraide|groupe", head, re.I)
    assert "<img" not in answer.text.replace(re.search(r"<img[^>]*neutral[^>]*>", answer.text)[0], "")  # type: ignore[index]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_looking_at_it_uses_nothing_up_and_changes_nothing(
    app: Flask, marcelle: Client, world: World, stage: Stage
) -> None:
    link = link_in(made(marcelle, world)["warm"])
    before = rows_of(stage.engine, {}) | rows_of(stage.keys, {})
    for bot in BOTS * 5:
        stranger = Client(app)
        assert stranger.get(link, headers={"User-Agent": bot}).status_code == 200
        assert stranger.head(link, headers={"User-Agent": bot}).status_code == 200
    assert rows_of(stage.engine, {}) | rows_of(stage.keys, {}) == before
    with app.app_context():
        assert [one.uses_left for one in invitations()] == [50]


def test_too_many_links_in_a_day_are_refused_kindly(app: Flask, marcelle: Client, world: World) -> None:
    for _ in range(40):
        marcelle.post(f"/g/{short(world.tilleuls)}/inviter/code")
    assert marcelle.post(there(world)).status_code == 303
    assert "continuez demain" in marcelle.get(there(world), headers=FRENCH).text.lower()
    assert shown(marcelle, world) == {}
