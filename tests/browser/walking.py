"""The walk through the product: every link from where each kind of person lands, one page of each shape."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tests.browser.conftest import Site

IDS = re.compile(r"(?<=/)[A-Za-z0-9_-]{22,}")
DEMO = "/demo/"
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


def pages_of(page: Page, kind: str) -> Iterator[tuple[str, list[Response]]]:
    """Walk every link from where this person lands, one page of each shape; with each what was loaded for it."""
    waiting, seen = list(STARTS[kind]), set()
    loaded: list[Response] = []

    def take(answer: Response) -> None:
        loaded.append(answer)

    page.on("response", take)
    while waiting:
        path = waiting.pop(0)
        shape = IDS.sub("…", urlsplit(path).path)
        if shape in seen:
            continue
        seen.add(shape)
        loaded.clear()
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        yield path, loaded[:]
        waiting += [link for link in links if link.startswith("/") and not link.startswith((DEMO, "/quitter", "/c/"))]
    page.remove_listener("response", take)
