"""The words of a page: found once, and never in the language of the one before."""

from flask import Flask, render_template_string
from flask_babel import force_locale, gettext, lazy_gettext, refresh


def test_another_language_is_spoken_where_it_is_asked_for_and_not_after(app: Flask) -> None:
    word = lazy_gettext("Members")
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("Members") == "Members"
        with force_locale("fr"):
            assert (gettext("Members"), str(word)) == ("Membres", "Membres")
        assert (gettext("Members"), str(word)) == ("Members", "Members")


def test_a_language_chosen_during_a_request_is_spoken_at_once(app: Flask) -> None:
    environ: dict[str, str] = {"HTTP_ACCEPT_LANGUAGE": "en"}
    with app.test_request_context(environ_base=environ) as context:
        assert gettext("Members") == "Members"
        context.request.environ["HTTP_ACCEPT_LANGUAGE"] = "fr"
        context.request.__dict__.pop("accept_languages", None)
        refresh()
        assert gettext("Members") == "Membres"


def test_two_readers_are_each_answered_in_their_own_language(app: Flask) -> None:
    browser = app.test_client()
    pages = [browser.get("/connexion", headers={"Accept-Language": code}).text for code in ("fr", "en", "fr")]
    titles = [page.partition("</title>")[0] for page in pages]
    assert titles[0] == titles[2] != titles[1]


def test_what_a_text_is_given_is_escaped_and_its_own_signs_are_kept(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert render_template_string('{{ _("Hello %(name)s", name="<b>") }}') == "Hello &lt;b&gt;"
        assert render_template_string('{{ _("It’s 100 %%") }}') == "It’s 100 %"


def test_a_text_may_be_given_anything_by_any_name(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        said = render_template_string('{{ _("%(how)s %(text)s %(self)s", how="a", text="b", self="c") }}')
    assert said == "a b c"


def test_a_text_may_be_given_variables_of_any_name(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        said = render_template_string('{{ _("%(self)s %(how)s %(text)s", self="a", how="b", text="c") }}')
        assert said == "a b c"
