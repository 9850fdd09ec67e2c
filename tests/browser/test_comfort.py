"""Pages by keyboard alone, in the largest text, with wider spacing, on paper, and left in a hurry."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visitor
from tests.browser.letters import lying_there, new_code

SPACING = (
    """css => { const wider = new CSSStyleSheet(); wider.replaceSync(css); document.adoptedStyleSheets = [wider]; }"""
)
WIDE = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""
WIDER = "document.documentElement.scrollWidth - innerWidth"
FOCUSED = """() => { const here = document.activeElement, at = here.getBoundingClientRect();
  const drawn = here.closest('.pick, .seg label') || here;
  return {what: here.name || here.textContent.trim(), value: here.value || '', tag: here.tagName,
    outline: getComputedStyle(drawn).outlineStyle, seen: at.height > 0 && at.bottom > 0 && at.top < innerHeight}; }"""


def tab_to(page: Page, what: str, most: int = 40, value: str = "") -> None:
    """Press Tab until the control with this name or these words has the focus; each stop on the way is seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert stop["outline"] != "none", stop
        assert stop["seen"], stop
        if what in stop["what"] and value in stop["value"]:
            return
    raise AssertionError(f"Tab does not lead to {what}")


def test_signing_in_and_answering_need_no_mouse(visitor: Visitor, site: Site) -> None:
    email, before, page = "gisele.memoire@poste.example", lying_there(site.mail_dir), visitor.page()
    page.goto("/connexion")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["what"] == "Aller au contenu"
    page.keyboard.press("Enter")
    tab_to(page, "email", 2)
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/code")
    tab_to(page, "code")
    page.keyboard.type(new_code(site.mail_dir, email, before))
    tab_to(page, "device", 2)
    page.keyboard.press("Space")
    tab_to(page, "Continuer", 2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda")
    tab_to(page, "reply", value="yes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est noté. Vous venez")


PAGES = {
    None: ["/", "/connexion", "/creer", "/affichage"],
    "anne-marie.tilleuls@poste.example": [
        *("/agenda", "/g", "/moi", "/agenda/calendrier"),
        *("{g}", "{g}/membres", "{g}/roles", "{g}/ma-fiche", "{g}/inviter", "{g}/demandes", "{g}/reglages"),
        *("{g}/rencontres/nouvelle", "{g}/annuaire", "{next}"),
    ],
}


@pytest.mark.parametrize("email", PAGES)
def test_large_and_spaced_text_never_scrolls_sideways(visitor: Visitor, site: Site, email: str | None) -> None:
    page = visitor.page(email, viewport={"width": 320, "height": 640})
    page.goto("/agenda" if email else "/")
    following = page.locator("#next a").get_attribute("href") if email else ""
    paths = [path.format(g=site.url_of("Fibromyalgie Namur"), next=following) for path in PAGES[email]]
    findings = []
    for path in paths:
        page.goto(path)
        page.evaluate("document.documentElement.dataset.size = 'largest'")
        findings += [f"{path} largest: {over} px"] if (over := page.evaluate(WIDER)) > 0 else []
        page.evaluate("document.documentElement.dataset.size = 'normal'")
        page.evaluate(SPACING, WIDE)
        findings += [f"{path} spaced: {over} px"] if (over := page.evaluate(WIDER)) > 0 else []
    assert findings == []


def test_the_largest_text_is_kept_on_this_device(visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto("/affichage")
    page.get_by_role("radio", name="Très grand").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto("/connexion")
    expect(page.locator("html")).to_have_attribute("data-size", "largest")


def test_the_agenda_prints_its_dates_and_nothing_to_press(visitor: Visitor) -> None:
    page = visitor.page("lise@poste.example", java_script_enabled=False)
    page.goto("/agenda")
    page.emulate_media(media="print")
    for gone in (".nav", ".top", ".foot", "button", "aside"):
        assert not any(one.is_visible() for one in page.locator(gone).all()), gone
    assert page.locator("article time").first.is_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("way", ["Shift", "press"])
def test_leaving_quickly_leads_to_a_neutral_site_and_not_back(visitor: Visitor, way: str) -> None:
    page = visitor.page("lise@poste.example")
    away = page.request.get("/quitter", max_redirects=0).headers["location"]
    assert away.startswith("https://")
    page.route("**/quitter", lambda route: route.fulfill(status=200, body="<title>Il pleut</title>"))
    page.goto("/moi/protection")
    if page.locator("[data-exit]").count() == 0:
        page.locator("form[action$='/quitter-vite/oui'] button").click()
    expect(page.locator("[data-exit]")).to_have_count(1)
    page.goto("/affichage")
    page.goto("/agenda")
    if way == "Shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.locator("[data-exit]").click()
    page.wait_for_url("**/quitter")
    page.go_back()
    expect(page, "the page that was left is no longer in the history").to_have_url(re.compile("/affichage$"))
