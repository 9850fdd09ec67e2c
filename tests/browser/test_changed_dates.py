"""A date is cancelled, a date is moved, and its members read of it: in French, with JavaScript off."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor
from tests.browser.letters import links_of, lying_there, text_of, wait_for_letter
from tests.browser.steps import day_typed, follow, in_words, plain, press, sees, type_day


def test_one_date_of_a_series_is_cancelled_and_the_members_are_told(visitor: Visitor, site: Site) -> None:
    before, page = lying_there(site.mail_dir), plain(visitor, "bruno.deuil@poste.example")
    page.goto("/agenda")
    day = date.fromisoformat(str(page.locator("article:not(.off) time").first.get_attribute("datetime")))
    page.locator("article:not(.off) h3 a").first.click()
    follow(page, "Annuler")
    press(page, "Annuler la rencontre")
    expect(page.get_by_role("status")).to_contain_text("La rencontre est annulée.")
    sees(page, "Cette rencontre est annulée.")
    member = "agnes.deuil@poste.example"
    letter = wait_for_letter(site.mail_dir, member, lambda one: in_words(day) in one["Subject"], before)
    assert str(letter["Subject"]).startswith("Annulé")
    assert "deuil" not in text_of(letter)
    reader = plain(visitor, member)
    reader.goto("/agenda")
    off = reader.locator(f"article.off:has(time[datetime='{day.isoformat()}'])")
    expect(off).to_contain_text("Annulé")
    expect(off.get_by_role("button")).to_have_count(0)


def test_one_date_is_moved_and_the_letter_says_from_when_to_when(visitor: Visitor, site: Site) -> None:
    before, page = lying_there(site.mail_dir), plain(visitor, "ines.passerelle@poste.example")
    page.goto("/agenda")
    page.locator("#next a").click()
    follow(page, "Déplacer")
    day = day_typed(page)
    after = day + timedelta(days=1)
    type_day(page, after)
    press(page, "Déplacer et prévenir les membres")
    expect(page.get_by_role("status")).to_contain_text("La rencontre est déplacée.")
    sees(page, "Cette rencontre a été déplacée.")
    sees(page, in_words(after))
    member = "zoe.passerelle@poste.example"
    letter = wait_for_letter(site.mail_dir, member, lambda one: "Changement" in one["Subject"], before)
    assert f"{day.day}" in letter["Subject"]
    assert in_words(after) in letter["Subject"]
    assert "Votre réponse est à redonner." in text_of(letter)
    assert "Passerelle" not in text_of(letter)
    reader = plain(visitor, member)
    reader.goto(next(link for link in links_of(letter) if "/rencontre/" in link))
    sees(reader, "Vous avez répondu avant le changement.")
