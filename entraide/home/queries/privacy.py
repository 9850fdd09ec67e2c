"""What the privacy pages say that depends on this server: who keeps it, and how many days what is kept."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from entraide.accounts.queries import SHARED_IDLE, SHARED_LIFE
from entraide.home.keeping_words import WORDS
from entraide.retention import TABLE, Kept
from entraide.settings import current


@dataclass(frozen=True)
class KeptLine:
    """One line of the retention table as it holds here; `is_chosen`: this server's operator chose other days."""

    what: LazyString
    since: LazyString
    days: int
    is_chosen: bool


@dataclass(frozen=True)
class ShortLine:
    """One line of what does not last a day; `lasts` in words."""

    what: LazyString
    since: LazyString
    lasts: str


@dataclass(frozen=True)
class PrivacyPage:
    """Who answers for this server, and from which age one may have an account."""

    operator: str
    contact: str
    minimum_age: int


def kept_lines() -> list[KeptLine]:
    """Return the one retention table, the shortest first, as jobs apply it."""
    settings = current()
    lines = [
        KeptLine(WORDS[what].what, WORDS[what].since, days, days != TABLE[what].days)
        for what in Kept
        for days in [settings.kept(what).days]
    ]
    return sorted(lines, key=lambda line: line.days)


def short_lines() -> list[ShortLine]:
    """Return what is over within a day: a session where others use the device too, the same on every server."""
    what = _l("Being signed in where others use the device too; closing the browser ends it as well")
    minutes, hours = int(SHARED_IDLE.total_seconds() / 60), int(SHARED_LIFE.total_seconds() / 3600)
    return [
        ShortLine(what, _l("after you last used it"), ngettext("%(num)s minute", "%(num)s minutes", minutes)),
        ShortLine(
            what, _l("after you signed in, however much you use it"), ngettext("%(num)s hour", "%(num)s hours", hours)
        ),
    ]


def privacy_page() -> PrivacyPage:
    """Return what the settings say of who answers for people's data."""
    settings = current()
    return PrivacyPage(settings.operator, settings.operator_contact, settings.minimum_age)
