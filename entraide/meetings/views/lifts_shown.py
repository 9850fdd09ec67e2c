"""What the page of lifts shows: cars, who rides in them, who looks for one, by the names in this group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from entraide.access.actor import Actor
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.tokens import short
from entraide.groups.models import Group
from entraide.meetings import lift_words
from entraide.meetings.actions.lift_phone import tells_numbers
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Lift, Meeting, Ride
from entraide.meetings.queries.everybody import everybody_at
from entraide.meetings.views.shown import Shown, is_over
from entraide.members.models import Membership, Reach
from entraide.members.queries import is_answered_for, names_of
from entraide.members.queries.between import viewer_as
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed


@dataclass(frozen=True)
class Rider:
    """Somebody who rides along or looks for a seat; `to_call`: no letter reaches her, and her car fell away."""

    name: str
    heads: int
    words: LiftWords
    is_mine: bool
    is_before_change: bool
    to_call: bool
    membership: str = ""


@dataclass(frozen=True)
class Car:
    """A car with its riders; `tells_phone`: its driver shows her number to this reader."""

    id: str
    name: str
    words: LiftWords
    seats: int
    free: int
    is_full: bool
    is_mine: bool
    is_standing: bool
    is_before_change: bool
    i_ride: bool
    shows_phone: bool  # her own tick, on her own car
    tells_phone: bool
    riders: tuple[Rider, ...]


@dataclass(frozen=True)
class LiftsPage:
    """Everything the page shows. `for_name`: an organiser sees to a member without an account."""

    group_id: UUID
    meeting: Shown
    address: str
    for_name: str
    is_over: bool
    has_series: bool
    cars: tuple[Car, ...]
    seekers: tuple[Rider, ...]
    managed: tuple[tuple[str, str], ...]
    my_car: Car | None
    my_ride: Rider | None
    stands: str  # "offer" or "ride" where something of hers holds for every date
    rests: bool  # what holds for every date does not hold for this one
    is_discreet: bool
    is_unnamed: bool
    may_tell_phone: bool


def lifts_page(actor: Actor, meeting: Meeting, who: UUID, *, for_managed: bool = False) -> LiftsPage:
    """Gather a meeting's lifts for their reader; `who`: whose way it is about."""
    found = everybody_at(meeting, who)
    group, me, standing, lifts, rides = found.group, found.me, found.standing, found.lifts, found.rides
    keeps = may(actor, Permission.LIFT_RECORD, meeting)
    managed = found.managed if keeps else ()
    sealed.prepare([group.id, *found.persons])
    members = [me, *(one for _, one in lifts), *(one for _, one in rides), *managed]
    names = names_of(members)
    riders = {ride.id: _rider(ride, member, names, who, keeps) for ride, member in rides if ride.rests is None}
    seated = [(ride.lift_id, riders[ride.id]) for ride, _ in rides if ride.lift_id and ride.id in riders]
    shut_out = viewer_as(group.id, who, frozenset()).shut_out
    cars = tuple(
        _car(lift, member, names, who, seated, group, member.id in shut_out) for lift, member in lifts if not lift.rests
    )
    resting = [(one.rests, member) for one, member in lifts] + [(one.rests, member) for one, member in rides]
    address = f"/rencontre/{short(meeting.id)}/covoiturage"
    return LiftsPage(
        group_id=group.id,
        meeting=Shown.of(meeting),
        address=f"{address}/pour/{short(who)}" if for_managed else address,
        for_name=names[who] if for_managed else "",
        is_over=is_over(meeting),
        has_series=meeting.series_id is not None,
        cars=tuple(sorted(cars, key=lambda car: (not car.is_mine, alphabet(car.name)))),
        seekers=_sorted(riders[ride.id] for ride, _ in rides if ride.id in riders and ride.lift_id is None),
        managed=tuple(sorted(((short(one.id), names[one.id]) for one in managed), key=lambda one: alphabet(one[1]))),
        my_car=next((car for car in cars if car.is_mine), None),
        my_ride=next((rider for rider in riders.values() if rider.is_mine), None),
        stands="" if standing is None else "offer" if standing.seats else "ride",
        rests=any(rests for rests, member in resting if member.id == who),
        is_discreet=me.is_discreet,
        is_unnamed=found.is_unnamed,
        may_tell_phone=tells_numbers(group),
    )


def _rider(ride: Ride, member: Membership, names: Mapping[UUID, str], who: UUID, keeps: bool) -> Rider:
    return Rider(
        name=names[member.id],
        heads=ride.heads,
        words=lift_words.unseal(member.person_id, f"ride {ride.id}", ride.words_sealed),
        is_mine=member.id == who,
        is_before_change=ride.before_change,
        to_call=keeps and ride.lost is not None and ride.lift_id is None and not _reads_letters(member),
        membership=short(member.id) if keeps and is_answered_for(member) else "",
    )


def _reads_letters(member: Membership) -> bool:
    return not member.is_managed and member.reach is Reach.EMAIL and member.wants_letters


def _car(
    lift: Lift,
    member: Membership,
    names: Mapping[UUID, str],
    who: UUID,
    seated: list[tuple[UUID, Rider]],
    group: Group,
    is_shut: bool,
) -> Car:
    """Show one car; to whom its driver blocks it is full, and she tells him no number."""
    riders = _sorted(rider for lift_id, rider in seated if lift_id == lift.id)
    i_ride = any(rider.is_mine for rider in riders)
    return Car(
        id=short(lift.id),
        name=names[member.id],
        words=lift_words.unseal(member.person_id, f"lift {lift.id}", lift.words_sealed),
        seats=lift.seats,
        free=0 if lift.is_full or is_shut else lift.seats - lift.taken,
        is_full=lift.is_full or is_shut or lift.taken == lift.seats,
        is_mine=member.id == who,
        is_standing=lift.is_standing,
        is_before_change=lift.before_change,
        i_ride=i_ride,
        shows_phone=lift.shows_phone and member.id == who,
        tells_phone=i_ride and not is_shut and lift.shows_phone and tells_numbers(group),
        riders=riders,
    )


def _sorted(riders: Iterable[Rider]) -> tuple[Rider, ...]:
    return tuple(sorted(riders, key=lambda one: alphabet(one.name)))
