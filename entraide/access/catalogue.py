"""The words of a page in its language, found once for all of them."""

from typing import Any

from flask import g
from flask_babel import Domain


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
