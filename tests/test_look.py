"""The style sheet keeps its contrast and its weight; the frames show what they may."""

import gzip
import re
from pathlib import Path

import pytest

from tests.drawing import draw, page

STATIC = Path(__file__).parents[1] / "entraide/static"
CSS = (STATIC / "look.css").read_text("utf-8")


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def themes() -> dict[str, dict[str, str]]:
    light, asked, chosen = re.findall(r"color-scheme: (?:light|dark);\n(.*?)\}", CSS, flags=re.S)[:3]
    return {"light": tokens_of(light), "asked": tokens_of(asked), "chosen": tokens_of(chosen)}


def contrast(first: str, second: str) -> float:
    """WCAG 2.2, 1.4.3: the ratio of two colours' relative luminance."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_dark_is_the_same_whether_asked_by_the_device_or_chosen():
    assert themes()["asked"] == themes()["chosen"]


@pytest.mark.parametrize("theme", ["light", "chosen"])
@pytest.mark.parametrize(
    ("text", "ground"), [("ink", "paper"), ("ink", "card"), ("ink", "sunk"), ("on-deep", "brand-deep")]
)
def test_text_is_at_least_seven_to_one(theme, text, ground):
    tokens = themes()[theme]
    assert contrast(tokens[text], tokens[ground]) >= 7


@pytest.mark.parametrize("theme", ["light", "chosen"])
@pytest.mark.parametrize("look", ["yes", "maybe", "no", "bad", "web", "we", "accent"])
def test_other_text_is_at_least_five_and_a_half_to_one(theme, look):
    tokens = themes()[theme]
    assert contrast(tokens[look], tokens[f"{look}-soft"]) >= 5.5


@pytest.mark.parametrize("theme", ["light", "chosen"])
@pytest.mark.parametrize("ground", ["paper", "card", "sunk"])
def test_the_edges_of_controls_are_seen(theme, ground):
    tokens = themes()[theme]
    assert contrast(tokens["edge"], tokens[ground]) >= 3.9


def test_what_every_page_loads_is_light():
    loaded = (STATIC / name for name in ("look.css", "look.js", "mark.svg"))
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in loaded) < 9_000


@pytest.mark.parametrize("name", ["look.css", "look-print.css", "look-print-small.css", "look.js", "neutral.svg"])
def test_what_a_facade_page_loads_does_not_name_the_product(name):
    assert "entraide" not in (STATIC / name).read_text("utf-8").lower()


@pytest.mark.parametrize("name", ["mark.svg", "neutral.svg"])
def test_icons_carry_no_style(name):
    assert "style" not in (STATIC / name).read_text("utf-8")


def test_a_signed_in_page_has_its_name_its_places_and_the_way_out():
    drawn = draw(page("base.html"))
    for part in (">entraide<", 'href="/g"', 'action="/deconnexion"', "0800 00 000", 'href="/quitter"', "data-exit"):
        assert part in drawn


def test_the_current_place_is_marked():
    drawn = draw(page("base.html") + "{% block nav %}groups{% endblock %}")
    assert re.search(r'href="/g" aria-current="page"', drawn)


def test_a_title_ends_in_the_facade_name():
    assert "<title>T – Rendez-vous</title>" in draw(page("base.html"))


def test_a_page_carries_the_readers_display_settings():
    assert '<html lang="en" data-theme="dark" data-size="large">' in draw(page("facade.html"))


@pytest.mark.parametrize("frame", ["facade.html", "token.html"])
def test_the_facade_shows_no_product_no_navigation_no_helpline(frame):
    drawn = draw(page(frame))
    for part in ("entraide", "<nav", "0800", "/agenda", "/deconnexion"):
        assert part not in drawn


def test_a_page_opened_by_a_link_shows_no_message_of_a_session():
    flashed = (("message", "The group knows."),)
    assert "The group knows." in draw(page("facade.html"), flashed=flashed)
    assert "The group knows." not in draw(page("token.html"), flashed=flashed)


def test_a_page_opened_by_a_link_has_no_csrf_token():
    assert "token-" not in draw(page("token.html", '{{ ui.rsvp("/r/x", csrf=false) }}'))


@pytest.mark.parametrize("signed_in", [True, False])
def test_absent_and_forbidden_look_the_same(signed_in):
    source = '{% extends "error.html" %}'
    absent, forbidden = (draw(source, signed_in, status=status) for status in (404, 403))
    assert absent == forbidden
    assert "token-" not in absent


@pytest.mark.parametrize("status", [400, 409, 413, 429, 500, 503])
def test_every_failure_has_a_page_with_one_heading(status):
    assert draw('{% extends "error.html" %}', status=status).count("<h1>") == 1
