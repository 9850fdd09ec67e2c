"""The words of a page in its language, found once for all of them."""

from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.support import Translations
from flask import g
from flask_babel import Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


class Catalogue(Domain):
    """flask_babel's translations, kept while one language is spoken: a page says hundreds of words."""

    def get_translations(self) -> Any:
        """Return those of the language that is spoken now; flask_babel forgets them where that changes."""
        if (here := _here()) is None:
            return super().get_translations()  # type: ignore[no-untyped-call]
        if (found := getattr(here, "babel_translations", None)) is None:
            found = here.babel_translations = super().get_translations()  # type: ignore[no-untyped-call]
        return found

    @pass_eval_context
    def say(self, how: EvalContext, text: str, /, **variables: Any) -> str:
        """Say a text of a template; one without variables is made ready once, not once a line."""
        words = self.get_translations()
        if how.autoescape and not variables:
            return _ready(words, text)
        said = words.ugettext(text)
        return (Markup(said) if how.autoescape else said) % variables  # noqa: S704 (the catalogue's, not a reader's)


def spoken() -> Locale | None:
    """Return the language that is spoken now, as flask_babel chose it: a page of fifty dates asks hundreds of times."""
    return getattr(_here(), "babel_locale", None) or get_locale()


@cache
def locale_of(language: str) -> Locale:
    """Return the one object for a language: what is kept by language is then found without comparing."""
    return Locale.parse(language)


def _here() -> Any:
    """Return where flask_babel keeps what is spoken: one look through `g`, not three."""
    try:
        return g._get_current_object().get("_flask_babel")
    except RuntimeError:  # outside pages and letters
        return None


@lru_cache(maxsize=4096)
def _ready(words: Translations, text: str) -> Markup:
    return Markup(words.ugettext(text)) % {}  # noqa: S704 (the catalogue's, not a reader's)
