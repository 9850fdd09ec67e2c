"""What members come for, each from its first page to what they see at the end: in French, with JavaScript off."""

import re
import urllib.request
from datetime import datetime

import recurring_ical_events
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor
from tests.browser.letters import links_of, wait_for_letter
from tests.browser.steps import follow, plain, press, sees


def test_a_member_answers_from_a_letter_in_two_clicks_signed_out(visitor: Visitor, site: Site) -> None:
    email = "helene.tilleuls@poste.example"
    letter = wait_for_letter(site.mail_dir, email, lambda one: str(one["Subject"]).startswith("Changement"))
    page = plain(visitor)
    page.goto(next(link for link in links_of(letter) if link.endswith("/oui")))
    sees(page, "Vous avez choisi « Je viens »")
    assert "Fibromyalgie" not in page.content()
    assert "Tilleuls" not in page.content()
    press(page, "Oui, je viens")
    expect(page.get_by_role("status")).to_contain_text("C’est noté. Vous venez")
    assert page.context.cookies() == []
    signed_in = plain(visitor, email)
    signed_in.goto(next(link for link in links_of(letter) if "/rencontre/" in link))
    sees(signed_in, "Vous venez.")


def test_connecting_a_calendar_gives_an_address_with_the_next_meeting_in_it(visitor: Visitor) -> None:
    page = plain(visitor, "alain.memoire@poste.example")
    page.goto("/agenda")
    day = datetime.fromisoformat(str(page.locator("article time").first.get_attribute("datetime"))).date()
    follow(page, "Relier mon agenda")
    press(page, "Relier mon agenda")
    sees(page, "Votre adresse est prête.")
    address = page.locator("#url").inner_text()
    assert page.get_by_role("link", name="iPhone").get_attribute("href") == re.sub("^https?", "webcal", address)
    with urllib.request.urlopen(address) as answer:
        text = answer.read().decode()
    found = recurring_ical_events.of(Calendar.from_ical(text)).at(day)
    assert [(event["SUMMARY"], event["DTSTART"].dt.strftime("%H:%M")) for event in found] == [("Rendez-vous", "10:00")]
    assert "Table des proches" not in text
    assert "mémoire" not in text


def test_a_member_reads_a_weekends_programme_and_answers(visitor: Visitor) -> None:
    page = plain(visitor, "beatrice.memoire@poste.example")
    page.goto("/agenda")
    follow(page, "Week-end de ressourcement")
    programme = page.get_by_role("region", name="Programme")
    expect(programme.get_by_role("heading", level=3)).to_have_count(3)
    expect(programme).to_contain_text("Accueil, souper, tour de table")
    expect(programme).to_contain_text("de 18 h à 21 h")
    press(page, "Je viens")
    expect(page.get_by_role("button", name="Je viens", exact=True)).to_have_attribute("aria-pressed", "true")
    sees(page, "Vous venez. Votre place est gardée.")
    sees(page, "Béatrice (vous)")


def test_a_member_hides_her_phone_number_and_nobody_can_ask_for_it(visitor: Visitor, site: Site) -> None:
    group = site.url_of("Fibromyalgie Namur")
    other = plain(visitor, "helene.tilleuls@poste.example")
    other.goto(group + "/membres")
    expect(other.get_by_role("link", name="Voir Gérard")).to_have_count(1)
    page = plain(visitor, "gerard.tilleuls@poste.example")
    page.goto(group + "/ma-fiche")
    page.get_by_text("Champ par champ", exact=True).click()
    page.get_by_role("radiogroup", name=re.compile("téléphone", re.I)).get_by_role(
        "radio", name="Moi seulement"
    ).check()
    press(page, "Enregistrer")
    sees(page, "C’est enregistré.")
    expect(page.locator(".seen").first).to_contain_text("Pas de téléphone, pas d’e-mail.")
    other.reload()
    expect(other.get_by_role("row", name=re.compile("^Gérard"))).to_contain_text("Pas partagé")
