"""Who helps at a meeting and whom it helps, in one statement: duties, cars, riders, members answered for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.meetings.models import Answer, Duty, DutyKind, Lift, Meeting, Ride, Series, StandingLift
from entraide.members.models import Membership, Reach, Status
from entraide.members.queries import is_answered_for


@dataclass(frozen=True)
class Everybody:
    """All of them, with the group, the meeting's series, and what the one it is about said for every date."""

    group: Group
    series: Series | None
    me: Membership
    standing: StandingLift | None
    is_unnamed: bool  # she answered without a name
    holders: Mapping[DutyKind, tuple[Duty, Membership]]
    lifts: tuple[tuple[Lift, Membership], ...]
    rides: tuple[tuple[Ride, Membership], ...]
    managed: tuple[Membership, ...]  # for whom organisers answer
    all: tuple[Membership, ...]

    @property
    def persons(self) -> set[UUID]:
        """Whose keys open the names and words."""
        return {member.person_id for member in self.all}


def everybody_at(meeting: Meeting, who: UUID) -> Everybody:
    """Read it; `who`: the member it is about. Lifts and rides that rest are among them."""
    own = (StandingLift.group_id == Membership.group_id) & (StandingLift.membership_id == Membership.id)
    answered = (Answer.group_id == Membership.group_id) & (Answer.membership_id == Membership.id)
    query = (
        select(Group, Series, Membership, Duty, Lift, Ride, StandingLift, Answer.anonymous)
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Series, (Series.group_id == Meeting.group_id) & (Series.id == Meeting.series_id))
        .join(Membership, (Membership.group_id == Meeting.group_id) & (Membership.status == Status.ACTIVE))
    )
    for table in (Duty, Lift, Ride):
        hers = (table.group_id == Membership.group_id) & (table.membership_id == Membership.id)
        query = query.outerjoin(table, and_(hers, table.meeting_id == meeting.id))
    query = query.outerjoin(
        StandingLift, and_(own, StandingLift.series_id == Meeting.series_id, Membership.id == who)
    ).outerjoin(Answer, and_(answered, Answer.meeting_id == meeting.id, Membership.id == who))
    there = or_(Duty.id.is_not(None), Lift.id.is_not(None), Ride.id.is_not(None), _may_be_answered_for())
    rows = db.session.execute(
        query.where(Meeting.group_id == meeting.group_id, Meeting.id == meeting.id, or_(there, Membership.id == who))
    ).all()
    mine = next((row for row in rows if row[2].id == who), None)
    if mine is None:
        raise NotFound
    lifts = {lift.id: (lift, member) for _, _, member, _, lift, *_ in rows if lift}
    rides = {ride.id: (ride, member) for _, _, member, _, _, ride, *_ in rows if ride}
    return Everybody(
        group=mine[0],
        series=mine[1],
        me=mine[2],
        standing=mine[6],
        is_unnamed=bool(mine[7]),
        holders={duty.kind: (duty, member) for _, _, member, duty, *_ in rows if duty},
        lifts=tuple(lifts.values()),
        rides=tuple(rides.values()),
        managed=tuple({row[2].id: row[2] for row in rows if is_answered_for(row[2])}.values()),
        all=tuple({row[2].id: row[2] for row in rows}.values()),
    )


def _may_be_answered_for() -> ColumnElement[bool]:
    return Membership.is_managed | (Membership.reach != Reach.EMAIL)
