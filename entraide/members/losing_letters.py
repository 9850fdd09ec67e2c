"""What letters say when a lock is lost: to her that it is no longer asked for, to organisers that she needs them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from entraide.access.tokens import short
from entraide.accounts.letters import person_of, reader_of
from entraide.accounts.losing import LETTER
from entraide.accounts.models import Person
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, given, note
from entraide.members.letters import membership_of
from entraide.members.models import Status, Vouching
from entraide.members.queries.vouching import find_vouching
from entraide.settings import current


def lock_lifts(letter: Letter) -> Reader | None:
    """Tell her that the operator's command lifts her lock; nothing once it was stopped or is done."""
    person = person_of(letter)
    return _to_her(person, person.lock_lifts_at, current().timezone)


def lock_vouched(letter: Letter) -> Reader | None:
    """Tell her that two organisers vouched; nothing once it was stopped. It names no group."""
    row, person = _asked(letter), find_person(membership_of(letter).person_id)
    return _to_her(person, row.opens_at, find_group(row.group_id).timezone)


def vouch_wanted(letter: Letter) -> Reader | None:
    """Tell an organiser that somebody asks for her word, without a word on whom; nothing once it is given."""
    row, organiser = _asked(letter), membership_of(letter)
    if row.opens_at or not organiser.is_organiser or organiser.status is not Status.ACTIVE:
        return None
    return reader_of(find_person(organiser.person_id), f"/g/{short(row.group_id)}/acces")


def _asked(letter: Letter) -> Vouching:
    return find_vouching(given(letter.group_id), given(letter.subject_id))


def _to_her(person: Person, opens_at: datetime | None, zone: str) -> Reader | None:
    if opens_at is None or opens_at <= now():
        return None
    return reader_of(person, "/moi/acces", opens_at=opens_at.astimezone(ZoneInfo(zone)))


_OPENS = _l("Something about how you sign in will change")
KINDS = {
    LETTER: note(lock_lifts, _OPENS, template="lock_opens"),
    "lock_vouched": note(lock_vouched, _OPENS, template="lock_opens"),
    "vouch_wanted": note(
        vouch_wanted,
        _l("Somebody needs your word"),
        _l("Open the page to read for whom, and what to look at first."),
    ),
}
