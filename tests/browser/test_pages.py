"""Every page, as each kind of person: strict CSP, axe, 320 px, targets, weight; light and dark, phone and desktop."""

import gzip
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.browser.conftest import Site, Visitor

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}}
MOST_BYTES = 20_000
IDS = re.compile(r"(?<=/)[A-Za-z0-9_-]{22,}")
DEMO = "/demo/"
SMALL = """[...document.querySelectorAll(
  'main a, main button, main select, main summary, main input:not([type=hidden])')]
  .filter(e => { const r = (e.closest('label') || e).getBoundingClientRect();
    const inline = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
    return r.height && r.height < (inline ? 20 : 43.5); })
  .map(e => (e.textContent || e.name).trim().slice(0, 30) + ' '
    + Math.round(e.getBoundingClientRect().height) + ' px')"""

STARTS = {
    "nobody": ["/", "/connexion", "/creer", "/affichage", "/rejoindre"],
    "member": ["/agenda"],
    "organiser": ["/agenda"],
    "waiting": ["/agenda"],
}


def person(kind: str, site: Site) -> str | None:
    return {
        "nobody": None,
        "member": "lise@poste.example",
        "organiser": site.organiser_of("Fibromyalgie Namur"),
        "waiting": next(one["email"] for one in site.people if one["role"] == "waiting"),
    }[kind]


def pages_of(page: Page, kind: str) -> Iterator[str]:
    """Walk every link from where this person lands, one page of each shape."""
    waiting, seen = list(STARTS[kind]), set()
    while waiting:
        path = waiting.pop(0)
        shape = IDS.sub("…", urlsplit(path).path)
        if shape in seen:
            continue
        seen.add(shape)
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in links if link.startswith("/") and not link.startswith((DEMO, "/quitter", "/c/"))]


@pytest.mark.parametrize("kind", list(STARTS))
def test_every_page_is_open_to_everybody(visitor: Visitor, site: Site, kind: str) -> None:
    email, findings = person(kind, site), []
    walker = visitor.page(email, viewport={"width": 390, "height": 900})
    paths = list(pages_of(walker, kind))
    walker.context.close()
    assert len(paths) >= 3
    for width, scheme in ((390, "light"), (1280, "dark")):
        page = visitor.page(email, viewport={"width": width, "height": 900}, color_scheme=scheme)
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda fault, said=said: said.append(str(fault)))
        for path in paths:
            findings += [f"{path} {width} {scheme}: {one}" for one in look(page, path, width)]
            findings += [f"{path} {width} {scheme}: {one}" for one in said]
            said.clear()
        page.context.close()
    assert findings == []


def look(page: Page, path: str, width: int) -> list[str]:
    """Return what is wrong with one page at one width."""
    loaded: list[Response] = []

    def take(answer: Response) -> None:
        loaded.append(answer)

    page.on("response", take)
    answer = page.goto(path)
    page.remove_listener("response", take)
    found = [] if answer and answer.ok else [f"status {answer and answer.status}"]
    faults: Any = Axe().run(page, options=AXE).response["violations"]
    found += [f"axe {fault['id']} {[node['html'][:90] for node in fault['nodes']][:2]}" for fault in faults]
    if width == 390:
        found += [f"small target {one}" for one in page.evaluate(SMALL)]
        weight = sum(len(gzip.compress(one.body(), 9)) for one in loaded if one.status == 200)
        found += [f"weighs {weight} bytes"] if weight > MOST_BYTES else []
        page.set_viewport_size({"width": 320, "height": 640})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"scrolls sideways by {over} px at 320"] if over > 0 else []
        page.set_viewport_size({"width": 390, "height": 900})
    return found
