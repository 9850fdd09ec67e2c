"""Leaving a group and closing it: one transaction over meetings, letters, calendars and members (DECISIONS 22).

Taking a group's roster along is a deed of its own.
"""

from uuid import UUID

from sqlalchemy import update

from entraide.accounts.cards import take_back
from entraide.accounts.queries import find_person
from entraide.calendars.actions import end_for
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.groups.actions import calendar_changed, withdraw
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.journal.actions import note
from entraide.mail.actions import withdraw as withdraw_letters
from entraide.meetings.actions.answers import remove_for
from entraide.meetings.actions.told import forget_told
from entraide.meetings.models import Meeting, MeetingStatus, Series
from entraide.members.actions import decisions
from entraide.members.actions.bans import forget_all
from entraide.members.actions.looks import receipt, receipt_of_sheet
from entraide.members.actions.roster import end, end_in_any_case
from entraide.members.actions.telling import tell_outcome
from entraide.members.actions.ways_in import end_invitations_to
from entraide.members.models import LookPurpose, Membership
from entraide.members.queries.roster import organisers
from entraide.members.queries.sheet import AN_ORGANISER
from entraide.rights.keepers import erase_keepers, keepers_of
from entraide.rights.queries.leaving import everybody_in

ROSTER_TAKEN = "roster:take"  # told to all members for a month: groups' pages read it from the journal


class OthersKeepIt(EntraideError):
    """A group that has other organisers is not closed by one alone."""


def leave(membership: Membership) -> None:
    """End a membership at once: places are offered on, letters, feeds and links are dead; LastOrganiser stays.

    Meetings are locked before the organisers, as in every deed (lock order).
    """
    let_go_of(membership)
    keepers = keepers_of([membership])
    end(membership)
    erase_keepers(keepers)


def close(group: Group, by: UUID) -> None:
    """Close a group for good, for its only organiser: every date is cancelled, every membership ends; no letters."""
    _cancel_all(group)
    if organisers(group.id) != [by]:
        raise OthersKeepIt
    _end_all(group, by)


def close_together(group: Group, decision_id: UUID, by: UUID) -> None:
    """Close a group that another organiser proposed to close; raise what `decisions.agree` raises."""
    _cancel_all(group)
    decisions.agree(group.id, decision_id, by)
    _end_all(group, by)


def _cancel_all(group: Group) -> None:
    """Cancel every date to come: before the organisers are looked at, as in every deed (lock order)."""
    at = now()
    standing = (Meeting.group_id == group.id) & (Meeting.starts_at > at) & (Meeting.status == MeetingStatus.PLANNED)
    db.session.execute(
        update(Meeting)
        .where(standing)
        .values(status=MeetingStatus.CANCELLED, sequence=Meeting.sequence + 1, changed=at),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update(Series).where(Series.group_id == group.id).values(ended_on=at.date()),
        execution_options={"synchronize_session": False},
    )


def _end_all(group: Group, by: UUID) -> None:
    withdraw(group, group.revision, by=by)
    members = everybody_in(group.id)
    keepers = keepers_of(members)
    for membership in members:
        let_go_of(membership)
        end_in_any_case(membership)
    forget_all(group.id)
    group.closed_at = now()
    calendar_changed(group.id)
    note("group:close", group=group.id, by=by)
    erase_keepers(keepers)
    db.session.flush()


def take_out(group: Group, by: UUID) -> None:
    """Note that an organiser takes group, dates and roster along as a spreadsheet; every member can read it.

    The other organisers are written to. Raise Paused for whoever something about an organiser is open with.
    """
    decisions.check_free(group.id, by)
    note(ROSTER_TAKEN, group=group.id, by=by)
    receipt_of_sheet(group, by, AN_ORGANISER)
    tell_outcome(group.id, group.id, but=by)
    db.session.flush()


def let_go_of(membership: Membership) -> None:
    """Take out of the group what hangs on a membership that is about to end; `members.actions.roster.end` follows."""
    remove_for(membership)
    forget_told(membership)
    withdraw_letters(membership=membership.id)
    end_for(membership)
    take_back(membership.person_id, membership.group_id)
    person = find_person(membership.person_id)
    if index := person.email_index or person.kept_email_index:
        end_invitations_to(membership.group_id, index)


def take_own(person_id: UUID) -> None:
    """Note that somebody took along everything about herself."""
    note("person:take", by=person_id)
    db.session.flush()


def take_for(membership: Membership, by: UUID) -> None:
    """Note that an organiser handed everything about her over to a member without account."""
    note("managed:take", group=membership.group_id, by=by, about=membership.id)
    receipt(find_group(membership.group_id), by, [membership.id], LookPurpose.HANDED_OVER)
    db.session.flush()
