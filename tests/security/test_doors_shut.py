"""What does not start, does not open, and cannot be tried out: marks of routes, the index of addresses."""

from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask

from entraide.access.actor import Actor
from entraide.access.gate import MarkMissing, close, public
from entraide.accounts.models import Person
from entraide.clock import today
from entraide.db import ReadingOnly, db
from entraide.groups.queries import find_group
from entraide.members.actions.ways_in import open_spoken
from entraide.members.queries.ways_in import hash_of_spoken
from entraide.vault import sealed
from entraide.vault.store import KeyStore
from entraide.web import csrf
from tests.lettering import at_work
from tests.world import World


def test_a_public_page_that_takes_a_form_stops_the_start() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/open", "open", public("everybody may read it")(lambda: ""), methods=["GET", "POST"])
    with pytest.raises(MarkMissing, match="takes more than GET"):
        close(app, csrf, Actor)


def test_the_index_of_an_address_takes_a_key_of_ours_to_make(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever has the database alone tries every address he knows."""
    with app.app_context():
        ours = sealed.blind("lise@poste.example")
        assert ours != sha256(b"lise@poste.example").digest()
        monkeypatch.setattr(KeyStore, "named", lambda self, name: b"another server's key of that name")
        assert sealed.blind("lise@poste.example") != ours


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_no_page_that_is_only_read_can_write(app: Flask, method: str) -> None:
    """The gate makes readers of them all, before any view runs: a view that forgets it fails, and changes nothing."""
    with app.test_request_context("/confidentialite", method=method):
        assert app.preprocess_request() is None
        db.session.add(Person(language="fr", created=today()))
        with pytest.raises(ReadingOnly):
            db.session.flush()
        db.session.rollback()


def test_the_hash_of_digits_said_aloud_takes_a_key_of_ours_to_make(app: Flask) -> None:
    """Eight digits are few: whoever has the database alone would try them all."""
    with app.app_context():
        kept = hash_of_spoken("1234 5678")
        assert kept == hash_of_spoken("12345678")
        assert kept != hash_of_spoken("12345678", bytes(32))


def test_digits_said_aloud_hold_for_thirty_people_and_two_hours(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        made = open_spoken(find_group(world.tilleuls), world.marcelle_in_tilleuls)
        assert (made.uses_left, made.expires - made.created) == (30, timedelta(hours=2))
