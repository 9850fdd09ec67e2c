"""What no organiser does alone: ending another's role, and closing a group that others keep too (SECURITY T6).

The rule, and why it is this one:

1. One proposes, another confirms; she who is concerned does neither, nor can she stop it. Two who agree may end a
   third's role, because a group must be able to get rid of a rogue, and nobody can look into hearts.
2. Nobody's word counts on others before she has kept the group for seven days. Otherwise one alone would name a
   second self organiser, and be two at once. (Who merely *objects* may be new: see 4.) So too for a lost lock, and for
   an organiser whose card was drawn anew by another: that other might have kept it.
3. Where nobody but the two of them could confirm it, what was proposed is a **notice**: it takes effect by itself
   after seven days, and not an hour before. So one alone can get rid of a rogue, and none is thrown out overnight: she
   is written to at once and has a week.
4. A notice is not answered by a notice, or whoever is quicker with the second would win. It is answered by a
   **third**: either of the two may name one meanwhile, out of those who belonged to the group before the notice, and
   she may end it with one press. She knows both; a stranger brought in for this is of no use.
5. While anything about an organiser is open, neither of the two decides on others: no removal, no ban, none lifted,
   no list taken along, no closing; nor on who somebody is: no card handed over or restored, no word for a lost lock,
   no managed membership handed to an address. Everything else goes on. Holding up the other costs oneself as much.
6. Whoever leaves or lays down her role takes with her what she proposed, and what was proposed about her. So who gave
   a notice is still there when it takes effect: a group is never without an organiser by this.

What it cannot do: two accounts of one person that have both kept the group for a week are two. Each is named in a
letter to the other organisers on its first day, and stands on the group's page.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, or_

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError, NotFound
from entraide.journal.actions import note
from entraide.members.models import Decision, DecisionKind, Membership
from entraide.members.queries.decisions import LIFE, counts, decision_in, keepers_of, speaks
from entraide.members.queries.roster import organisers


class StillNew(EntraideError):
    """She has kept the group for less than seven days: her word does not count on others yet."""


class OneAtATime(EntraideError):
    """Something else is being decided."""


class Paused(EntraideError):
    """Something about an organiser is open: neither of the two decides on others."""


class TooNewHere(EntraideError):
    """While a notice runs, only who belonged to the group before it is named organiser."""


def propose(group_id: UUID, kind: DecisionKind, by_id: UUID, about_id: UUID | None = None) -> Decision:
    """Propose to end another's role, or to close the group; with nobody else to confirm it, an end is a notice.

    Raise StillNew, OneAtATime, or NotFound for whom it cannot be about.
    """
    organisers(group_id)  # locked: of two who propose at once, one finds the other's
    keepers = keepers_of(group_id)
    own = next((one for one in keepers if one.id == by_id), None)
    if own is None or about_id == by_id or (about_id is None) != (kind is DecisionKind.CLOSE) or len(keepers) < 2:
        raise NotFound
    if about_id and about_id not in {one.id for one in keepers}:
        raise NotFound
    if decision_in(group_id):
        raise OneAtATime
    if not speaks(own, kind, keepers):
        raise StillNew
    _forget(group_id)
    others = [one for one in keepers if one.id not in (by_id, about_id)]
    at = now()
    row = Decision(
        group_id=group_id,
        id=uuid4(),
        kind=kind,
        by_id=by_id,
        about_id=about_id,
        made=at,
        until=at + LIFE,
        is_notice=about_id is not None and not any(counts(one) for one in others),
    )
    db.session.add(row)
    db.session.flush()
    note("decision:propose", group=group_id, by=by_id, about=about_id)
    return row


def agree(group_id: UUID, decision_id: UUID, by_id: UUID) -> None:
    """Confirm what another proposed, for the caller to carry out; raise NotFound or StillNew."""
    organisers(group_id)
    row, keepers = decision_in(group_id), keepers_of(group_id)
    own = next((one for one in keepers if one.id == by_id), None)
    if row is None or row.id != decision_id or own is None or by_id in (row.by_id, row.about_id) or row.until <= now():
        raise NotFound
    if not speaks(own, row.kind, keepers):
        raise StillNew
    note("decision:confirm", group=group_id, by=by_id, about=row.about_id)
    db.session.delete(row)
    db.session.flush()


def fall_due(group_id: UUID, decision_id: UUID) -> None:
    """End a notice whose seven days are over, for the caller to carry out; raise NotFound when it ended meanwhile."""
    keepers = organisers(group_id)
    row = decision_in(group_id)
    if row is None or row.id != decision_id or not row.is_notice or row.until > now() or row.by_id not in keepers:
        raise NotFound
    note("decision:fall_due", group=group_id, by=row.by_id, about=row.about_id)
    db.session.delete(row)
    db.session.flush()


def take_back(group_id: UUID, decision_id: UUID, by_id: UUID) -> None:
    """End what is being decided without any effect: by who proposed it, or by whoever objects but is not concerned."""
    keepers = organisers(group_id)
    row = decision_in(group_id)
    if row is None or row.id != decision_id or by_id not in keepers or by_id == row.about_id or row.until <= now():
        raise NotFound
    note("decision:withdraw" if by_id == row.by_id else "decision:object", group=group_id, by=by_id, about=row.about_id)
    db.session.delete(row)
    db.session.flush()


def lapse(group_id: UUID) -> None:
    """Forget a proposal that nobody confirmed in its seven days."""
    if decision_in(group_id) is None:
        _forget(group_id)


def forget_of(membership: Membership) -> None:
    """Forget what somebody proposed whose role or membership ends, and what was proposed about her."""
    _forget(membership.group_id, or_(Decision.by_id == membership.id, Decision.about_id == membership.id))


def forget_by(membership: Membership) -> None:
    """Forget what somebody proposed who is shut to be erased: nobody could withdraw it, and the other would wait.

    What was proposed about her goes on: she may come back.
    """
    _forget(membership.group_id, Decision.by_id == membership.id)


def check_free(group_id: UUID, by_id: UUID) -> None:
    """Raise Paused where something about an organiser is open between the asker and another."""
    row = decision_in(group_id)
    if row is not None and row.about_id and by_id in (row.by_id, row.about_id):
        raise Paused


def check_named(membership: Membership) -> None:
    """Raise TooNewHere for a newcomer who would become organiser while something about an organiser is open."""
    row = decision_in(membership.group_id)
    if row is not None and row.about_id and not _belonged(membership, row.made):
        raise TooNewHere


def _belonged(membership: Membership, at: datetime) -> bool:
    return membership.joined < at.date()


def _forget(group_id: UUID, *which: ColumnElement[bool]) -> None:
    gone = delete(Decision).where(Decision.group_id == group_id, *which)
    db.session.execute(gone, execution_options={"synchronize_session": "fetch"})
