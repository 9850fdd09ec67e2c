"""A running site with a master key of its own, to be changed."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from flask import Flask

from entraide.operations.upgrade import lay_out_instance
from entraide.settings import Settings
from entraide.vault.store import KeyStore

OWNERS = [uuid4() for _ in range(7)]


def vault(app: Flask) -> KeyStore:
    found: KeyStore = app.extensions["entraide.vault"]
    return found


def settings_of(app: Flask) -> Settings:
    found: Settings = app.extensions["entraide.settings"]
    return found


def key_file(app: Flask) -> Path:
    return Path(settings_of(app).master_key_file)


def fill(app: Flask) -> None:
    """Give the site its key store, and a few owners their keys."""
    vault(app).lay_out()
    vault(app).create(OWNERS)


def own(there: Settings, stage: Settings) -> Settings:
    """Return the stage's settings with an instance folder, a key store and a master key of their own."""

    key = there.instance.parent / "keys" / "master.key"
    made = replace(stage, instance=there.instance, keys_url=there.keys_url, master_key_file=str(key))
    lay_out_instance(made)
    return made
