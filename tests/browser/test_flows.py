"""What people come for, each from its first page to what they see at the end: in French, with JavaScript off."""

import re
import time
import urllib.request
from datetime import date, datetime, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar
from playwright.sync_api import Page, expect

from entraide import clock
from tests.browser.conftest import Site, Visitor
from tests.browser.letters import links_of, newest_code, text_of, wait_for_letter

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905


def plain(visitor: Visitor, email: str | None = None) -> Page:
    """Open a page whose scripts do not run."""
    return visitor.page(email, java_script_enabled=False)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words).first.click()


def type_code(page: Page, site: Site, email: str, since: float) -> None:
    """Type the code that was just sent, on a device of one's own."""
    page.get_by_label("Le code reçu par e-mail").fill(newest_code(site.mail_dir, email, since))
    page.get_by_role("radio", name="Je suis seule ou seul à l’utiliser").check()
    press(page, "Continuer")


def sees(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


@pytest.mark.parametrize("kind", ["visitor", "tls_visitor"])
def test_a_newcomer_founds_a_group_plans_its_meetings_and_invites(kind: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(kind)
    since, page, site = time.time() - 1, plain(visitor), visitor.site
    page.goto("/creer")
    page.get_by_label("Votre adresse e-mail").fill("nora@poste.example")
    press(page, "M’envoyer un code")
    type_code(page, site, "nora@poste.example", since)
    press(page, "Choisir Un groupe de parole")
    page.get_by_label("Nom du groupe").fill("Le fil du jeudi")
    page.get_by_role("radio", name="Le handicap").check()
    page.get_by_label("Votre nom dans ce groupe").fill("Nora")
    page.get_by_role("checkbox", name="J’ai lu ces phrases et je suis d’accord").check()
    press(page, "Créer mon groupe")

    first = clock.today() + timedelta(days=20)
    page.get_by_label("Nom de la rencontre").fill("Table ronde")
    page.get_by_role("textbox", name="Lieu (facultatif)").fill("Salle du Moulin")
    type_day(page, first)
    page.get_by_label("Début").fill("14 h")
    page.get_by_label("Fin", exact=True).fill("16 h")
    page.get_by_role("radio", name="Chaque semaine").check()
    press(page, "Voir les dates")
    sees(page, "Est-ce bien cela ?")
    sees(page, "Salle du Moulin")
    planned = page.get_by_role("checkbox").count()
    assert planned > 4
    page.get_by_role("checkbox").nth(1).uncheck()
    press(page, "Confirmer")
    expect(page.get_by_role("status")).to_contain_text(str(planned - 1))
    expect(page.get_by_role("heading", level=1)).to_have_text("Le fil du jeudi")

    follow(page, "Inviter")
    page.get_by_label("Adresses e-mail").fill("odile@poste.example, pierre@poste.example")
    press(page, "Envoyer les invitations")
    expect(page.get_by_role("status")).to_have_text("2 lettres sont en route.")
    for invited in ("odile@poste.example", "pierre@poste.example"):
        letter = wait_for_letter(site.mail_dir, invited, lambda one: one["Subject"] == "Nora vous écrit", since)
        assert "Le fil du jeudi" not in letter.as_string()
        assert "handicap" not in letter.as_string().lower()


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


def test_an_invited_person_joins_by_her_letter_alone(visitor: Visitor, site: Site) -> None:
    email, since = "odette.neuve@poste.example", time.time() - 1
    organiser = plain(visitor, "robert.memoire@poste.example")
    organiser.goto(site.url_of("Proches de la mémoire") + "/inviter")
    organiser.get_by_label("Adresses e-mail").fill(email)
    press(organiser, "Envoyer les invitations")
    sees(organiser, "Une lettre est en route.")
    letter = wait_for_letter(site.mail_dir, email, lambda one: one["Subject"] == "Robert vous écrit", since)
    assert "mémoire" not in letter.as_string()
    page = plain(visitor)
    page.goto(links_of(letter)[0])
    assert "mémoire" not in page.content()
    press(page, "Voir l’invitation")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proches de la mémoire")
    page.get_by_label("Votre nom dans ce groupe").fill("Odette B.")
    press(page, "J’accepte et je rejoins le groupe")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proches de la mémoire")
    sees(page, "Vous y êtes « Odette B. »")
    again = plain(visitor)
    again.goto(links_of(letter)[0])
    assert "mémoire" not in again.content()
    expect(again.get_by_role("button", name="Voir l’invitation")).to_have_count(0)


def test_whoever_comes_by_a_link_waits_until_an_organiser_has_met_her(visitor: Visitor, site: Site) -> None:
    email, since = "pascal.neuf@poste.example", time.time() - 1
    organiser = plain(visitor, "robert.memoire@poste.example")
    organiser.goto(site.url_of("Proches de la mémoire") + "/inviter")
    press(organiser, "Créer")
    address = organiser.locator("#address").inner_text()

    page = plain(visitor)
    page.goto(address)
    assert "mémoire" not in page.content()
    page.get_by_label("Votre adresse e-mail").fill(email)
    press(page, "M’envoyer un code")
    type_code(page, site, email, since)
    page.get_by_label("Votre nom dans ce groupe").fill("Pascal")
    page.get_by_role("radio", name="comme proche").check()
    press(page, "J’accepte, envoyer ma demande")
    sees(page, "Les personnes qui organisent ont votre nom")
    assert "mémoire" not in page.content()

    asked = "robert.memoire@poste.example"
    letter = wait_for_letter(site.mail_dir, asked, lambda one: str(one["Subject"]).startswith("Une demande"), since)
    assert "Pascal" not in letter.as_string()
    organiser.goto(links_of(letter)[0])
    press(organiser, "Nous nous sommes rencontrés Pascal")
    sees(organiser, "C’est fait. Une lettre le lui dit, sans nommer le groupe.")
    done = wait_for_letter(site.mail_dir, email, lambda one: one["Subject"] == "C’est fait", since)
    page.goto(links_of(done)[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Proches de la mémoire")
    press(page, "J’accepte, voir le groupe")
    sees(page, "Vous y êtes « Pascal »")


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
    expect(other.get_by_role("row", name=re.compile("^Gérard"))).to_contain_text("Rien de partagé")


def test_one_date_of_a_series_is_cancelled_and_the_members_are_told(visitor: Visitor, site: Site) -> None:
    since, page = time.time() - 1, plain(visitor, "bruno.deuil@poste.example")
    page.goto("/agenda")
    day = date.fromisoformat(str(page.locator("article:not(.off) time").first.get_attribute("datetime")))
    page.locator("article:not(.off) h3 a").first.click()
    follow(page, "Annuler")
    press(page, "Annuler la rencontre")
    expect(page.get_by_role("status")).to_contain_text("La rencontre est annulée.")
    sees(page, "Cette rencontre est annulée.")
    member = "agnes.deuil@poste.example"
    letter = wait_for_letter(site.mail_dir, member, lambda one: in_words(day) in one["Subject"], since)
    assert str(letter["Subject"]).startswith("Annulé")
    assert "deuil" not in text_of(letter)
    reader = plain(visitor, member)
    reader.goto("/agenda")
    off = reader.locator(f"article.off:has(time[datetime='{day.isoformat()}'])")
    expect(off).to_contain_text("Annulé")
    expect(off.get_by_role("button")).to_have_count(0)


def test_one_date_is_moved_and_the_letter_says_from_when_to_when(visitor: Visitor, site: Site) -> None:
    since, page = time.time() - 1, plain(visitor, "ines.passerelle@poste.example")
    page.goto("/agenda")
    page.locator("#next a").click()
    follow(page, "Déplacer")
    before = day_typed(page)
    after = before + timedelta(days=1)
    type_day(page, after)
    press(page, "Déplacer et prévenir les membres")
    expect(page.get_by_role("status")).to_contain_text("La rencontre est déplacée.")
    sees(page, "Cette rencontre a été déplacée.")
    sees(page, in_words(after))
    member = "zoe.passerelle@poste.example"
    letter = wait_for_letter(site.mail_dir, member, lambda one: "Changement" in one["Subject"], since)
    assert f"{before.day}" in letter["Subject"]
    assert in_words(after) in letter["Subject"]
    assert "Votre réponse est à redonner." in text_of(letter)
    assert "Passerelle" not in text_of(letter)
    reader = plain(visitor, member)
    reader.goto(next(link for link in links_of(letter) if "/rencontre/" in link))
    sees(reader, "Vous avez répondu avant le changement.")


def type_day(page: Page, day: date) -> None:
    page.get_by_role("textbox", name="Jour").first.fill(str(day.day))
    page.get_by_role("combobox", name="Mois").first.select_option(MONTHS[day.month - 1])
    page.get_by_role("textbox", name="Année").first.fill(str(day.year))


def day_typed(page: Page) -> date:
    day, year = (page.get_by_role("textbox", name=name).first.input_value() for name in ("Jour", "Année"))
    month = page.get_by_role("combobox", name="Mois").first.locator("option:checked").inner_text()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def in_words(day: date) -> str:
    """Write a day as letters do: « 24 novembre »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"
