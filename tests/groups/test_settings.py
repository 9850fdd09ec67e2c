"""A group's settings on one page, and its ceiling."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from entraide.access import tokens
from entraide.clock import now
from entraide.db import db
from entraide.groups.forms import one_line, plain_lines
from entraide.groups.models import Asked, Ceiling, Chapter, Discretion, Group
from entraide.groups.queries import face_of, name_of
from entraide.groups.words import PUBLIC_PARTS, ROSTER_FIELDS
from entraide.journal.models import Entry
from entraide.members.models import Field
from tests.home.costs import statements_of
from tests.home.filled import filled
from tests.people import Client
from tests.world import World

FRENCH = {"Accept-Language": "fr"}


def at(group_id: UUID, end: str = "") -> str:
    return f"/g/{tokens.short(group_id)}/reglages{end}"


def form_of(client: Client, group_id: UUID) -> dict[str, object]:
    """Return the settings as the page shows them, ready to be sent."""
    return filled(client.get(at(group_id), headers=FRENCH).text, at(group_id))


def stored(group_id: UUID) -> Group:
    group = db.session.get(Group, group_id)
    assert group is not None
    return group


def test_the_page_sent_back_unchanged_changes_nothing(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    skipped = ("revision", "calendar_version", "calendar_changed", "name_sealed", "face_sealed")
    with app.app_context():
        before = {name: getattr(stored(world.tilleuls), name) for name in Group.__mapper__.columns.keys()}  # noqa: SIM118
    assert client.post(at(world.tilleuls), form_of(client, world.tilleuls)).status_code == 303
    with app.app_context():
        group = stored(world.tilleuls)
        assert {name: getattr(group, name) for name in before if name not in skipped} == {
            name: value for name, value in before.items() if name not in skipped
        }
        assert name_of(group) == "Fibromyalgie Les Tilleuls"
        assert face_of(group).area == "Namur"


def test_every_setting_can_be_changed_at_once(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    wanted = {
        "name": "Les Tilleuls",
        "called": "table",
        "chapter": "life",
        "topics": "douleur",
        "about": "Une ligne.\r\nUne autre.",
        "area": "Jambes",
        "for_whom": "both",
        "kind": "soutien",
        "leadership": "professional",
        "in_hospital": "y",
        "cost": "2 €",
        "languages": ["fr", "sgn"],
        "newcomers": "full",
        "meetings_open": "y",
        "language": "nl",
        "timezone": "Europe/Paris",
        "discretion": "full",
        "asked": "not_asked",
        "roster_fields": ["phone", "town"],
        "link_minutes": "15",
        "link_in_feeds": "y",
    }
    assert client.post(at(world.tilleuls), form_of(client, world.tilleuls) | wanted).status_code == 303
    with app.app_context():
        group, face = stored(world.tilleuls), face_of(stored(world.tilleuls))
        assert name_of(group) == "Les Tilleuls"
        assert face.about == "Une ligne.\nUne autre."
        assert (face.called, face.topics, face.area, face.cost) == ("table", "douleur", "Jambes", "2 €")
        assert (group.chapter, group.asked, group.discretion) == (Chapter.LIFE, Asked.NOT_ASKED, Discretion.FULL)
        assert (group.languages, group.roster_fields) == (["fr", "sgn"], ["phone", "town"])
        assert (group.timezone, group.language, group.link_minutes) == ("Europe/Paris", "nl", 15)
        assert group.in_hospital
        assert group.meetings_open
        assert group.link_in_feeds


def test_a_change_is_shown_by_every_feed(app: Flask, client: Client, world: World) -> None:
    with app.app_context():
        before = stored(world.tilleuls).calendar_version
    client.sign_in(world.marcelle)
    client.post(at(world.tilleuls), form_of(client, world.tilleuls) | {"name": "Les Tilleuls"})
    with app.app_context():
        assert stored(world.tilleuls).calendar_version > before


def test_a_change_is_journaled_with_who_made_it(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    client.post(at(world.tilleuls), form_of(client, world.tilleuls))
    with app.app_context():
        [entry] = db.session.scalars(select(Entry).where(Entry.deed == "group:change"))
        assert (entry.group_id, entry.by_id) == (world.tilleuls, world.marcelle_in_tilleuls)


@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("dov", 404), ("nina", 404), ("paul", 404)])
def test_only_organisers_may(client: Client, world: World, who: str, status: int) -> None:
    client.sign_in(getattr(world, who))
    for end in ("", "/plafond"):
        assert client.post(at(world.tilleuls, end)).status_code == status
    assert client.get(at(world.tilleuls)).status_code == status


@pytest.mark.parametrize(
    "spoilt",
    [
        {"name": " "},
        {"name": "x" * 121},
        {"chapter": "wellness"},
        {"timezone": "Mars/Olympus"},
        {"language": "xx"},
        {"link_minutes": "soon"},
        {"link_minutes": "-5"},
        {"link_minutes": "9" * 40},
        {"roster_fields": "salary"},
        {"languages": "klingon"},
        {"about": "x" * 2001},
        {"discretion": ""},
    ],
)
def test_what_is_not_understood_is_said_and_nothing_kept(
    app: Flask, client: Client, world: World, spoilt: dict[str, str]
) -> None:
    client.sign_in(world.marcelle)
    answer = client.post(at(world.tilleuls), form_of(client, world.tilleuls) | {"area": "Jambes"} | spoilt)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with app.app_context():
        assert face_of(stored(world.tilleuls)).area == "Namur"


def test_who_saves_after_somebody_else_sees_both_versions(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    stale = form_of(client, world.tilleuls)
    client.post(at(world.tilleuls), stale | {"area": "Jambes"})
    answer = client.post(at(world.tilleuls), stale | {"cost": "3 €"}, headers=FRENCH)
    assert answer.status_code == 409
    said = answer.text.split('role="alert"')[1].split("</table>")[0]
    for words in ("Jambes", "Namur", "3 €"):
        assert words in said
    with app.app_context():
        assert face_of(stored(world.tilleuls)).area == "Jambes"


def test_after_seeing_both_one_may_save(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    stale = form_of(client, world.tilleuls)
    client.post(at(world.tilleuls), stale | {"area": "Jambes"})
    shown = filled(client.post(at(world.tilleuls), stale | {"cost": "3 €"}).text, at(world.tilleuls))
    assert client.post(at(world.tilleuls), shown | {"area": "Jambes"}).status_code == 303
    with app.app_context():
        assert (face_of(stored(world.tilleuls)).area, face_of(stored(world.tilleuls)).cost) == ("Jambes", "3 €")


@pytest.mark.parametrize("revision", ["", "0", "-1", "99", "²", "1" * 30, "\x00"])
def test_a_forged_revision_saves_nothing(app: Flask, client: Client, world: World, revision: str) -> None:
    client.sign_in(world.marcelle)
    fields = form_of(client, world.tilleuls) | {"revision": revision, "area": "Jambes"}
    assert client.post(at(world.tilleuls), fields).status_code == 409
    with app.app_context():
        assert face_of(stored(world.tilleuls)).area == "Namur"


def test_the_ceiling_is_set(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    fields = filled(client.get(at(world.tilleuls)).text, at(world.tilleuls, "/plafond"))
    assert client.post(at(world.tilleuls, "/plafond"), fields | {"ceiling": "organisers"}).status_code == 303
    with app.app_context():
        assert stored(world.tilleuls).ceiling is Ceiling.ORGANISERS


def test_the_ceiling_asks_for_a_fresh_code(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    fields = filled(client.get(at(world.tilleuls)).text, at(world.tilleuls, "/plafond"))
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        answer = client.post(at(world.tilleuls, "/plafond"), fields | {"ceiling": "organisers"})
    assert answer.location == "/moi/confirmer"
    with app.app_context():
        assert stored(world.tilleuls).ceiling is Ceiling.GROUP


def test_a_ceiling_from_a_stale_page_changes_nothing(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    fields = filled(client.get(at(world.tilleuls)).text, at(world.tilleuls, "/plafond"))
    client.post(at(world.tilleuls), form_of(client, world.tilleuls))
    assert client.post(at(world.tilleuls, "/plafond"), fields | {"ceiling": "organisers"}).status_code == 409
    with app.app_context():
        assert stored(world.tilleuls).ceiling is Ceiling.GROUP


@pytest.mark.parametrize("ceiling", ["", "everybody", "me"])
def test_a_ceiling_there_is_not_is_refused(client: Client, world: World, ceiling: str) -> None:
    client.sign_in(world.marcelle)
    fields = filled(client.get(at(world.tilleuls)).text, at(world.tilleuls, "/plafond"))
    assert client.post(at(world.tilleuls, "/plafond"), fields | {"ceiling": ceiling}).status_code == 422


def test_every_field_of_a_roster_can_be_switched_on() -> None:
    assert set(ROSTER_FIELDS) == {field.value for field in Field}


def test_every_part_that_may_be_published_is_a_column_of_the_listing() -> None:
    from entraide.groups.models import Listing

    assert set(PUBLIC_PARTS) <= set(Listing.__table__.columns.keys())


def test_the_groups_own_zone_is_offered(app: Flask, client: Client, world: World) -> None:
    with app.app_context():
        stored(world.tilleuls).timezone = "Asia/Tokyo"
        db.session.commit()
    client.sign_in(world.marcelle)
    assert form_of(client, world.tilleuls)["timezone"] == ["Asia/Tokyo"]


def test_the_page_costs_five_statements(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    assert statements_of(app, lambda: client.get(at(world.tilleuls))) <= 5


@given(st.text())
def test_a_typed_line_is_one_line_that_can_be_shown(text: str) -> None:
    line = one_line(text)
    assert all(sign.isprintable() for sign in line)
    assert line == one_line(line) == line.strip()


@given(st.text())
def test_typed_lines_stay_lines(text: str) -> None:
    assert all(line == one_line(line) for line in plain_lines(text).split("\n"))
