"""What somebody does on a page: presses, follows, types a code or a day, sees words; in French, with JavaScript off."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visitor
from tests.browser.letters import new_code

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905


def plain(visitor: Visitor, email: str | None = None) -> Page:
    """Open a page whose scripts do not run."""
    return visitor.page(email, java_script_enabled=False)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words).first.click()


def type_code(page: Page, site: Site, email: str, before: frozenset[str]) -> None:
    """Type the code that was just sent, on a device of one's own."""
    page.get_by_label("Le code reçu par e-mail").fill(new_code(site.mail_dir, email, before))
    page.get_by_role("radio", name="Je suis seule ou seul à l’utiliser").check()
    press(page, "Continuer")


def sees(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


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
