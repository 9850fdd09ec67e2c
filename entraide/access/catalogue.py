"""The words of a page in its language, found once for all of them."""

from functools import lru_cache
from typing import Any

from babel.support import Translations
from flask import g
from flask_babel import Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


class Catalogue(Domain):
    """flask_babel's translations, kept while one language is spoken: a page says hundreds of words."""

    def get_translations(self) -> Any:
        """Return those of the language that is spoken now; flask_babel forgets them where that changes."""
        spoken = g.get("_flask_babel") if g else None
        if spoken is None:
            return super().get_translations()  # type: ignore[no-untyped-call]
        if (found := getattr(spoken, "babel_translations", None)) is None:
            found = spoken.babel_translations = super().get_translations()  # type: ignore[no-untyped-call]
        return found

    @pass_eval_context
    def say(self, how: EvalContext, text: str, /, **variables: Any) -> str:
        """Say a text of a template; one without variables is made ready once, not once a line."""
        words = self.get_translations()
        if how.autoescape and not variables:
            return _ready(words, text)
        said = words.ugettext(text)
        return (Markup(said) if how.autoescape else said) % variables  # noqa: S704 (the catalogue's, not a reader's)


@lru_cache(maxsize=4096)
def _ready(words: Translations, text: str) -> Markup:
    return Markup(words.ugettext(text)) % {}  # noqa: S704 (the catalogue's, not a reader's)
