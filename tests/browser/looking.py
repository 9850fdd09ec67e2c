"""Looks at each page of a walk: strict CSP, axe, 320 px, targets, weight; light and dark, phone and desktop."""

import gzip

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response, ViewportSize

from tests.browser.conftest import Site, Visitor
from tests.browser.walking import pages_of, person

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS = """tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(
  said => said.violations.map(one => `${one.id} ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 90))}`))"""
PHONE, NARROW = ViewportSize(width=390, height=900), ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=900)
MOST_BYTES = 20_000
SMALL = """[...document.querySelectorAll(
  'main a, main button, main select, main summary, main input:not([type=hidden])')]
  .filter(e => { const r = (e.closest('label') || e).getBoundingClientRect();
    const inline = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
    return r.height && r.height < (inline ? 20 : 43.5); })
  .map(e => (e.textContent || e.name).trim().slice(0, 30) + ' '
    + Math.round(e.getBoundingClientRect().height) + ' px')"""
LEAST = 3


def faults_of(visitor: Visitor, site: Site, kind: str) -> list[str]:
    """Walk through all pages of this kind of person, and return what is wrong with them."""
    page = visitor.page(person(kind, site), viewport=PHONE, color_scheme="light")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    found, seen = [], 0
    for path, loaded in pages_of(page, kind):
        found += [f"{path}: {one}" for one in [*look(page, loaded), *said]]
        said.clear()
        seen += 1
    page.context.close()
    return found if seen >= LEAST else [f"only {seen} pages were found", *found]


def look(page: Page, loaded: list[Response]) -> list[str]:
    """Return what is wrong with a page as it stands: on a phone in the light, then on a desktop in the dark."""
    found = [f"status {one.status}" for one in loaded if one.status >= 400]
    page.evaluate(AXE_SCRIPT)
    found += [f"390 light: axe {fault}" for fault in page.evaluate(FAULTS, TAGS)]
    found += [f"small target {one}" for one in page.evaluate(SMALL)]
    weight = sum(len(gzip.compress(one.body(), 9)) for one in loaded if one.status == 200)
    found += [f"weighs {weight} bytes"] if weight > MOST_BYTES else []
    page.set_viewport_size(NARROW)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found += [f"scrolls sideways by {over} px at 320"] if over > 0 else []
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark")
    found += [f"1280 dark: axe {fault}" for fault in page.evaluate(FAULTS, TAGS)]
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    return found
