"""The letters that ask whether somebody stays, and those that say when an unused account is erased."""

from datetime import timedelta

from flask_babel import gettext as _

from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.accounts.models import Person
from entraide.accounts.queries import address_of, find_person
from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language
from entraide.meetings.words import date_in_words
from entraide.members.models import Status
from entraide.members.queries import find_membership
from entraide.rights.queries.quiet import TO_ANSWER, asked_in
from entraide.rights.quiet import APART, NOTICES


def still_there(letter: Letter) -> Rendered | None:
    """Ask somebody whether she stays, by one button; nothing once she was heard of."""
    if letter.group_id is None or letter.membership_id is None:
        return None
    try:
        row = find_membership(letter.group_id, letter.membership_id)
        person = find_person(row.person_id)
    except NotFound:
        return None
    if row.status is not Status.ACTIVE or row.asked_on is None or (to := address_of(person)) is None:
        return None
    page = address_of_page(f"/s/{sign(Purpose.STAY, Signed(row.group_id, row.id, None, row.link_epoch, None))}")
    with language(person.language):
        until = date_in_words(row.asked_on + TO_ANSWER, with_year=True)
        text, html = compose("still_there", until=until, page=page)
        return Rendered(to, _("Do you stay?"), text, html)


def quiet_members(letter: Letter) -> Rendered | None:
    """Tell an organiser that some people were not heard of for a year; nothing once all of them were."""
    if letter.group_id is None or letter.membership_id is None:
        return None
    try:
        row = find_membership(letter.group_id, letter.membership_id)
        person = find_person(row.person_id)
    except NotFound:
        return None
    if not row.is_organiser or (to := address_of(person)) is None or not asked_in(row.group_id):
        return None
    page = address_of_page(f"/g/{short(row.group_id)}/liste")
    with language(person.language):
        text, html = compose("quiet_members", page=page)
        return Rendered(to, _("A list is waiting for you"), text, html)


def account_unused(letter: Letter) -> Rendered | None:
    """Say when an account without a sign of life is erased; nothing once there was one."""
    try:
        person = find_person(letter.person_id) if letter.person_id else None
    except NotFound:
        return None
    if person is None or person.noticed is None or (to := address_of(person)) is None:
        return None
    with language(person.language):
        until = date_in_words(person.noticed + _left(person), with_year=True)
        text, html = compose("account_unused", until=until, page=address_of_page("/connexion"))
        return Rendered(to, _("Do you stay?"), text, html)


def _left(person: Person) -> timedelta:
    return (NOTICES - person.notices + 1) * APART


KINDS = {
    "account_unused": Kind(account_unused),
    "quiet_members": Kind(quiet_members),
    "still_there": Kind(still_there),
}
