"""The doctor says what is wrong, one sentence a finding."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from entraide.operations import doctor
from entraide.settings import Settings

SOUND: dict[str, Any] = {
    "demo": False,
    "public_url": "https://rendez-vous.example",
    "directory_url": "https://groupes.example",
    "calendar_host": "rendez-vous.example",
    "mail_url": "smtp://lettres:secret@poste.example:587",
}


@pytest.fixture
def sound(app: Flask) -> Settings:
    return replace(app.extensions["entraide.settings"], **SOUND)


def test_a_sound_instance_has_no_finding(app: Flask, sound: Settings) -> None:
    assert doctor.findings(app, sound) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"demo": True}, "Demo mode"),
        ({"public_url": "http://localhost", "calendar_host": "localhost"}, "not https"),
        ({"site_name": "Entraide deuil"}, "word of the field"),
        ({"public_url": "https://selbsthilfe.example", "calendar_host": "selbsthilfe.example"}, "word of the field"),
        ({"directory_url": "https://rendez-vous.example"}, "share one address"),
        ({"directory_url": "https://groupes.rendez-vous.example"}, "share a domain"),
        ({"calendar_host": "ancien.example"}, "right only after a move"),
        ({"mail_url": ""}, "names no mail server"),
    ],
)
def test_what_is_wrong_is_said_once(app: Flask, sound: Settings, change: dict[str, Any], words: str) -> None:
    [finding] = doctor.findings(app, replace(sound, **change))
    assert words in finding


def test_the_proxy_snippet_masks_every_address_that_holds_a_secret(app: Flask, sound: Settings) -> None:
    from entraide.access.gate import masked_prefixes

    snippet = doctor.proxy_snippet(app, sound)
    assert all(letter in snippet.split("[", 1)[1].split("]")[0] for letter in masked_prefixes(app))
