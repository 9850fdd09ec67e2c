"""The addresses that letters lead to tell nothing over a shoulder: their words are these and no others."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from entraide.settings import ROOT

NEUTRAL = {
    "acces", "adresse", "agenda", "annuaire", "appareils", "attente", "connexion", "decisions", "demandes", "g", "i",
    "lettres", "liste", "liste-apportee", "ma-fiche", "membres", "moi", "personnes", "r", "rencontre", "s", "u", "v",
}  # fmt: skip
ANSWERS = {"oui", "peut-etre", "non", "refus"}  # what a link answers, in the letter that asks
PATH = re.compile(r"(/[a-z-]*)+")


def test_the_addresses_in_letters_hold_neutral_words_alone() -> None:
    found = {word for file in ROOT.glob("entraide/**/*letters*/**/*.py") for word in _words_of(file)}
    found |= {word for file in ROOT.glob("entraide/**/*letters*.py") for word in _words_of(file)}
    assert {"acces", "decisions", "liste", "oui"} <= found
    assert found <= NEUTRAL | ANSWERS


def _words_of(file: Path) -> Iterator[str]:
    """Yield the words of every piece of a path that a module writes."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.fullmatch(node.value):
            yield from filter(None, node.value.split("/"))
