"""Every text for people is said in French."""

import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from entraide.operations.catalogues import FOLDER, merged
from entraide.settings import ROOT


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    found = tmp_path_factory.mktemp("texts") / "found.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", str(FOLDER / "babel.cfg")]
    command += ["-k", "_l", "-k", "lazy_gettext", "-k", "N_", "--ignore-dirs", ".*", "--no-location"]
    subprocess.run([*command, "-o", str(found), "entraide", "templates"], cwd=ROOT, check=True)
    with found.open("rb") as source:
        return read_po(source)


def test_there_are_texts(wanted: Catalog) -> None:
    assert len(wanted) > 100


def is_said(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def test_every_text_is_said_in_french(wanted: Catalog) -> None:
    french = merged("fr", sorted((FOLDER / "fragments").glob("*.fr.po")))
    missing = [
        message.id
        for message in wanted
        if message.id and not ((said := french.get(message.id)) and is_said(said.string))
    ]
    assert missing == []


def test_nothing_is_said_in_french_that_stands_nowhere(wanted: Catalog) -> None:
    french = merged("fr", sorted((FOLDER / "fragments").glob("*.fr.po")))
    assert [message.id for message in french if message.id and message.id not in wanted] == []


def test_french_keeps_every_placeholder(wanted: Catalog) -> None:
    french = merged("fr", sorted((FOLDER / "fragments").glob("*.fr.po")))
    assert [str(error) for message in french for error in message.check(french)] == []
