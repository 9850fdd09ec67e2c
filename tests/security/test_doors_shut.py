"""What does not start, does not open, and cannot be tried out: marks of routes, the index of addresses."""

from hashlib import sha256

import pytest
from flask import Flask

from entraide.access.actor import Actor
from entraide.access.gate import MarkMissing, close, public
from entraide.accounts.models import Person
from entraide.clock import today
from entraide.db import ReadingOnly, db
from entraide.vault import sealed
from entraide.vault.store import KeyStore
from entraide.web import csrf


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
