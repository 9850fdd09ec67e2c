"""What people agreed to: versioned files, in every language, that never change once somebody may have agreed."""

from hashlib import sha256
from pathlib import Path

import pytest

from entraide.members.actions.roster import CONSENT as ON_PAPER
from entraide.members.views.entry import CONSENT
from entraide.settings import LANGUAGES

FOLDER = Path(__file__).parents[1] / "templates" / "consents"
AGREED_TO = {
    "2026-11-paper.de.html": "4c190db32ec7869b",
    "2026-11-paper.en.html": "519cad2c362466fa",
    "2026-11-paper.fr.html": "ca1a0a7ee2b2fa2d",
    "2026-11-paper.nl.html": "65c52bc38ef69a4a",
    "2026-11.de.html": "d0cdf0450d8ee542",
    "2026-11.en.html": "4e88e122c639ffb9",
    "2026-11.fr.html": "e87d3aa608f52745",
    "2026-11.nl.html": "ae54ce3f1103158d",
}
"""The first signs of each text's SHA-256. A changed text is a new version: a new file, and a new line here."""


@pytest.mark.parametrize("version", sorted({name.split(".")[0] for name in AGREED_TO}))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_version_is_there_in_every_language(version: str, language: str) -> None:
    assert (FOLDER / f"{version}.{language}.html").exists()


@pytest.mark.parametrize("name", sorted(AGREED_TO))
def test_a_text_that_somebody_agreed_to_never_changes(name: str) -> None:
    assert sha256((FOLDER / name).read_bytes()).hexdigest().startswith(AGREED_TO[name])


def test_no_text_stands_beside_the_list() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(AGREED_TO)


@pytest.mark.parametrize("version", [CONSENT, ON_PAPER])
def test_what_is_asked_for_now_is_one_of_them(version: str) -> None:
    assert f"{version}.fr.html" in AGREED_TO
