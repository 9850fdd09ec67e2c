"""Nothing that must be sealed stands anywhere in clear: stores, keys, journals, back-ups, dumps, streams (T11, T14)."""

from base64 import b64encode
from collections.abc import Iterator

import pytest

from tests.conftest import Stage
from tests.may_see import PUBLISHED
from tests.security.living import Lived, live, spellings


@pytest.fixture(scope="module")
def lived(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Live once, for all tests of this module."""
    yield live(stage, tmp_path_factory.mktemp("lived"))
    stage.reset()


@pytest.fixture(scope="module")
def places(lived: Lived) -> list[tuple[str, bytes]]:
    return list(lived.places())


def secrets_of(lived: Lived) -> dict[str, str]:
    """Every private value and token; hours are in clear by design, what was published is public."""
    marks = {name: text for name, text in lived.world.marks.texts.items() if not name.endswith(": hour")}
    return {name: text for name, text in (marks | lived.tokens).items() if name not in PUBLISHED}


def search(places: list[tuple[str, bytes]], secrets: dict[str, str]) -> set[tuple[str, str]]:
    wanted = {name: spellings(secret) for name, secret in secrets.items()}
    folded = [(place, content, content.lower()) for place, content in places]
    return {
        (name, place)
        for name, forms in wanted.items()
        for place, content, lower in folded
        if any(form in content or form in lower for form in forms)
    }


def test_no_secret_of_the_living_stands_anywhere_in_clear(lived: Lived, places: list[tuple[str, bytes]]) -> None:
    assert search(places, secrets_of(lived)) == set()


def test_what_was_published_is_found_by_the_same_search(lived: Lived, places: list[tuple[str, bytes]]) -> None:
    found = search(places, {name: lived.world.marks.texts[name] for name in PUBLISHED})
    assert {name for name, _ in found} == PUBLISHED
    assert any("opened" in place for _, place in found)


def test_every_place_was_looked_at(stage: Stage, places: list[tuple[str, bytes]]) -> None:
    names = [name for name, content in places if content]
    for wanted in ("anchors", "erasures", "settings.toml", ".age", "opened", "the log"):
        assert any(wanted in name for name in names), wanted
    if stage.engine.dialect.name == "sqlite":
        assert {"main.db", "keys.db"} <= set(names)
    else:
        assert {"main: letters", "main: journal", "main: feed_bodies", "keys: keys"} <= set(names)


def test_it_was_lived_in_before_it_was_searched(lived: Lived) -> None:
    assert {200, 303, 404, 422} <= lived.answers
    assert len(lived.letters) > 10
    assert {name.split(": ")[1] for name in lived.tokens} >= {"link r", "link u", "link i", "code"}
    assert "refused: " in lived.said


@pytest.mark.parametrize("form", ["plain", "hex", "base64", "utf-16"])
@pytest.mark.parametrize("what", ["mia: own address", "mia: session", "Aulnes: name", "hana in Aulnes: phone"])
def test_a_secret_that_was_only_spelled_otherwise_is_found(lived: Lived, form: str, what: str) -> None:
    secret = lived.world.marks.texts[what]
    planted = {
        "plain": b"xx" + secret.encode() + b"yy",
        "hex": b"\\\\x00" + secret.encode().hex().encode(),
        "base64": b64encode(b"note: " + secret.encode() + b"."),
        "utf-16": secret.encode("utf-16-le"),
    }[form]
    assert search([("here", planted)], {what: secret}) == {(what, "here")}
