"""Every template keeps the rules of the house: its frame, its words, its forms, no inline style."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).parents[1] / "templates"
FRAMES = {"_frame.html", "_print.html", "base.html", "facade.html", "token.html", "public.html"}
TEMPLATES = sorted(
    str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.suffix in (".html", ".txt", ".subject")
)
NO_PAGES = ("letters/", "consents/", "kit/")
PAGES = [name for name in TEMPLATES if name.endswith(".html") and not name.startswith(NO_PAGES)]
LETTERS = [name for name in TEMPLATES if name.startswith("letters/")]
ENGINE = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
ICONS = set(re.findall(r'^"(\w+)": \'<', (ROOT / "_macros/ui.html").read_text("utf-8"), re.M))

POSTING_CALL = re.compile(r"(?:forms\.post|forms\.post_button|ui\.rsvp)\(")
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-done|label|summary)\s*=\s*"([^"]*)"')
GETTEXT = re.compile(r"\b(?:_|gettext|ngettext|pgettext|npgettext)\(")
WORD = re.compile(r"[^\W\d_]{2,}")


def source_of(name: str) -> str:
    return re.sub(r"\{#.*?#\}", "", (ROOT / name).read_text("utf-8"), flags=re.S)


def frames_of(name: str) -> set[str]:
    """Return every template that this one may extend, near and far."""
    extends = re.search(r"\{%-?\s*extends\s+(.+?)-?%\}", source_of(name))
    parents = set(re.findall(r"[\"']([^\"']+)[\"']", extends.group(1))) if extends else set()
    return parents.union(*(frames_of(parent) for parent in parents)) if parents else set()


def is_part(name: str) -> bool:
    return Path(name).name.startswith("_") or name.startswith("_macros/")


def is_token_page(name: str) -> bool:
    return name == "token.html" or "token.html" in frames_of(name)


def without_calls(source: str, call: re.Pattern[str]) -> str:
    """Cut out calls with all that stands between their parentheses."""
    kept, at = [], 0
    while found := call.search(source, at):
        kept.append(source[at : found.start()])
        at = closing(source, found.end())
    return "".join([*kept, source[at:]])


def closing(source: str, at: int) -> int:
    """Return the place after the parenthesis that was opened just before `at`; quoted ones do not count."""
    depth, quote = 1, ""
    while depth and at < len(source):
        letter = source[at]
        if quote:
            if letter == "\\":
                at += 1
            elif letter == quote:
                quote = ""
        elif letter in "\"'":
            quote = letter
        else:
            depth += {"(": 1, ")": -1}.get(letter, 0)
        at += 1
    return at


def calls(source: str, call: re.Pattern[str]) -> list[str]:
    return [source[found.start() : closing(source, found.end())] for found in call.finditer(source)]


def shown_text(source: str) -> str:
    """Return what a reader would see that no expression makes."""
    source = re.sub(r"\{% block nav %\}\w*\{% endblock %\}", " ", source)  # a key, never shown
    source = re.sub(r"\{%-?\s*(trans|raw)\b.*?\{%-?\s*end\1\s*-?%\}", " ", source, flags=re.S)
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", source, flags=re.S)
    source = re.sub(r"<style>.*?</style>", " ", source, flags=re.S)
    spoken = " ".join(SPOKEN_ATTRIBUTE.findall(source))
    return re.sub(r"<[^>]*>|&\w+;", " ", source) + " " + spoken


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_can_be_read(name):
    ENGINE.parse(source_of(name))


@pytest.mark.parametrize("name", [name for name in PAGES if not is_part(name) and name not in FRAMES])
def test_a_page_stands_in_a_frame(name):
    assert frames_of(name) & FRAMES


@pytest.mark.parametrize("name", [name for name in LETTERS if name.endswith((".html", ".txt")) and not is_part(name)])
def test_a_letter_stands_in_its_frame(name):
    assert f"letters/_frame{Path(name).suffix}" in frames_of(name)


@pytest.mark.parametrize("name", [name for name in LETTERS if name.endswith(".html") and not is_part(name)])
def test_a_letter_has_a_text_part(name):
    assert name.removesuffix(".html") + ".txt" in TEMPLATES


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_fetches_nothing(name):
    assert not re.search(r"<(?:img|script|link|iframe|video|svg)\b|\bsrc\s*=|url\(|@import", source_of(name))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "_macros/letters.html"])
def test_style_and_script_are_never_inline(name):
    source = source_of(name)
    assert not re.search(r"\sstyle\s*=|<style\b|javascript:", source)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", source)
    assert all("src=" in script for script in re.findall(r"<script\b[^>]*>", source))


@pytest.mark.parametrize("name", [name for name in PAGES if not is_token_page(name)])
def test_every_form_that_changes_something_carries_a_token(name):
    source = source_of(name)
    for form in re.findall(r"<form\b.*?</form>", source, flags=re.S):
        if re.search(r'method\s*=\s*"?post', form, re.I):
            assert re.search(r"csrf|hidden_tag", form)
    if not is_part(name):
        assert not any("csrf=false" in call for call in calls(source, POSTING_CALL))


@pytest.mark.parametrize("name", [name for name in PAGES if is_token_page(name)])
def test_a_page_opened_by_a_link_needs_no_cookie(name):
    source = source_of(name)
    assert all("csrf=false" in call for call in calls(source, POSTING_CALL))
    assert not re.search(r"csrf_token|forms\.csrf|hidden_tag|get_flashed_messages|flashes\(", source)


@pytest.mark.parametrize("name", PAGES)
def test_a_form_says_how_it_is_sent(name):
    assert all(re.search(r"\bmethod\s*=", form) for form in re.findall(r"<form\b[^>]*>", source_of(name)))


@pytest.mark.parametrize("name", PAGES)
def test_a_title_holds_no_group_name_and_no_theme(name):
    for title in re.findall(r"\{% block title %\}(.*?)\{% endblock %\}", source_of(name), flags=re.S):
        assert not re.search(r"\b(group|topic|theme|chapter|place|listing)s?\b\s*[.\[|}]", title)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(("consents/", "kit/"))])
def test_every_word_can_be_translated(name):
    words = set(WORD.findall(shown_text(without_calls(source_of(name), GETTEXT))))
    assert words <= {"entraide"} if name in ("base.html", "public.html") else not words


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_sentence_hides_in_an_expression(name):
    expressions = re.findall(r"\{\{.*?\}\}|\{%.*?%\}", without_calls(source_of(name), GETTEXT), flags=re.S)
    literals = [found for text in expressions for found in re.findall(r"[\"']([A-ZÀ-Ý][a-zà-ÿ][^\"'<>/]*)[\"']", text)]
    assert [text for text in literals if not text.endswith(("Field", "FieldList"))] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_icon_is_drawn(name):
    used = re.findall(r"icon(?:_name)?\s*(?:\(|=)\s*\"(\w+)\"", source_of(name))
    assert set(used) <= ICONS


@pytest.mark.parametrize("name", ["facade.html", "token.html", "_frame.html", "_print.html"])
def test_the_facade_never_says_what_the_site_is(name):
    assert "entraide" not in source_of(name)
