"""Whoever gave no sign of life for a year is asked whether she stays; a month later her place ends (PRODUCT).

Asked is she herself, by letter, or, where no letter reaches her, those who organise. An account without a sign of life
gets two letters, then it is erased. The last organiser of a group stays, and so does her account.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Delete, Update, and_, delete, select, update

from entraide.access import scope
from entraide.accounts.models import Person
from entraide.accounts.queries import find_person
from entraide.clock import month_end, today
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.journal.actions import note
from entraide.mail.actions import post, post_to
from entraide.members.actions import LastOrganiser
from entraide.members.actions.entering import awake
from entraide.members.models import Ban, Look, Membership, Status, Vouching
from entraide.members.queries.inviting import organisers_to_tell
from entraide.rights.actions import leave
from entraide.rights.erasing import erase
from entraide.rights.queries.erasing import all_of, kept_alone
from entraide.rights.queries.quiet import (
    ASKED,
    answered_this_month,
    is_reached_by_letter,
    is_still_silent,
    silent_since,
)
from entraide.settings import current

NOTICES = 2
APART = timedelta(days=30)  # from one notice to the next, and from the last to the end


def hear(row: Membership, by: UUID | None = None) -> None:
    """Note that somebody stays: her own word by the letter's link, or an organiser's (`by`)."""
    row.heard, row.asked_on = month_end(today()), None
    if by is None:
        find_person(row.person_id).heard = row.heard
    note("member:stays", group=row.group_id, by=by or row.id, about=row.id)
    db.session.flush()


def note_answers(group_id: UUID) -> None:
    """Take this month's answers for signs of life."""
    _update(
        update(Membership)
        .where(Membership.group_id == group_id, answered_this_month())
        .values(heard=month_end(today()))
    )


def ask(row: Membership) -> None:
    """Ask, once, whether a member stays: herself by one letter for all her groups, else who organises hers."""
    day, group_id = today(), row.group_id
    row.asked_on = day
    at = awake(find_group(group_id).timezone)  # a day begins at midnight, and so do the jobs that count days
    if is_reached_by_letter(row):
        once = f"still_there:{day.isoformat()}:{row.person_id.hex}"
        post("still_there", group=group_id, membership=row.id, person=row.person_id, about=row.id, once=once, at=at)
    else:
        post_to("quiet_members", group_id, organisers_to_tell(group_id), about=group_id, turn=day.toordinal(), at=at)
    note("member:ask_quiet", group=row.group_id, about=row.id)
    db.session.flush()


def forget_asked(group_id: UUID) -> None:
    """Take back the question wherever a sign came since."""
    heard = select(Membership.id).join(Person, Person.id == Membership.person_id)
    heard = heard.where(Membership.group_id == group_id, Membership.asked_on.is_not(None))
    heard = heard.where(~silent_since(ASKED))
    _update(update(Membership).where(Membership.id.in_(heard)).values(asked_on=None))


def end_quiet(row: Membership) -> bool:
    """End a place that nobody answered for, as by leaving; False for the last organiser, and who was heard of."""
    if not is_still_silent(row):
        return False
    try:
        leave(row)
    except LastOrganiser:
        db.session.rollback()
        return False
    note("member:quiet_end", group=row.group_id, about=row.id)
    db.session.flush()
    return True


def forget_ended(group_id: UUID, before: timedelta) -> None:
    """Erase the rows of memberships that ended long ago, once no ban, no vouching and no receipt rests on them.

    A receipt is its reader's for as long as the journal, however soon an operator lets ended memberships go.
    """
    words = [
        *(select(word.by_id).where(word.group_id == group_id) for word in (Ban, Look)),
        *(select(by).where(by.is_not(None)) for by in (Vouching.first_by_id, Vouching.second_by_id)),
    ]
    old = and_(Membership.group_id == group_id, Membership.status == Status.ENDED)
    old = and_(old, *(Membership.id.not_in(still) for still in words))
    _update(delete(Membership).where(old, Membership.ended < today() - before))


def warn(person_id: UUID) -> None:
    """Write that an account without a sign of life will be erased; in protected mode a letter never leaves."""
    person = find_person(person_id)
    person.notices, person.noticed = person.notices + 1, today()
    once = f"account_unused:{person.noticed.isoformat()}:{person_id.hex}"
    post("account_unused", person=person_id, once=once, at=awake(current().timezone))
    note("account:unused", about=person_id)
    db.session.flush()


def erase_unused(person_id: UUID) -> bool:
    """Erase an account that nobody answered for; False for one that keeps a group alone, or was used meanwhile."""
    person = find_person(person_id)
    if person.noticed is None or (person.heard is not None and person.heard >= person.noticed):
        return False
    scope.add(*(row.group_id for row in all_of(person_id)))
    if kept_alone(person_id):
        return False
    erase(person)
    return True


def begin_counting() -> None:
    """Count from now for whoever nothing is known of: whoever came before signs of life were kept, or never came."""
    _update(update(Person).where(Person.heard.is_(None)).values(heard=month_end(today())))


def forget_notices() -> None:
    """Forget the notices of accounts that were heard of since."""
    back = (Person.noticed.is_not(None)) & (Person.heard >= Person.noticed)
    _update(update(Person).where(back).values(notices=0, noticed=None))


def _update(statement: Update | Delete) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
