"""Behind TLS every form can be sent: the cookies and the Referer that its token asks for are there."""

from playwright.sync_api import Page

from tests.browser.conftest import Site, Visitor
from tests.browser.test_pages import pages_of, person

LAST = ("/deconnexion", "/quitter", "/fermer")  # these end what the others need


def test_every_form_can_be_sent_behind_tls(tls_visitor: Visitor, tls_site: Site) -> None:
    email = person("organiser", tls_site)
    page = tls_visitor.page(email)
    paths = list(pages_of(page, "organiser"))
    answers = {}
    for path in paths:
        page.goto(path)
        for at in range(page.locator("form[method=post]").count()):
            page.goto(path)
            action, status = send(page, at)
            answers[f"{path} {action}"] = status
    assert len(answers) > 15
    assert {where: status for where, status in answers.items() if status in (400, 404, 500)} == {}


def send(page: Page, at: int) -> tuple[str, int]:
    """Send one form as it stands; return where it went and how that was answered."""
    form = page.locator("form[method=post]").nth(at)
    action = form.get_attribute("action") or ""
    if action.endswith(LAST):
        return action, 0
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        form.evaluate("form => { form.noValidate = true; form.querySelector('button:not([type=button])').click(); }")
    page.wait_for_load_state()
    return action, answered.value.status


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
