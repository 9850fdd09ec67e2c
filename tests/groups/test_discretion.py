"""What would give a group away stays out of letters that must not name it."""

import pytest

from entraide.groups.discretion import gives_away


@pytest.mark.parametrize(
    "text",
    [
        "Maison de la fibromyalgie",
        "Local FIBROMYALGIES Namur",
        "chez Fibromyalgie Les Tilleuls",
        "Hôpital, service d’addictologie",
        "Espace entraide",
        "Centre de l’épilepsie",
    ],
)
def test_a_telling_place_is_known(text: str) -> None:
    assert gives_away(text, "Fibromyalgie Les Tilleuls", "fibromyalgie, epilepsie")


@pytest.mark.parametrize("text", ["Maison des Tilleuls", "rue du Pont 5, Namur", "", "Salle 2"])
def test_a_plain_place_may_be_named(text: str) -> None:
    assert not gives_away(text, "Fibromyalgie Les Tilleuls", "fibromyalgie")


def test_a_group_without_words_gives_nothing_away() -> None:
    assert not gives_away("Maison des Tilleuls", " ", "")
