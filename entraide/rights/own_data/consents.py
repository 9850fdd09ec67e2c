"""The text of a consent as it was agreed to, by its version."""

import re
from html import unescape
from typing import cast

from flask_babel import get_locale
from jinja2 import Environment

from entraide.db import kept

_TAGS = re.compile(r"<[^>]*>")
_BLOCKS = re.compile(r"\s*</(?:p|li|h\d|ul)>\s*|\s*<br>\s*")


def text_of(version: str | None) -> str | None:
    """Return a consent's text in the language spoken, else in French; None where its file is gone or none was given."""
    if not version:
        return None
    language = str(get_locale() or "fr")[:2]
    names = [f"consents/{version}.{code}.html" for code in (language, "fr")]
    templates = cast(Environment, kept("templates"))
    known = [name for name in names if name in templates.list_templates()]
    if not known:
        return None
    page = _BLOCKS.sub("\n", templates.get_template(known[0]).render())
    return "\n".join(filter(None, (unescape(_TAGS.sub("", line)).strip() for line in page.splitlines())))
