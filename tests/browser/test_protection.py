"""Leaving quickly by real keys, and protected mode as somebody walks through it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

WATCHING = """addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
  const body = document.body;
  sessionStorage.seen = `${body.hidden ? 'hidden' : 'shown'}, titled ${document.title.trim() || 'nothing'}`;
}).observe(document.body, {attributes: true}));"""


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A page of somebody whose pages can be left quickly; the other site is not really asked."""
    page = visitor.page("lise@poste.example")
    page.route("**/quitter", lambda route: route.fulfill(status=200, body="<title>Il pleut</title>"))
    page.goto("/moi/protection")
    if page.locator("[data-exit]").count() == 0:
        page.locator("form[action$='/quitter-vite/oui'] button").click()
        expect(page.locator("[data-exit]")).to_have_count(1)
        page.goto("/moi/protection")
    expect(page.locator("[data-exit]")).to_have_count(1)
    return page


@pytest.mark.parametrize(
    "keys",
    [
        ["Escape"] * 6,  # screen readers use it
        ["Shift", "Shift"],
        ["Shift", "Shift", "a", "Shift", "Shift"],
        ["Control+Shift"] * 3,
    ],
    ids=" ".join,
)
def test_no_other_keys_lead_away(page: Page, keys: list[str]) -> None:
    for key in keys:
        page.keyboard.press(key)
    assert page.url.endswith("/moi/protection")
    expect(page.locator("h1")).to_be_visible()


def test_a_held_shift_key_does_not_lead_away(page: Page) -> None:
    for _ in range(5):
        page.keyboard.down("Shift")  # the same key again without being let go: repeats
    page.keyboard.up("Shift")
    assert page.url.endswith("/moi/protection")


def test_typing_capitals_does_not_lead_away(page: Page) -> None:
    page.goto("/agenda/calendrier")
    page.locator("input[type=text]").first.press_sequentially("ABC DEF GHI")
    assert page.url.endswith("/agenda/calendrier")


def test_three_times_shift_blanks_the_page_before_anything_is_loaded(page: Page) -> None:
    page.add_init_script(WATCHING)
    page.reload()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/quitter")
    assert page.evaluate("sessionStorage.seen") == "hidden, titled nothing"


def test_protected_mode_is_walked_through_by_its_pages(visitor: Visitor) -> None:
    page = visitor.page("sophie.deuil@poste.example")
    page.goto("/moi/protection")
    page.locator("form[action='/moi/protection/mots'] button").click()
    expect(page.locator("ol.words b")).to_have_count(6)
    expect(page.locator("form[action='/moi/protection'] button")).to_be_visible()
    words = page.locator("ol.words b").all_inner_texts()
    for field in page.locator("form[action='/moi/protection'] input[type=text]").all():
        label = page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
        found = re.search(r"\d", label)
        assert found is not None
        field.fill(words[int(found[0]) - 1])
    page.locator("form[action='/moi/protection'] button").click()
    expect(page.locator("form[action='/moi/protection/fin']")).to_be_visible()
    expect(page.locator("[data-exit]")).to_have_count(1)
    page.locator("form[action='/moi/protection/fin'] button").click()
    page.wait_for_url(lambda address: not address.endswith("/moi/protection"))
    asked = page.url
    page.locator("main input[type=text]").fill(" ".join(words))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: address != asked)
    page.goto("/moi/protection")
    page.locator("form[action='/moi/protection/fin'] button").click()
    expect(page.locator("form[action='/moi/protection/mots']")).to_be_visible()
