"""The lock of one's own device, as a real browser makes and shows it; and the other ways, without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import Site, Visitor, sign_in, type_address_and_code
from tests.browser.steps import press, sees

LOCKED, WITHOUT_SCRIPTS = "yvonne.tilleuls@poste.example", "wim.deuil@poste.example"  # no other test needs them


def with_device(page: Page, *, verifies: bool = True) -> tuple[CDPSession, str]:
    """Give a page's browser a device of its own that makes passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.base, locale="fr-BE")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def prove(page: Page, site: Site, email: str) -> None:
    type_address_and_code(page, site, email)
    press(page, "Continuer")


def test_a_device_locks_the_account_and_opens_it_at_the_door(page: Page, site: Site) -> None:
    session, device = with_device(page)
    sign_in(page, site, LOCKED)
    page.goto("/moi/verrous")
    press(page, "Utiliser cet appareil Le verrou de mon téléphone ou ordinateur")
    press(page, "Utiliser cet appareil")
    expect(page.get_by_role("listitem")).to_have_count(10)
    made = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [(one["rpId"], one["isResidentCredential"]) for one in made] == [("localhost", True)]

    page.goto("/moi/verrous")
    page.get_by_role("checkbox", name="Demander mon verrou à chaque connexion").check()
    press(page, "Garder")
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    page.goto("/moi")
    page.get_by_role("button", name="Se déconnecter").last.click()
    page.wait_for_url(site.base + "/")
    prove(page, site, LOCKED)
    page.wait_for_url("**/connexion/verrou")
    page.goto("/agenda")
    expect(page).to_have_url(re.compile("/connexion$"))
    page.goto("/connexion/verrou")
    press(page, "Ouvrir avec cet appareil")
    page.wait_for_url("**/agenda")


def test_a_device_that_says_no_can_be_asked_again(page: Page, site: Site) -> None:
    session, device = with_device(page, verifies=False)
    sign_in(page, site, site.organiser_of("Fibromyalgie Namur"))
    page.goto("/moi/verrous")
    press(page, "Utiliser cet appareil Le verrou de mon téléphone ou ordinateur")
    press(page, "Utiliser cet appareil")
    expect(page.get_by_role("status")).to_contain_text("Cela n’a pas marché", timeout=15_000)
    expect(page).to_have_url(re.compile("/moi/verrous/appareil$"))
    assert session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"] == []


def test_without_javascript_the_other_ways_stand_there(visitor: Visitor) -> None:
    page = visitor.page(WITHOUT_SCRIPTS, java_script_enabled=False)
    page.goto("/moi/verrous")
    press(page, "Utiliser cet appareil Le verrou de mon téléphone ou ordinateur")
    sees(page, "Ce chemin demande JavaScript")
    page.goto("/moi/verrous")
    press(page, "Imprimer une feuille de codes")
    expect(page.get_by_role("listitem")).to_have_count(40)
    codes = [text.replace("\u00a0", "") for text in page.get_by_role("listitem").all_inner_texts()]
    assert len(codes) == 40
    page.get_by_role("link", name="Je les ai sur papier").click()
    expect(page.get_by_label("Le code")).to_be_visible()
    asked = re.search(r"numéro (\d+)", page.get_by_role("main").inner_text())
    assert asked is not None
    page.get_by_label("Le code").fill(codes[int(asked[1]) - 1])
    press(page, "Continuer")
    expect(page.get_by_role("listitem")).to_have_count(10)
    page.context.close()
