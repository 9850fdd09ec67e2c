"""Behind TLS every form can be sent: the cookies and the Referer that its token asks for are there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Response

from tests.browser.conftest import Site, Visitor, sign_in
from tests.browser.letters import links_of, lying_there, wait_for_letter
from tests.browser.walking import IDS, pages_of, person

FORMS = """all => all.map(form => {
  const button = form.querySelector('button:not([type=button])').cloneNode(true);
  button.querySelectorAll('.sr').forEach(words => words.remove());
  return [new URL(form.action).pathname, button.textContent.trim()];
})"""
SEND = "form => { form.noValidate = true; form.querySelector('button:not([type=button])').click(); }"
Form = tuple[str, str, str]  # the page it stands on, where it goes, the words of its button
ENDINGS = (
    "/fin",
    "/annuler",
    "/inconnue",
    "/oublier",
    "Déposer mon rôle",
    "/quitter",
    "/fermer",
    "/deconnexion",
    "/tout",
)


@dataclass(frozen=True)
class Sent:
    """One form of one page, and how every page on the way was answered."""

    path: str
    action: str
    words: str
    statuses: tuple[int, ...]

    @property
    def is_fine(self) -> bool:
        return bool(self.statuses) and all(status in (200, 303, 422, 429) for status in self.statuses)


def opened(page: Page, paths: Iterable[str]) -> Iterator[str]:
    """Open one page after the other."""
    for path in paths:
        page.goto(path)
        yield path


def forms_of(page: Page, shown: Iterable[str]) -> list[Form]:
    """Find the forms of each page as it is shown, one of each shape, those that end something last."""
    found: dict[Form, Form] = {}
    for path in shown:
        for action, words in page.locator("main form[method=post]").evaluate_all(FORMS):
            found.setdefault((path, IDS.sub("…", action), words), (path, action, words))
    return sorted(found.values(), key=_ends)


def _ends(form: Form) -> int:
    _path, action, words = form
    return next((at + 1 for at, end in enumerate(ENDINGS) if action.endswith(end) or words == end), 0)


def send(page: Page, path: str, action: str, words: str) -> Sent | None:
    """Send a form as it stands; None where an earlier one took it away."""
    page.goto(path)
    here = page.locator("form[method=post]")
    shapes = [(IDS.sub("…", at), said) for at, said in here.evaluate_all(FORMS)]
    if (IDS.sub("…", action), words) not in shapes:
        return None
    statuses: list[int] = []

    def take(answer: Response) -> None:
        if answer.request.resource_type == "document":
            statuses.append(answer.status)

    page.on("response", take)
    try:
        with page.expect_navigation():
            here.nth(shapes.index((IDS.sub("…", action), words))).evaluate(SEND)
    except Error as fault:  # a file to keep: the browser stays on its page
        if "ERR_ABORTED" not in str(fault) or not statuses:
            raise
    page.remove_listener("response", take)
    return Sent(path, action, words, tuple(statuses))


def send_all(page: Page, forms: list[Form]) -> list[Sent]:
    """Send every form, and those of pages that only open by sending one."""
    sent, waiting, seen = [], forms, {IDS.sub("…", path) for path, _, _ in forms}
    while waiting:
        form, *waiting = waiting
        if one := send(page, *form):
            sent.append(one)
            here = urlsplit(page.url).path
            if one.statuses[-1] == 200 and 303 in one.statuses and IDS.sub("…", here) not in seen:
                seen.add(IDS.sub("…", here))
                waiting = sorted(waiting + forms_of(page, opened(page, [here])), key=_ends)
    return sent


def test_every_link_of_a_letter_can_be_used_behind_tls(tls_visitor: Visitor, tls_site: Site) -> None:
    """It comes first: the walks below end the series that the letter is about."""
    folder, organiser = tls_site.mail_dir, tls_visitor.page("robert.memoire@poste.example")
    before = lying_there(folder)
    organiser.goto(tls_site.url_of("Proches de la mémoire") + "/inviter")
    organiser.get_by_label("Adresses e-mail").fill("une@poste.example")
    organiser.get_by_role("button", name="Envoyer les invitations").click()
    moved = wait_for_letter(folder, "helene.tilleuls@poste.example", lambda one: "Changement" in one["Subject"])
    asked = wait_for_letter(folder, "une@poste.example", lambda one: True, before)
    links = [urlsplit(link).path for link in links_of(moved) + links_of(asked)]
    page = tls_visitor.page()
    followed = opened(page, [path for path in links if path.startswith(("/r/", "/u/", "/i/"))])
    sent = send_all(page, forms_of(page, followed))
    assert [one for one in sent if not one.is_fine] == []
    assert {one.path[:3] for one in sent} == {"/r/", "/u/", "/i/"}
    assert page.context.cookies() == []


@pytest.mark.parametrize(("kind", "least"), [("organiser", 30), ("member", 12), ("waiting", 4)])
def test_every_form_can_be_sent_behind_tls(browser: Browser, tls_site: Site, kind: str, least: int) -> None:
    email = person(kind, tls_site)
    assert email
    page = Visitor(browser, tls_site).page()  # a sign-in of its own: the walk ends it
    sign_in(page, tls_site, email)
    walk = chain((path for path, _ in pages_of(page, kind)), opened(page, ["/creer/groupe?genre=1"]))
    sent = send_all(page, [*forms_of(page, walk), ("/moi", "/deconnexion", "Se déconnecter")])
    assert [one for one in sent if not one.is_fine] == []
    assert len(sent) >= least
    assert sum(303 in one.statuses for one in sent) >= least / 2
    assert sent[-1].action == "/deconnexion"


def test_every_door_can_be_opened_behind_tls(tls_visitor: Visitor) -> None:
    page = tls_visitor.page()
    sent = send_all(page, forms_of(page, (path for path, _ in pages_of(page, "nobody"))))
    assert [one for one in sent if not one.is_fine] == []
    assert {"/connexion", "/creer", "/rejoindre", "/affichage"} <= {one.action for one in sent}


def test_cookies_are_bound_to_this_host(tls_visitor: Visitor, tls_site: Site) -> None:
    page = tls_visitor.page(person("member", tls_site))
    cookies = page.context.cookies()
    assert cookies
    assert all(cookie["name"].startswith("__Host-") and cookie["secure"] for cookie in cookies)


def test_forms_carry_their_token_and_a_referrer(tls_visitor: Visitor, tls_site: Site) -> None:
    page = tls_visitor.page(person("member", tls_site))
    answer = page.goto("/moi/appareils")
    assert answer is not None
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "max-age=63072000" in answer.headers["strict-transport-security"]
