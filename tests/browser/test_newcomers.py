"""How people come: one founds a group and plans its meetings, one is invited, one comes by a link; without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from entraide import clock
from tests.browser.conftest import Site, Visitor
from tests.browser.letters import links_of, lying_there, wait_for_letter
from tests.browser.steps import follow, plain, press, sees, type_code, type_day


@pytest.mark.parametrize("kind", ["visitor", "tls_visitor"])
def test_a_newcomer_founds_a_group_plans_its_meetings_and_invites(kind: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(kind)
    page, site = plain(visitor), visitor.site
    before = lying_there(site.mail_dir)
    page.goto("/creer")
    page.get_by_label("Votre adresse e-mail").fill("nora@poste.example")
    press(page, "M’envoyer un code")
    type_code(page, site, "nora@poste.example", before)
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
    expect(page.get_by_role("button", name="Confirmer")).to_be_visible()
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
        letter = wait_for_letter(site.mail_dir, invited, lambda one: one["Subject"] == "Nora vous écrit", before)
        assert "Le fil du jeudi" not in letter.as_string()
        assert "handicap" not in letter.as_string().lower()


def test_an_invited_person_joins_by_her_letter_alone(visitor: Visitor, site: Site) -> None:
    email, before = "odette.neuve@poste.example", lying_there(site.mail_dir)
    organiser = plain(visitor, "robert.memoire@poste.example")
    organiser.goto(site.url_of("Proches de la mémoire") + "/inviter")
    organiser.get_by_label("Adresses e-mail").fill(email)
    press(organiser, "Envoyer les invitations")
    sees(organiser, "Une lettre est en route.")
    letter = wait_for_letter(site.mail_dir, email, lambda one: one["Subject"] == "Robert vous écrit", before)
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
    email, before = "pascal.neuf@poste.example", lying_there(site.mail_dir)
    organiser = plain(visitor, "robert.memoire@poste.example")
    organiser.goto(site.url_of("Proches de la mémoire") + "/inviter")
    press(organiser, "Créer")
    sees(organiser, "Ouvert jusqu’au")
    address = organiser.locator("#address").inner_text()

    page = plain(visitor)
    page.goto(address)
    assert "mémoire" not in page.content()
    page.get_by_label("Votre adresse e-mail").fill(email)
    press(page, "M’envoyer un code")
    type_code(page, site, email, before)
    page.get_by_label("Votre nom dans ce groupe").fill("Pascal")
    page.get_by_role("radio", name="comme proche").check()
    press(page, "J’accepte, envoyer ma demande")
    sees(page, "Les personnes qui organisent ont votre nom")
    assert "mémoire" not in page.content()

    asked = "robert.memoire@poste.example"
    letter = wait_for_letter(site.mail_dir, asked, lambda one: str(one["Subject"]).startswith("Une demande"), before)
    assert "Pascal" not in letter.as_string()
    organiser.goto(links_of(letter)[0])
    press(organiser, "Nous nous sommes rencontrés Pascal")
    sees(organiser, "C’est fait. Une lettre le lui dit, sans nommer le groupe.")
    done = wait_for_letter(site.mail_dir, email, lambda one: one["Subject"] == "C’est fait", before)
    page.goto(links_of(done)[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Proches de la mémoire")
    press(page, "J’accepte, voir le groupe")
    sees(page, "Vous y êtes « Pascal »")
