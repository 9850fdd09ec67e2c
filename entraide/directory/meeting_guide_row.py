"""One row of a Meeting Guide document: its fields under their plain names, and the remarks that reading them gave."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

from entraide.directory import remarks
from entraide.directory.drafts import Remark
from entraide.directory.plain_text import plain, shorten, visible
from entraide.directory.private_words import scrub

_ALIASES = {"id": "slug", "entity_website_url": "entity_url"}
_CONTACTS = {
    "author", "email", "phone", "mailing_address", "last_contact", "feedback_emails", "entity_email", "entity_phone",
    *(f"contact_{number}_{part}" for number in (1, 2, 3) for part in ("name", "email", "phone")),
}  # fmt: skip
_CONTRIBUTIONS = {"venmo", "square", "paypal", "homegroup_online"}


class Refused(Exception):
    """This row cannot be taken; its one argument is the Remark that says why."""

    def __init__(self, reason: Remark) -> None:
        super().__init__(reason.code)
        self.reason = reason


class Row:
    """Fields by lower-case name with underscores; texts come out plain, without contacts and without secrets."""

    def __init__(self, fields: Mapping[Any, Any]) -> None:
        self._fields = _by_name(fields)
        self.notices: dict[Remark, None] = {}
        self.secrets: dict[str, None] = {}
        self.links: dict[str, None] = {}
        if self._has_any(_CONTACTS):
            self.note(remarks.CONTACTS_LEFT_OUT)
        if self._has_any(_CONTRIBUTIONS):
            self.note(remarks.CONTRIBUTIONS_LEFT_OUT)

    def note(self, remark: Remark) -> None:
        """Keep a remark, once."""
        self.notices[remark] = None

    def value(self, name: str) -> Any:
        """Return a field as it stands, or None where it is absent or empty."""
        return self._fields.get(name)

    def raw(self, name: str) -> str:
        """Return a short field as one line of visible text, secrets and all."""
        return " ".join(visible(_as_text(self.value(name))[:5000]).split())

    def words(self, name: str, limit: int, *, is_postal: bool = False) -> str:
        """Return a text field fit to be kept; its secrets and links are set aside for members."""
        return self.fit(_as_text(self.value(name)), limit, is_postal=is_postal)

    def line(self, name: str, limit: int, *, is_postal: bool = False) -> str:
        """Return a text field fit to be kept, on one line."""
        return " ".join(self.words(name, limit, is_postal=is_postal).split())

    def fit(self, text: str, limit: int, *, is_postal: bool = False) -> str:
        """Make any text of this row fit to be kept, and remark on what was taken from it."""
        scrubbed = scrub(plain(text), is_postal=is_postal)
        self.secrets.update(dict.fromkeys(scrubbed.secrets))
        self.links.update(dict.fromkeys(scrubbed.links))
        if scrubbed.secrets or scrubbed.links:
            self.note(remarks.SECRET_MOVED)
        if scrubbed.had_contact:
            self.note(remarks.CONTACT_REMOVED)
        if len(scrubbed.text) > limit:
            self.note(remarks.SHORTENED)
        return shorten(scrubbed.text, limit)

    def several(self, name: str, separator: str) -> list[str]:
        """Return the texts of a list, or the pieces of one text; what is neither is left out with a remark."""
        value = self.value(name)
        if not isinstance(value, list | tuple):
            value = [] if value is None else _as_text(value).split(separator) if _is_text(value) else [value]
        if not all(item is None or _is_text(item) for item in value):
            self.note(remarks.NOT_A_WORD)
        return [_as_text(item).strip() for item in value[:200] if _is_text(item)]

    def slug(self) -> str:
        """Return the row's own identifier: up to 64 letters, digits and `. ~ % _ -`; a hash stands for any other."""
        slug = self.raw("slug")
        if not slug:
            raise Refused(remarks.NO_SLUG)
        if re.fullmatch(r"[\w.~%-]{1,64}", slug):
            return slug
        self.note(remarks.SLUG_REPLACED)
        return "~" + hashlib.sha256(slug.encode()).hexdigest()[:40]

    def _has_any(self, names: set[str]) -> bool:
        return any(self.value(name) is not None for name in names)


def _by_name(fields: Mapping[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in fields.items():
        is_empty = value is None or (isinstance(value, str | list | tuple | dict) and not value)
        if isinstance(key, str) and not is_empty and not (isinstance(value, str) and not value.strip()):
            found.setdefault(re.sub(r"[\s-]+", "_", key[:64].strip().casefold()), value)
    return {_ALIASES[name]: value for name, value in found.items() if name in _ALIASES} | found


def _is_text(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value[:20_000]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    return str(value) if isinstance(value, int) and abs(value) < 10**18 else ""
