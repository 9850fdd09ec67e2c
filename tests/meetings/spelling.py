"""What tests of words begin with: French, on 20 November 2026, and hours in Brussels."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel, force_locale

FRENCH = Path(__file__).parents[2] / "translations/fragments/recurrence.fr.po"
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    translations = tmp_path_factory.mktemp("translations")
    messages = translations / "fr/LC_MESSAGES/messages.mo"
    messages.parent.mkdir(parents=True)
    with FRENCH.open("rb") as fragment, messages.open("wb") as compiled:
        write_mo(compiled, read_po(fragment, locale="fr"))
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    Babel(app)
    return app


@pytest.fixture(autouse=True)
def _on_20_november_2026_in_french(app):
    with app.app_context(), force_locale("fr"), time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
        yield


def spaced(text: str) -> str:
    """Return words with plain spaces."""
    return text.replace("\u00a0", " ")
