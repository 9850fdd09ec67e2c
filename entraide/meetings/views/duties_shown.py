"""What pages show of duties: frozen values with the words of the reader's language."""

from dataclasses import dataclass, replace
from uuid import UUID

from entraide.access.actor import Actor
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.tokens import short
from entraide.meetings.duty_words import ADDRESSES, HINTS, NAMES
from entraide.meetings.models import Duty, DutyKind, Meeting
from entraide.meetings.queries.duties import Helping, Task, Texts, kinds_of
from entraide.meetings.queries.everybody import Everybody
from entraide.meetings.queries.lifts import travels
from entraide.members.models import Membership
from entraide.members.queries import names_of
from entraide.members.queries.roster import alphabet


@dataclass(frozen=True)
class DutyLine:
    """One duty of a meeting; an empty holder: it is free. `text` is for its holder and organisers only."""

    kind: DutyKind
    name: str
    hint: str
    address: str
    holder: str
    is_mine: bool
    is_standing: bool
    text: str = ""


@dataclass(frozen=True)
class Shared:
    """What is shared out at a meeting: its duties, and its lifts as two numbers."""

    group_id: UUID
    address: str
    duties: tuple[DutyLine, ...]
    has_mine: bool
    is_discreet: bool  # the reader herself: a duty would name her
    travels: bool
    free_seats: int
    seeking: int


def shared_of(actor: Actor, meeting: Meeting, found: Helping) -> Shared:
    """Sort what one statement found for its reader; names are opened here."""
    kinds = kinds_of(found.group, found.series, meeting)
    who = actor.memberships.get(meeting.group_id)
    names = names_of(member for _, member in found.holders.values())
    lines = tuple(_line(meeting, kind, found.holders.get(kind), who, names) for kind in kinds)
    return Shared(
        group_id=meeting.group_id,
        address=f"/rencontre/{short(meeting.id)}",
        duties=lines,
        has_mine=any(line.is_mine for line in lines),
        is_discreet=bool(found.me and found.me.is_discreet),
        travels=travels(meeting),
        free_seats=found.free_seats,
        seeking=found.seeking,
    )


def told_of(actor: Actor, meeting: Meeting, shared: Shared, found: Helping, texts: Texts) -> tuple[DutyLine, ...]:
    """Return the duties with what is written for whoever has them: for herself, and for organisers."""
    told = []
    for line in shared.duties:
        held = found.holders.get(line.kind)
        task = Task(meeting.group_id, meeting, line.kind, held[1].id if held else None)
        is_told = may(actor, Permission.DUTY_HAND_ON, task)
        told.append(replace(line, text=texts.get(line.kind, "")) if is_told else line)
    return tuple(told)


@dataclass(frozen=True)
class PaperCar:
    """A car as the printed list names it: who drives, who rides along, and how many seats are free."""

    driver: str
    riders: tuple[str, ...]
    free: int


@dataclass(frozen=True)
class OnPaper:
    """What the printed list says: each duty with who has it (empty: nobody yet), each car with its riders; and whom."""

    duties: tuple[tuple[str, str], ...]
    cars: tuple[PaperCar, ...]
    named: frozenset[UUID]


def on_paper(meeting: Meeting, found: Everybody) -> OnPaper:
    """Sort what one statement found."""
    cars = [(lift, driver) for lift, driver in found.lifts if lift.rests is None]
    names = names_of(member for _, member in (*found.holders.values(), *found.lifts, *found.rides))
    riders: dict[UUID, list[str]] = {lift.id: [] for lift, _ in cars}
    kinds = kinds_of(found.group, found.series, meeting)
    held = {kind: member for kind, (_, member) in found.holders.items() if kind in kinds}
    named = {*(member.id for member in held.values()), *(driver.id for _, driver in cars)}
    for ride, rider in found.rides:
        if ride.lift_id in riders:
            riders[ride.lift_id].append(names[rider.id] + (f" ({ride.heads})" if ride.heads > 1 else ""))
            named.add(rider.id)
    lines = [
        PaperCar(names[driver.id], tuple(sorted(riders[lift.id], key=alphabet)), lift.seats - lift.taken)
        for lift, driver in cars
    ]
    return OnPaper(
        tuple((str(NAMES[kind]), names[held[kind].id] if kind in held else "") for kind in kinds),
        tuple(sorted(lines, key=lambda car: alphabet(car.driver))),
        frozenset(named),
    )


def _line(
    meeting: Meeting,
    kind: DutyKind,
    held: tuple[Duty, Membership] | None,
    who: UUID | None,
    names: dict[UUID, str],
) -> DutyLine:
    duty, member = held or (None, None)
    return DutyLine(
        kind=kind,
        name=str(NAMES[kind]),
        hint=str(HINTS[kind]),
        address=f"/rencontre/{short(meeting.id)}/taches/{ADDRESSES[kind]}",
        holder=names[member.id] if member else "",
        is_mine=member is not None and member.id == who,
        is_standing=bool(duty and duty.is_standing),
    )
