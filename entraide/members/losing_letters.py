"""What letters say when a lock is lost: to her that it is no longer asked for, to organisers that she needs them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.access.tokens import short
from entraide.accounts.losing import LETTER
from entraide.accounts.models import Person
from entraide.accounts.queries import address_of, find_person
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language
from entraide.members.models import Membership, Status, Vouching
from entraide.members.queries import find_membership
from entraide.members.queries.vouching import find_vouching
from entraide.settings import current


def lock_lifts(letter: Letter) -> Rendered | None:
    """Tell her that the operator's command lifts her lock; nothing once it was stopped or is done."""
    person = db.session.get(Person, letter.person_id) if letter.person_id else None
    if person is None or person.lock_lifts_at is None or person.lock_lifts_at <= now():
        return None
    return _to_her(person, person.lock_lifts_at.astimezone(ZoneInfo(current().timezone)))


def lock_vouched(letter: Letter) -> Rendered | None:
    """Tell her that two organisers vouched; nothing once it was stopped. It names no group."""
    try:
        row, member = _asked(letter)
        group = find_group(row.group_id)
    except NotFound:
        return None
    if row.opens_at is None or row.opens_at <= now():
        return None
    return _to_her(find_person(member.person_id), row.opens_at.astimezone(ZoneInfo(group.timezone)))


def vouch_wanted(letter: Letter) -> Rendered | None:
    """Tell an organiser that somebody asks for her word, without a word on whom; nothing once it is given."""
    try:
        row, organiser = _asked(letter)
    except NotFound:
        return None
    if row.opens_at or not organiser.is_organiser or organiser.status is not Status.ACTIVE:
        return None
    person = find_person(organiser.person_id)
    if (address := address_of(person)) is None:
        return None
    page = address_of_page(f"/g/{short(row.group_id)}/acces")
    with language(person.language):
        text, html = compose("vouch_wanted", page=page, language=person.language)
        subject = _("Somebody needs your word")
    return Rendered(address, subject, text, html)


def _asked(letter: Letter) -> tuple[Vouching, Membership]:
    if not (letter.group_id and letter.subject_id and letter.membership_id):
        raise NotFound
    return find_vouching(letter.group_id, letter.subject_id), find_membership(letter.group_id, letter.membership_id)


def _to_her(person: Person, opens_at: datetime) -> Rendered | None:
    if (address := address_of(person)) is None:
        return None
    with language(person.language):
        page = address_of_page("/moi/acces")
        text, html = compose("lock_opens", page=page, opens_at=opens_at, language=person.language)
        subject = _("Something about how you sign in will change")
    return Rendered(address, subject, text, html)


KINDS = {LETTER: Kind(lock_lifts), "lock_vouched": Kind(lock_vouched), "vouch_wanted": Kind(vouch_wanted)}
