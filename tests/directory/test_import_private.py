"""What comes in stays inside: ways in for members only, no personal contacts, nothing in the clear, no letter."""

from flask import Flask

from entraide.db import db
from entraide.mail.models import Letter
from entraide.meetings.models import Mode
from tests.directory.bringing import (
    FEDERATION,
    Importer,
    everything_kept,
    only_group,
    words_of,
)


def test_nobody_is_written_to(app: Flask, bring_in: Importer) -> None:
    bring_in.one()
    with only_group(app):
        assert db.session.query(Letter).count() == 0


def test_the_ways_in_are_for_members_only(app: Flask, bring_in: Importer) -> None:
    secret = "https://zoom.us/j/123456789?pwd=SeCrEt"
    bring_in.one(
        conference_url=secret, conference_phone="+32 2 555 01 02", notes="Code d’accès : 7431. Apportez une tasse."
    )
    with only_group(app) as kept:
        assert kept.series[0].mode is Mode.HYBRID
        for said in words_of(kept):
            assert said.link == secret
            assert "+32 2 555 01 02" in said.dial_in
            assert "7431" in said.dial_in
            assert "7431" not in said.about + said.how_to_find
            assert "Apportez une tasse." in said.about
        assert "7431" not in str(kept.face)


def test_personal_contacts_never_come_in(app: Flask, bring_in: Importer) -> None:
    bring_in.one(
        contact_1_name="Raymonde",
        contact_1_phone="0470 12 34 56",
        author="raymonde",
        notes="Appelez Raymonde au 0470 12 34 56 ou écrivez à raymonde@poste.example.",
    )
    with only_group(app) as kept:
        told = str(words_of(kept)) + str(kept.face) + kept.name
    assert "0470" not in told
    assert "raymonde@" not in told


def test_an_online_meeting_shows_no_place(app: Flask, bring_in: Importer) -> None:
    bring_in.one(conference_url="https://zoom.us/j/123456789", types=["TC"])
    with only_group(app) as kept:
        (series,) = kept.series
        said = words_of(kept)[0]
        assert (series.mode, said.place, said.address) == (Mode.ONLINE, "", "")


def test_nothing_in_the_clear_tells_what_came_in(app: Flask, bring_in: Importer) -> None:
    bring_in.one(slug="parole-du-lundi", notes="On parle du sommeil.")
    kept = everything_kept(app)
    for word in ("Parole", "parole-du-lundi", "Tilleuls", "sommeil", "Namur", FEDERATION, "meeting-guide"):
        assert word not in kept, word
