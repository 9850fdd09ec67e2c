"""What a letter looks like when its turn has come."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from flask_babel import force_locale, get_locale
from jinja2 import Environment

from entraide.db import kept
from entraide.mail.models import Letter
from entraide.settings import current


@dataclass(frozen=True)
class Rendered:
    """One letter to one address. `stop_url`: the page that ends such letters, for List-Unsubscribe (RFC 8058)."""

    to: str
    subject: str
    text: str
    html: str | None = None
    sender_name: str = ""
    stop_url: str | None = None


@dataclass(frozen=True)
class Kind:
    """How letters of one kind are made.

    `render` returns None when the letter is no longer true or wanted; `before` may write and commits (a fresh code);
    `taken` is told that the next mail server took it, in a transaction of its own.
    """

    render: Callable[[Letter], Rendered | None]
    before: Callable[[Letter], None] | None = None
    taken: Callable[[Letter], None] | None = None
    words: Mapping[str, Any] = field(default_factory=dict)


Kinds = Mapping[str, Kind]


@contextmanager
def language(code: str) -> Iterator[None]:
    """Speak one language inside: letters go out in their reader's."""
    with force_locale(code):
        yield


def compose(name: str, /, **values: Any) -> tuple[str, str]:
    """Return the text and HTML of templates/letters/<name>.txt and .html, filled in."""
    templates = cast(Environment, kept("templates"))
    values = {"site_name": current().site_name, "language": str(get_locale())[:2]} | values
    text = templates.get_template(f"letters/{name}.txt").render(values).strip() + "\n"
    return text, templates.get_template(f"letters/{name}.html").render(values)


def address_of_page(path: str) -> str:
    """Return the full address of a page of ours."""
    return current().public_url + path
