"""Reading who sees to what at a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from entraide.access.visibility import Viewer
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.meetings.duty_words import BY_ADDRESS, chosen, fitting
from entraide.meetings.models import Duty, DutyKind, Lift, Meeting, MeetingStatus, Ride, Series, StandingDuty
from entraide.members.models import Membership, Status
from entraide.members.queries import listed_members, names_of
from entraide.members.queries.between import who_block
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed

FREE_WITHIN = timedelta(hours=48)
FREED_WITHIN = timedelta(days=14)
Texts = Mapping[DutyKind, str]


@dataclass(frozen=True)
class Task:
    """One duty of one meeting and who has it; None: it is free."""

    group_id: UUID
    meeting: Meeting
    kind: DutyKind
    membership_id: UUID | None


@dataclass(frozen=True)
class Helping:
    """What one statement says of a meeting: its series, who has which duty, and its lifts as two numbers."""

    group: Group
    series: Series | None
    holders: Mapping[DutyKind, tuple[Duty, Membership]]
    me: Membership | None
    free_seats: int
    seeking: int

    @property
    def persons(self) -> list[UUID]:
        """Whose keys open the names."""
        return [member.person_id for _, member in self.holders.values()]


def helping_at(meeting: Meeting, who: UUID) -> Helping:
    """Read it, for a member: with her own membership."""
    open_lift = (Lift.meeting_id == meeting.id) & Lift.rests.is_(None) & Lift.is_full.is_(False)
    open_lift &= Lift.membership_id.not_in(who_block(meeting.group_id, who))  # to whom her car is full
    looks = (Ride.meeting_id == meeting.id) & Ride.rests.is_(None) & Ride.lift_id.is_(None)
    free = select(func.coalesce(func.sum(Lift.seats - Lift.taken), 0)).where(open_lift).scalar_subquery()
    seeking = select(func.coalesce(func.sum(Ride.heads), 0)).where(looks).scalar_subquery()
    hers = (Duty.group_id == Membership.group_id) & (Duty.membership_id == Membership.id)
    rows = db.session.execute(
        select(Group, Series, free, seeking, Membership, Duty)
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Series, (Series.group_id == Meeting.group_id) & (Series.id == Meeting.series_id))
        .join(Membership, (Membership.group_id == Meeting.group_id) & (Membership.status == Status.ACTIVE))
        .outerjoin(Duty, hers & (Duty.meeting_id == meeting.id))
        .where(Meeting.group_id == meeting.group_id, Meeting.id == meeting.id)
        .where(or_(Duty.id.is_not(None), Membership.id == who))
    ).all()
    if not rows:
        raise NotFound  # whoever looks is a member
    group, series, seats, looking = rows[0][:4]
    return Helping(
        group=group,
        series=series,
        holders={duty.kind: (duty, member) for *_, member, duty in rows if duty},
        me=next((member for *_, member, _ in rows if member.id == who), None),
        free_seats=int(seats),
        seeking=int(looking),
    )


def kinds_of(group: Group, series: Series | None, meeting: Meeting) -> tuple[DutyKind, ...]:
    """Return the duties there are at a meeting: as chosen for its series, else for its group, else by the preset."""
    kinds = chosen(group.preset, series.duties if series else None, group.duties)
    return fitting(kinds, meeting.mode)


def find_task(meeting_id: UUID, duty: str) -> Task:
    """Find a duty of a meeting by its word in addresses, or raise NotFound: this meeting does not have it."""
    kind = BY_ADDRESS.get(duty)
    held = (Duty.group_id == Meeting.group_id) & (Duty.meeting_id == Meeting.id) & (Duty.kind == kind)
    found = (
        select(Meeting, Group, Series, Duty.membership_id)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Series, (Series.group_id == Meeting.group_id) & (Series.id == Meeting.series_id))
        .outerjoin(Duty, held)
        .where(Meeting.id == meeting_id)
    )
    row = db.session.execute(found).one_or_none() if kind else None
    if row is None or kind is None or kind not in kinds_of(row[1], row[2], row[0]):
        raise NotFound
    return Task(row[0].group_id, row[0], kind, row[3])


def find_duty(meeting: Meeting, kind: DutyKind) -> Duty | None:
    """Return the row of one duty as it stands now; None: nobody ever had it."""
    found = select(Duty).where(Duty.group_id == meeting.group_id, Duty.meeting_id == meeting.id, Duty.kind == kind)
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def duties_held(meeting: Meeting, membership_id: UUID) -> list[Duty]:
    """Return what one member sees to at a meeting, as it stands now."""
    found = select(Duty).where(
        Duty.group_id == meeting.group_id, Duty.meeting_id == meeting.id, Duty.membership_id == membership_id
    )
    rows = list(db.session.scalars(found.execution_options(populate_existing=True)))
    return sorted(rows, key=lambda duty: list(DutyKind).index(duty.kind))


def is_free_again(meeting: Meeting) -> bool:
    """Say whether something at a meeting became free and nobody has taken it since."""
    freed = select(Duty.id).where(Duty.meeting_id == meeting.id, Duty.membership_id.is_(None))
    return db.session.scalar(freed.limit(1)) is not None


def choosable(group_id: UUID, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Return the members to whom this viewer may give a duty, by name: those she may know of."""
    members = [one for one in listed_members(group_id) if viewer.is_organiser or not one.is_discreet]
    sealed.prepare([group_id, *(one.person_id for one in members)])
    names = names_of(members)
    return sorted(names.items(), key=lambda one: alphabet(one[1]))


def standing_duties(series_id: UUID) -> dict[DutyKind, UUID]:
    """Return who has which duty at every date of a series."""
    found = select(StandingDuty).where(StandingDuty.series_id == series_id)
    return {row.kind: row.membership_id for row in db.session.scalars(found)}


def texts_of(owner: Group | Series) -> Texts:
    """Open what is written for whoever has a duty; only holders and organisers are shown it."""
    if owner.duties_sealed is None:
        return {}
    words = cast(dict[str, str], sealed.unseal_json(owner.group_id, label_of(owner), owner.duties_sealed))
    return {kind: words[kind.value] for kind in DutyKind if words.get(kind.value)}


def texts_for(group: Group, series: Series | None) -> Texts:
    """Return what is written for a meeting's duties: its series' text where there is one, else its group's."""
    return {**texts_of(group), **(texts_of(series) if series else {})}


def label_of(owner: Group | Series) -> str:
    """Return the field name that an owner's texts are sealed under."""
    return "duties" if isinstance(owner, Group) else f"duties {owner.id}"


@dataclass(frozen=True)
class FreeDuties:
    """What nobody has yet at a coming meeting, though it is near, or somebody had it and gave it back or left."""

    meeting: Meeting
    kinds: tuple[DutyKind, ...]


_NEAR = (Meeting.starts_at > bindparam("at")) & (Meeting.starts_at < bindparam("near"))
_WITH_DUTIES = (
    select(Meeting, Series.duties, Duty.kind, Duty.membership_id)
    .outerjoin(Series, (Series.group_id == Meeting.group_id) & (Series.id == Meeting.series_id))
    .outerjoin(Duty, (Duty.group_id == Meeting.group_id) & (Duty.meeting_id == Meeting.id) & _NEAR)
    .where(
        Meeting.group_id == bindparam("group_id"),
        Meeting.ends_at > bindparam("since"),
        Meeting.starts_at < bindparam("until"),
    )
    .order_by(Meeting.starts_at, Meeting.id)
)


def meetings_with_free_duties(
    group: Group, since: datetime, until: datetime, at: datetime
) -> tuple[list[Meeting], list[FreeDuties]]:
    """Return a group's meetings of a time, the next first, and what is free of those to come; in one statement."""
    when = {"since": since, "until": until, "at": at, "near": at + FREED_WITHIN}
    rows = db.session.execute(_WITH_DUTIES, {"group_id": group.id, **when}).all()
    meetings = {meeting.id: (meeting, choice) for meeting, choice, _, _ in rows}
    known = {(meeting.id, kind): holder for meeting, _, kind, holder in rows if kind}
    found = []
    for meeting, choice in meetings.values():
        if meeting.status is MeetingStatus.CANCELLED or not at < meeting.starts_at < at + FREED_WITHIN:
            continue
        kinds = fitting(chosen(group.preset, choice, group.duties), meeting.mode)
        is_near = meeting.starts_at < at + FREE_WITHIN
        free = [kind for kind in kinds if known.get((meeting.id, kind)) is None]
        wanted = tuple(kind for kind in free if is_near or (meeting.id, kind) in known)
        if wanted:
            found.append(FreeDuties(meeting, wanted))
    return [meeting for meeting, _ in meetings.values()], found
