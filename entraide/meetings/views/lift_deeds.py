"""What the buttons of the page of lifts do, each by its word; each returns what is said once it is done."""

from collections.abc import Callable
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from entraide.access.tokens import from_short
from entraide.errors import NotFound
from entraide.meetings import lift_words
from entraide.meetings.actions import lifts, standing
from entraide.meetings.actions.lift_phone import check_number
from entraide.meetings.actions.lifts import NoSeat
from entraide.meetings.forms.lifts import AskForm, OfferForm
from entraide.meetings.queries.lifts import Travel, lift_of_id, ride_of
from entraide.meetings.queries.meetings import find_series
from entraide.members.queries import find_membership


def _offer(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    member = find_membership(travel.group_id, travel.membership_id)
    seats, words, shows = offer.seats.data, offer.words, bool(offer.shows_phone.data)
    if shows:
        check_number(member)
    if offer.always.data and travel.meeting.series_id:
        series = find_series(travel.group_id, travel.meeting.series_id)
        standing.stand(series, member, words, offered=seats, shows_phone=shows, by=by)
    lifts.offer(travel.meeting, member, seats, words, shows_phone=shows, by=by)
    return _("It is noted. Who rides along is written here; look the day before.")


def _ask(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.ask(travel.meeting, find_membership(travel.group_id, travel.membership_id), ask.heads.data, ask.words, by=by)
    return _("It is noted. The members of the group see it here.")


def _take(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    member = find_membership(travel.group_id, travel.membership_id)
    lifts.take_seat(travel.meeting, member, from_short(request.form.get("lift", "")), by=by)
    return _("It is noted: you have a seat.") if by is None else _("It is noted.")


def _always_ride(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    member, ride = find_membership(travel.group_id, travel.membership_id), ride_of(travel.meeting, travel.membership_id)
    lift = lift_of_id(travel.meeting, ride.lift_id) if ride and ride.lift_id else None
    if ride is None or lift is None or travel.meeting.series_id is None:
        raise NoSeat
    series = find_series(travel.group_id, travel.meeting.series_id)
    words = lift_words.unseal(member.person_id, f"ride {ride.id}", ride.words_sealed)
    standing.stand(series, member, words, driver_id=lift.membership_id, heads=ride.heads, by=by)
    return _("It is noted, for every date where there is room. Each date can be changed by itself.")


def _withdraw(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.withdraw(travel.meeting, travel.membership_id, by=by)
    return _("It is noted. Whoever rode along is told by letter, or by those who organise.")


def _give_back(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.give_back(travel.meeting, travel.membership_id, by=by)
    return _("It is noted.")


def _fill_up(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.set_full(travel.meeting, travel.membership_id, True)
    return _("It is noted: your car takes nobody more.")


def _open(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.set_full(travel.meeting, travel.membership_id, False)
    return _("It is noted.")


def _again(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.resume(travel.meeting, travel.membership_id, by=by)
    return _("It is noted: for this date too.")


def _confirm(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    lifts.confirm(travel.meeting, travel.membership_id)
    return _("It is noted: it still fits.")


def _end_always(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    if travel.meeting.series_id is None:
        raise NotFound
    standing.end(travel.meeting.series_id, find_membership(travel.group_id, travel.membership_id), by=by)
    return _("It is noted: it holds for no coming date any more.")


Deed = Callable[[Travel, UUID | None, OfferForm, AskForm], str]
DEEDS: dict[str, Deed] = {
    "offer": _offer,
    "ask": _ask,
    "take": _take,
    "always": _always_ride,
    "withdraw": _withdraw,
    "back": _give_back,
    "full": _fill_up,
    "open": _open,
    "again": _again,
    "confirm": _confirm,
    "end": _end_always,
}
