"""Asking for, giving and stopping the word of two organisers for somebody whose lock, or card, is lost (DECISIONS 6).

The rule: what organisers vouch for opens their own group alone. From 48 hours after the second word a fresh code (or
her phrase) is enough again for deeds in that group, where her lost lock would be asked for; a card that was restored
elsewhere opens that group too. Deeds on her whole account (address, export, erasure, her locks) stay shut until she
shows the old lock or phrase, or every group of hers has vouched; then she removes the lost lock herself. All of it is
over as soon as she has a new lock. She, on any device, and every organiser can stop it; that ends what it let in.

Where her lock is asked for at the door, a code opens nothing, whatever was vouched: whoever reads her mailbox gets one
too. There she types twelve digits, six from either organiser, said to her face or at the phone: nobody has both but
her, and neither organiser alone could let somebody else in. They are good once, and what they open is one session at a
time: signed out again, or with the paper lost, she calls both once more, and new digits hold without another 48 hours.
An organiser may begin it, for any member who signs in herself: of nobody it is told whether she has a lock.
"""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from entraide.accounts.actions import end_vouched_sessions, hold_person
from entraide.accounts.locks.queries import TO_STOP
from entraide.accounts.losing import newest_lock
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.members.actions.calls import end_lists_of
from entraide.members.actions.decisions import StillNew, check_free
from entraide.members.models import Membership, Vouching
from entraide.members.queries import find_membership
from entraide.members.queries.decisions import counts, keepers_of
from entraide.members.queries.roster import organisers
from entraide.members.queries.vouching import ASKED_FOR, KEPT, half_of, live_of, may_say

MISSES = 10  # tries with one six alone


class TooFewOrganisers(EntraideError):
    """Nobody can vouch here: it takes two organisers beside herself."""


class NotTwice(EntraideError):
    """Two organisers vouch: not one alone, not herself, and not for what is over."""


def ask(membership: Membership, by: UUID | None = None) -> Vouching:
    """Ask the organisers of one group to vouch for a member; the same request twice is one.

    `by`: the organiser who begins it in her place, and is not written to.
    """
    others = [one for one in organisers(membership.group_id) if one != membership.id]
    if len(others) < 2:
        raise TooFewOrganisers
    hold_person(membership.person_id)
    row, newest = live_of(membership), newest_lock(membership.person_id)
    if row is not None and newest is not None and row.asked <= newest:
        _end(row)
        row = None
    if row is not None:
        return row
    row = Vouching(group_id=membership.group_id, membership_id=membership.id, asked=now())
    db.session.add(row)
    db.session.flush()
    note("vouch:ask", group=row.group_id, by=by or membership.id, about=row.id)
    for organiser in others:
        if organiser != by:
            once = f"vouch {row.id} {organiser}"
            post("vouch_wanted", group=row.group_id, membership=organiser, about=row.id, once=once)
    return row


def begin(membership: Membership, by: UUID) -> str:
    """Vouch for a member who cannot come in to ask; return what `vouch` returns."""
    return vouch(ask(membership, by), by)


def vouch(row: Vouching, by: UUID) -> str:
    """Give one organiser's word, and return six digits, known this once, that this organiser says to her.

    With the second word the 48 hours begin, and she is written to. From then on either of the two is given
    new digits in the place of the earlier ones. Raise NotTwice, Paused, or StillNew for
    who has not kept the group for seven days: one alone would name a second self, and be two.
    """
    check_free(row.group_id, by)
    db.session.refresh(row, with_for_update=True)
    if row.ended or not may_say(row, by):
        raise NotTwice
    if not any(counts(keeper) for keeper in keepers_of(row.group_id) if keeper.id == by):
        raise StillNew
    note("vouch:draw" if row.opens_at else "vouch:give", group=row.group_id, by=by, about=row.id)
    digits = f"{secrets.randbelow(10**6):06}"
    kept = half_of(find_membership(row.group_id, row.membership_id).person_id, row.id, digits)
    if row.second_by_id == by:
        row.second_hmac = kept
    elif row.opens_at or row.first_by_id not in organisers(row.group_id):
        row.first_by_id, row.first_hmac = by, kept
    else:
        row.second_by_id, row.second_hmac, row.opens_at = by, kept, now() + TO_STOP
        _tell_her(row, row.opens_at)
    db.session.flush()
    return digits


def _tell_her(row: Vouching, opens_at: datetime) -> None:
    db.session.flush()
    for turn, at in enumerate((now(), now() + TO_STOP / 2)):
        post(
            "lock_vouched",
            group=row.group_id,
            membership=row.membership_id,
            about=row.id,
            once=f"vouched {row.id} {turn}",
            at=at,
            deadline=opens_at,
        )


def stop(row: Vouching, by: UUID) -> None:
    """End a request, or what was vouched for: she found her lock, it is not her, or it was not she who asked."""
    if row.ended is None:
        _end(row)
        end_lists_of(find_membership(row.group_id, row.membership_id))
        note("vouch:stop", group=row.group_id, by=by, about=row.id)


def spend(group_id: UUID, vouching_id: UUID) -> bool:
    """Let twelve digits that were right open nothing more, and end the session that earlier ones let in.

    Of two who type them at the same moment, say so to one alone.
    """
    here = (Vouching.group_id == group_id) & (Vouching.id == vouching_id) & Vouching.ended.is_(None)
    unspent = update(Vouching).where(here, Vouching.first_hmac.is_not(None), Vouching.second_hmac.is_not(None))
    spent = unspent.values(first_hmac=None, second_hmac=None).returning(Vouching.id)
    if db.session.scalar(spent, execution_options={"synchronize_session": False}) is None:
        return False
    note("vouch:use", group=group_id, about=vouching_id)
    end_vouched_sessions([vouching_id])
    return True


def miss(row: Vouching) -> None:
    """Count a try with one organiser's six and a wrong one; the tenth ends it: who has one guesses at the other."""
    row.misses += 1
    if row.misses >= MISSES and row.ended is None:
        _end(row)
        note("vouch:stop", group=row.group_id, about=row.id)
    db.session.flush()


def take_word_back(organiser: Membership) -> None:
    """End what somebody vouched for who keeps the group no more, unless the 48 hours are over."""
    by = or_(Vouching.first_by_id == organiser.id, Vouching.second_by_id == organiser.id)
    waits = Vouching.ended.is_(None) & (Vouching.opens_at > now())
    found = select(Vouching).where(Vouching.group_id == organiser.group_id, by, waits)
    for row in db.session.scalars(found.order_by(Vouching.id).with_for_update()).all():
        _end(row)
        note("vouch:stop", group=row.group_id, by=organiser.id, about=row.id)


def _end(row: Vouching) -> None:
    row.ended = now()
    end_vouched_sessions([row.id])
    db.session.flush()


def forget_vouching(membership: Membership) -> None:
    """Erase what was asked or vouched for somebody who leaves."""
    hers = (Vouching.group_id == membership.group_id) & (Vouching.membership_id == membership.id)
    end_vouched_sessions(db.session.scalars(select(Vouching.id).where(hers)))
    db.session.execute(delete(Vouching).where(hers), execution_options={"synchronize_session": False})


def forget_in(group_id: UUID) -> None:
    """End requests of a group that nobody answered in two weeks, and erase those that are long over."""
    here, at = Vouching.group_id == group_id, now()
    stale = Vouching.ended.is_(None) & Vouching.opens_at.is_(None) & (Vouching.asked < at - ASKED_FOR)
    quietly = {"synchronize_session": False}
    db.session.execute(update(Vouching).where(here, stale).values(ended=at), execution_options=quietly)
    db.session.execute(delete(Vouching).where(here, Vouching.ended < at - KEPT), execution_options=quietly)
