"""What a real browser puts on paper: its size, its pages, its blackness, and that a discreet one says nothing."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visitor

KEEPER = "anne-marie.tilleuls@poste.example"
A4, A6 = (595, 842), (298, 420)
PRINTED = """() => [...document.querySelectorAll('main *')]
.filter(one => one.offsetParent && one.innerText.trim()).map(one => {
  const drawn = getComputedStyle(one);
  return [drawn.color, drawn.backgroundColor, parseFloat(drawn.fontSize)]; })"""
CUT_OFF = """() => [...document.querySelectorAll('.slip')].filter(
  one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1).length"""
TELLING = re.compile(
    "fibromyalgie|tilleuls|namur|fernand|odette|anne-marie|groupe|entraide|http|127.0.0.1|localhost", re.IGNORECASE
)


@pytest.fixture
def keeper(visitor: Visitor) -> Page:
    return visitor.page(KEEPER, java_script_enabled=True)


def make(page: Page, site: Site, form: str, **chosen: str) -> None:
    """Choose on the page of papers, and show them as a printer gets them."""
    page.emulate_media(media="screen")
    page.goto(site.url_of("Fibromyalgie Namur") + "/imprimer")
    for name, value in chosen.items():
        page.check(f"[name={name.replace('_', '-')}][value={value}]", force=True)
    with page.expect_navigation(wait_until="load"):
        page.click(f"form[action$='{form}'] button[type=submit]")
    page.emulate_media(media="print")


def pages_of(page: Page) -> list[tuple[int, int]]:
    """Print with the browser's own headers asked for, and return each page's size in points."""
    body = page.pdf(prefer_css_page_size=True, display_header_footer=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", body)
    return [(round(float(wide)), round(float(high))) for wide, high in boxes]


def drawn(page: Page) -> list[Any]:
    found = page.evaluate(PRINTED)
    assert found
    return list(found)


@pytest.mark.parametrize(
    ("kind", "size", "count"), [("cards", A4, 1), ("card", A6, 4), ("large", A4, 4), ("list", A4, 4)]
)
def test_a_discreet_paper_has_its_size_and_says_nothing(
    keeper: Page, site: Site, kind: str, size: tuple[int, int], count: int
) -> None:
    make(keeper, site, "/imprimer/dates", d_kind=kind)
    keeper.set_viewport_size({"width": 794, "height": 1123})
    assert pages_of(keeper) == [size] * count
    said = keeper.inner_text("body")
    assert said.count("Rendez-vous") == 4
    assert not TELLING.search(said), said
    assert not TELLING.search(keeper.title())


@pytest.mark.parametrize("form", ["/imprimer/dates", "/imprimer/rappel"])
@pytest.mark.parametrize("look", ["discreet", "plain"])
def test_nothing_is_cut_off_on_a_card(keeper: Page, site: Site, form: str, look: str) -> None:
    prefix = "d" if form.endswith("dates") else "r"
    whom = "all" if look == "plain" else "copies"
    make(keeper, site, form, **{f"{prefix}_look": look, f"{prefix}_whom": whom})
    assert keeper.evaluate(CUT_OFF) == 0
    assert len(pages_of(keeper)) == 1


@pytest.mark.parametrize("paper", ["contract", "register"])
def test_a_paper_of_the_committee_fits_on_one_page(keeper: Page, site: Site, paper: str) -> None:
    keeper.emulate_media(media="screen")
    keeper.goto(site.url_of("Fibromyalgie Namur") + "/comite")
    keeper.fill("[name=carrier]", "Ligue des groupes d’entraide du Condroz, association sans but lucratif")
    keeper.fill("[name=contact]", "Berthe Vandenbroucke-Delacroix, 12 rue des Tilleuls, 5000 Namur, 081 11 22 33")
    for box in keeper.locator("[name=papers]").all():
        box.set_checked(box.get_attribute("value") == paper, force=True)
    with keeper.expect_navigation(wait_until="load"):
        keeper.click("form[action$='/comite'] button[type=submit]")
    keeper.emulate_media(media="print")
    assert pages_of(keeper) == [A4]


def test_everything_on_paper_is_black_on_white(keeper: Page, site: Site) -> None:
    for kind in ("cards", "large"):
        make(keeper, site, "/imprimer/dates", d_kind=kind, d_look="plain", d_whom="all")
        colours = {(ink, ground) for ink, ground, _size in drawn(keeper)}
        assert colours == {("rgb(0, 0, 0)", "rgba(0, 0, 0, 0)")}


def test_large_letters_have_24_points_and_more(keeper: Page, site: Site) -> None:
    make(keeper, site, "/imprimer/dates", d_kind="large", d_look="plain", d_whom="all")
    assert min(size for _ink, _ground, size in drawn(keeper)) >= 24 * 96 / 72


def test_only_the_sheet_is_printed(keeper: Page, site: Site) -> None:
    for form in ("/imprimer/accord", "/membres/imprimer"):
        make(keeper, site, form)
        assert keeper.locator(".sheet").first.is_visible()
        assert keeper.locator("button").count() > 0
        for gone in (".bar", "button", "main > h1"):
            assert not any(one.is_visible() for one in keeper.locator(gone).all()), gone


def test_a_card_can_be_printed_without_scripts(visitor: Visitor, site: Site) -> None:
    page = visitor.page(KEEPER, java_script_enabled=False)
    page.goto("/agenda/imprimer?format=poche")
    assert not page.get_by_role("button", name="Imprimer cette page").is_visible()
    assert pages_of(page) == [A6]


BROKEN_WORDS = """() => [...document.querySelectorAll('th')].flatMap(head => [...head.childNodes].flatMap(text =>
  [...text.textContent.matchAll(/[^\\s-]+/g)].filter(word => {
    const drawn = document.createRange();
    drawn.setStart(text, word.index); drawn.setEnd(text, word.index + word[0].length);
    return drawn.getClientRects().length > 1; }).map(word => word[0])))"""


def test_no_heading_of_a_committees_papers_is_broken_within_a_word(keeper: Page, site: Site) -> None:
    keeper.goto(site.url_of("Fibromyalgie Namur") + "/comite")
    for paper in keeper.query_selector_all("[name=papers]"):
        paper.check()
    with keeper.expect_navigation(wait_until="load"):
        keeper.click("form[action$='/comite'] button[type=submit]")
    keeper.emulate_media(media="print")
    keeper.set_viewport_size({"width": 794, "height": 1123})
    assert keeper.locator(".sheet").count() == 5
    assert keeper.evaluate(BROKEN_WORDS) == []
