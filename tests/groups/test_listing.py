"""What a group publishes: shown first, ticked part by part, nothing before."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import tokens
from entraide.db import db
from entraide.groups.models import Group, Listing
from tests.groups.test_settings import at as settings_at
from tests.groups.test_settings import form_of
from tests.home.filled import filled
from tests.people import Client
from tests.world import World


def at(group_id: UUID) -> str:
    return f"/g/{tokens.short(group_id)}/annuaire"


def listing_of(app: Flask, group_id: UUID) -> Listing | None:
    with app.app_context():
        listing = db.session.get(Listing, group_id)
        if listing is not None:
            db.session.expunge(listing)
        return listing


def publish(client: Client, group_id: UUID, *shows: str) -> None:
    """Tick, look, publish exactly what was shown."""
    query: dict[str, object] = {"voir": "1", "shows": list(shows)}
    page = client.get(at(group_id), query_string=query).text
    assert client.post(at(group_id), filled(page, at(group_id))).status_code == 303


def test_no_group_is_listed_before_it_says_so(app: Flask, client: Client, world: World) -> None:
    with app.app_context():
        assert list(db.session.scalars(select(Listing))) == []


def test_nothing_is_ticked_before(client: Client, world: World) -> None:
    page = client.sign_in(world.marcelle).get(at(world.tilleuls)).text
    assert " checked" not in page


def test_looking_publishes_nothing(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle).get(f"{at(world.tilleuls)}?voir=1&shows=topics")
    assert listing_of(app, world.tilleuls) is None


def test_the_preview_is_the_very_card_the_public_gets(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    page = client.get(f"{at(world.tilleuls)}?voir=1&shows=topics&shows=cost&shows=for_whom").text
    card = page.split("<article")[1].split("</article>")[0]
    publish(client, world.tilleuls, "topics", "cost", "for_whom")
    assert card in Client(app).get("/").text


def test_only_the_ticked_parts_are_copied(app: Flask, client: Client, world: World) -> None:
    publish(client.sign_in(world.marcelle), world.tilleuls, "topics")
    listing = listing_of(app, world.tilleuls)
    assert listing is not None
    assert (listing.name, listing.topics) == ("Fibromyalgie Les Tilleuls", "fibromyalgie")
    assert (listing.area, listing.for_whom, listing.newcomers, listing.languages) == ("", None, None, [])


def test_a_later_change_is_not_public_until_it_is_published(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    publish(client, world.tilleuls, "topics")
    client.post(settings_at(world.tilleuls), form_of(client, world.tilleuls) | {"topics": "secret", "name": "Autre"})
    assert "secret" not in Client(app).get("/").text
    publish(client, world.tilleuls, "topics")
    assert "secret" in Client(app).get("/").text


def test_a_part_that_is_no_longer_ticked_is_taken_back(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    publish(client, world.tilleuls, "topics", "area")
    publish(client, world.tilleuls, "topics")
    listing = listing_of(app, world.tilleuls)
    assert listing is not None
    assert listing.area == ""


def test_what_was_shown_is_what_is_published(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    preview = client.get(f"{at(world.tilleuls)}?voir=1&shows=topics").text
    client.post(settings_at(world.tilleuls), form_of(client, world.tilleuls) | {"topics": "changed meanwhile"})
    assert client.post(at(world.tilleuls), filled(preview, at(world.tilleuls))).status_code == 409
    assert listing_of(app, world.tilleuls) is None


def test_a_group_is_taken_out_at_once(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    publish(client, world.tilleuls, "topics")
    with app.app_context():
        group = db.session.get(Group, world.tilleuls)
        assert group is not None
        revision = str(group.revision)
    client.post(at(world.tilleuls), {"withdraw": "1", "revision": revision})
    assert listing_of(app, world.tilleuls) is None
    assert "Tilleuls" not in Client(app).get("/").text


def test_a_part_that_nobody_knows_is_left_out(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    client.post(at(world.tilleuls), {"shows": ["topics", "name_sealed", "\x00"], "revision": "1"})
    listing = listing_of(app, world.tilleuls)
    assert listing is not None
    assert listing.shows == ["topics"]


def test_a_closed_group_is_listed_no_more(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.marcelle)
    publish(client, world.tilleuls, "topics")
    with app.app_context():
        group = db.session.get(Group, world.tilleuls)
        assert group is not None
        group.closed_at = group.created
        db.session.commit()
    assert "Tilleuls" not in Client(app).get("/").text


@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("dov", 404), ("paul", 404)])
def test_only_organisers_may(client: Client, world: World, who: str, status: int) -> None:
    client.sign_in(getattr(world, who))
    assert client.get(at(world.tilleuls)).status_code == status
    assert client.post(at(world.tilleuls)).status_code == status
