"""What others around a person see of her today: her mailbox, her locked phone, a shared calendar, her groups."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from entraide.access.actor import Actor
from entraide.accounts.locks.queries import shares_mailbox
from entraide.calendars.models import Level
from entraide.calendars.pages import Shown, previews
from entraide.calendars.queries.feeds import labels_of
from entraide.calendars.queries.holdings import Holding
from entraide.clock import now
from entraide.errors import NotFound
from entraide.groups.models import Discretion
from entraide.groups.queries import name_of
from entraide.mail.queries import Course, own_letters
from entraide.meetings.letters.trial import LockScreen, own_screen
from entraide.meetings.models import Meeting
from entraide.meetings.queries.planning import next_meetings
from entraide.meetings.queries.readers import OwnReading, own_readings
from entraide.members.queries import name_of as name_in_group
from entraide.settings import current

MOST_LETTERS = 200


@dataclass(frozen=True)
class OfGroup:
    """One group: what its letters show on a locked phone (None: none comes), and under which name she is known."""

    group_id: UUID
    name: str
    own_name: str
    is_discreet: bool
    has_own_words: bool
    level: Discretion
    screen: LockScreen | None


@dataclass(frozen=True)
class Seeing:
    """Today's truth for one person, section by section."""

    has_address: bool
    is_protected: bool
    opens_at_door: bool  # whoever reads the mailbox can sign in: no lock is asked for at the door
    groups: tuple[OfGroup, ...]
    sent: tuple[tuple[str, int], ...]  # the kinds of letters of the last 30 days, the most frequent first
    feeds: tuple[tuple[str, Level], ...]
    example: dict[Level, Shown]  # her next meeting as a calendar shows it

    @property
    def getting(self) -> tuple[OfGroup, ...]:
        """The groups whose letters come."""
        return tuple(one for one in self.groups if one.screen is not None)


def seeing(actor: Actor) -> Seeing:
    """Gather what others see of the asker, in at most eight statements however many groups she has."""
    if actor.person_id is None:
        raise NotFound
    person, readings = own_readings(actor.person_id)
    coming = next_meetings({one.group.id for one in readings}, now())
    letters = own_letters(actor.person_id, MOST_LETTERS, only_group=actor.only_group)
    sent = Counter(one.kind for one in letters if one.course is Course.TAKEN)
    return Seeing(
        has_address=person.email_sealed is not None,
        is_protected=person.protected_since is not None,
        opens_at_door=not (
            actor.has_lock and (person.lock_at_door or person.hidden_in_mailbox or shares_mailbox(person))
        ),
        groups=tuple(_of_group(one, coming.get(one.group.id)) for one in readings),
        sent=tuple(sent.most_common()),
        feeds=tuple(labels_of(actor.person_id, only_group=actor.only_group)),
        example=_example(readings, coming),
    )


def _of_group(reading: OwnReading, meeting: Meeting | None) -> OfGroup:
    group, membership, reader = reading.group, reading.membership, reading.reader
    return OfGroup(
        group_id=group.id,
        name=name_of(group),
        own_name=name_in_group(membership),
        is_discreet=membership.is_discreet,
        has_own_words=bool(reader and reader.own_words),
        level=reader.level if reader else membership.discretion or group.discretion,
        screen=own_screen(reader, meeting, group.timezone) if reader else None,
    )


def _example(readings: list[OwnReading], coming: dict[UUID, Meeting]) -> dict[Level, Shown]:
    """Show the next meeting of all as each level of a calendar does: of a weekend, its banner."""
    if not coming:
        return {}
    meeting = min(coming.values(), key=lambda one: (one.starts_at, one.id))
    of = next(one for one in readings if one.group.id == meeting.group_id)
    held = Holding(of.group, of.membership.id, meeting.changed, meeting, None, None, ())
    return {shown.level: shown for shown in previews(held, current())}
