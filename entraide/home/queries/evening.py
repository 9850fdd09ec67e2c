"""The first evening's path: what a new group's organiser does one thing after the other, told from facts."""

from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Label, func, select

from entraide.clock import now
from entraide.groups.models import Group, Settled
from entraide.home.queries.chat import ENOUGH
from entraide.journal.models import Entry
from entraide.meetings.models import Meeting, MeetingStatus
from entraide.members.actions.ways_in import LETTER_WRITTEN
from entraide.members.models import Invitation, InvitationKind, Membership, Status

EVENING = timedelta(days=30)  # how long the path is shown, if it is neither walked nor put away
LOOKED_BACK = timedelta(days=7), timedelta(days=45)  # between these days the organiser may see who has come in


class Stand(StrEnum):
    """How a step stands."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"


class Step(StrEnum):
    """The steps, in their order; what is not asked for is no step."""

    DATES = "dates"
    PEOPLE = "people"
    TRIAL = "trial"
    LETTERS = "letters"
    PAPERS = "papers"
    CHAT = "chat"
    SECOND = "second"


@dataclass(frozen=True)
class Facts:
    """What one statement counts of a group: its dates, its people, its letters, its open links."""

    dates: int
    active: int
    managed: int
    keepers: int
    letters: int
    links: int

    @property
    def others(self) -> int:
        """Members beside the one who founded."""
        return self.active - 1

    @property
    def with_account(self) -> int:
        """Members beside the organisers who could keep the group too."""
        return self.active - self.managed - self.keepers


@dataclass(frozen=True)
class Path:
    """The steps with how each stands, and the facts behind them."""

    steps: tuple[tuple[Step, Stand], ...]
    facts: Facts

    @property
    def left(self) -> int:
        """How many steps are not done."""
        return sum(stand is not Stand.DONE for _step, stand in self.steps)


def columns(group_id: UUID) -> tuple[Label[int], ...]:
    """Return the columns of Facts, to be read by a statement that is made anyway."""
    active = (Membership.group_id == group_id) & (Membership.status == Status.ACTIVE)
    members = select(func.count()).select_from(Membership).where(active)
    counted = {
        "dates": select(func.count())
        .select_from(Meeting)
        .where(Meeting.group_id == group_id, Meeting.status == MeetingStatus.PLANNED, Meeting.ends_at > now()),
        "active": members,
        "managed": members.where(Membership.is_managed),
        "keepers": members.where(Membership.is_organiser),
        "letters": select(func.count()).where(Entry.group_id == group_id, Entry.deed == LETTER_WRITTEN),
        "links": select(func.count()).where(
            Invitation.group_id == group_id,
            Invitation.kind == InvitationKind.LINK,
            Invitation.ended.is_(False),
            Invitation.uses_left >= ENOUGH,
            Invitation.expires > now(),
        ),
    }
    return tuple(one.correlate(None).scalar_subquery().label(name) for name, one in counted.items())


def facts_in(row: Any) -> Facts:
    """Return the facts out of a row with these columns."""
    return Facts(**{field.name: getattr(row, field.name) for field in fields(Facts)})


def path_of(group: Group, facts: Facts) -> Path | None:
    """Return the path; None once it was put away, walked to its end, or has stood there for thirty days."""
    if Settled.EVENING in group.settled or now() - group.created > EVENING:
        return None
    done = {step: _is_done(step, facts, group) for step in _asked(group)}
    first = next((step for step, is_done in done.items() if not is_done), None)
    if first is None:
        return None
    stands = (
        (step, Stand.DONE if is_done else Stand.NEXT if step is first else Stand.LATER)
        for step, is_done in done.items()
    )
    return Path(tuple(stands), facts)


def is_time_to_look_back(group: Group) -> bool:
    """Say whether the organiser's page leads to who has come in: from day 7 to day 45."""
    first, last = LOOKED_BACK
    return first <= now() - group.created <= last


def _asked(group: Group) -> list[Step]:
    """Leave out a second responsible person where it was asked once."""
    return [step for step in Step if step is not Step.SECOND or Settled.SECOND not in group.settled]


def _is_done(step: Step, facts: Facts, group: Group) -> bool:
    has_people = facts.others > 0 or facts.letters > 0
    match step:
        case Step.DATES:
            return facts.dates > 0
        case Step.PEOPLE:
            return has_people
        case Step.LETTERS:
            return facts.letters > 0 or Settled.LETTERS in group.settled
        case Step.PAPERS:
            return Settled.PAPERS in group.settled or (has_people and not facts.managed)
        case Step.CHAT:
            return facts.links > 0 or Settled.CHAT in group.settled
        case Step.SECOND:
            return facts.keepers > 1
        case Step.TRIAL:
            return Settled.TRIAL in group.settled
