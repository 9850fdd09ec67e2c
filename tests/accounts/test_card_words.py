"""One word for one thing in French: a sheet of codes, a sign-in card, a member's card and a pocket card are four."""

import re
from collections.abc import Iterator

import pytest

from entraide.settings import ROOT

NEVER = {
    "carte imprimée": "feuille de codes",
    "carte de codes": "feuille de codes",
    "deuxième verrou": "verrou",
    "second verrou": "verrou",
    "carte pour se connecter": "carte de connexion",
}


def said(name: str = "*") -> Iterator[str]:
    """Go through what the French fragments say."""
    for file in sorted((ROOT / "translations" / "fragments").glob(f"{name}.fr.po")):
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("msgstr"):
                yield f"{file.name}: {line}"


@pytest.mark.parametrize("word", NEVER)
def test_a_thing_has_one_name(word: str) -> None:
    assert [line for line in said() if word in line.lower()] == []


def test_the_only_card_among_locks_is_the_one_for_signing_in() -> None:
    assert [line for line in said("locks") if re.search(r"\bcartes?\b(?! de connexion)", line)] == []
