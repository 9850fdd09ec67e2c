"""How this browser wants its pages, as its cookie says."""

from dataclasses import dataclass

from entraide.access import cookies

LANGUAGE_NAMES = {"fr": "Français", "de": "Deutsch", "nl": "Nederlands", "en": "English"}
HIDDEN = "hidden"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Display:
    """Theme auto, light or dark; size normal, large or largest; whether groups stand without their names."""

    theme: str = "auto"
    size: str = "normal"
    hides_names: bool = False


def display() -> Display:
    """Read how this browser wants its pages."""
    theme, size, names = [*cookies.read("look").split("."), "", "", ""][:3]
    return Display(
        theme if theme in ("light", "dark") else "auto",
        size if size in ("large", "largest") else "normal",
        names == HIDDEN,
    )


def keep(answer: object, wanted: Display) -> None:
    """Keep the choice in this browser for a year."""
    parts = (wanted.theme, wanted.size, HIDDEN if wanted.hides_names else "")
    cookies.write(answer, "look", ".".join(part for part in parts if part), seconds=YEAR)
