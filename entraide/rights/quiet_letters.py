"""The letters that ask whether somebody stays, and those that say when an unused account is erased."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.accounts.letters import person_of, reader_of
from entraide.accounts.models import Person
from entraide.accounts.queries import find_person
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, note
from entraide.members.letters import membership_of
from entraide.members.models import Status
from entraide.rights.queries.quiet import TO_ANSWER, asked_in
from entraide.rights.quiet import APART, NOTICES


def still_there(letter: Letter) -> Reader | None:
    """Ask somebody whether she stays, by one button; nothing once she was heard of."""
    row = membership_of(letter)
    if row.status is not Status.ACTIVE or row.asked_on is None:
        return None
    stay = sign(Purpose.STAY, Signed(row.group_id, row.id, None, row.link_epoch, None))
    return reader_of(find_person(row.person_id), f"/s/{stay}", until=row.asked_on + TO_ANSWER)


def quiet_members(letter: Letter) -> Reader | None:
    """Tell an organiser that some people were not heard of for a year; nothing once all of them were."""
    row = membership_of(letter)
    if not row.is_organiser or not asked_in(row.group_id):
        return None
    return reader_of(find_person(row.person_id), f"/g/{short(row.group_id)}/liste")


def account_unused(letter: Letter) -> Reader | None:
    """Say when an account without a sign of life is erased; nothing once there was one."""
    person = person_of(letter)
    if person.noticed is None:
        return None
    return reader_of(person, "/connexion", until=person.noticed + _left(person))


def _left(person: Person) -> timedelta:
    return (NOTICES - person.notices + 1) * APART


KINDS = {
    "account_unused": note(account_unused, _l("Do you stay?"), template="account_unused"),
    "quiet_members": note(
        quiet_members,
        _l("A list is waiting for you"),
        _l("Some people were not heard of for a long time. Open the page and say who still comes."),
    ),
    "still_there": note(still_there, _l("Do you stay?"), template="still_there"),
}
