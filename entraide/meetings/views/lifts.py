"""Lifts to one meeting: offered and looked for by members, entered by organisers for who has no account."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import from_short, short
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.meetings import lift_words
from entraide.meetings.actions import lifts, standing
from entraide.meetings.actions.duties import TooLate
from entraide.meetings.actions.lift_phone import show_phone
from entraide.meetings.actions.lifts import DrivesHerself, MoreRideAlready, NoSeat, RidesAlong, SaidNo
from entraide.meetings.forms.lifts import AskForm, LiftDeedForm, OfferForm
from entraide.meetings.models import Meeting
from entraide.meetings.queries.lifts import SeatIn, Travel, find_seat, find_travel, find_travelling, lift_of_id, ride_of
from entraide.meetings.queries.meetings import find_series
from entraide.meetings.views import bp
from entraide.meetings.views.lifts_shown import LiftsPage, lifts_page
from entraide.meetings.views.shown import too_late
from entraide.members.queries import find_membership

Page = Response | str | tuple[str, int]


@bp.get("/rencontre/<id22:meeting_id>/covoiturage")
@requires(Permission.LIFT_USE, find_travelling)
def show_lifts(meeting: Meeting) -> str:
    """Show the cars, who rides along, who looks for one, and the reader's own forms."""
    return _lifts_page(_own(meeting))


@bp.post("/rencontre/<id22:meeting_id>/covoiturage")
@requires(Permission.LIFT_USE, find_travelling)
def do_lift(meeting: Meeting) -> Page:
    """Do one thing about one's own lift."""
    return _act(_own(meeting), None)


@bp.get("/rencontre/<id22:meeting_id>/covoiturage/pour/<id22:membership_id>")
@requires(Permission.LIFT_RECORD, find_travel)
def show_lifts_for(travel: Travel) -> str:
    """Show the same page for a member without an account."""
    return _lifts_page(travel, for_managed=True)


@bp.post("/rencontre/<id22:meeting_id>/covoiturage/pour/<id22:membership_id>")
@requires(Permission.LIFT_RECORD, find_travel)
def do_lift_for(travel: Travel) -> Page:
    """Do one thing about a managed member's lift, as she said on the phone."""
    return _act(travel, g.actor.membership_in(travel.group_id))


@bp.post("/rencontre/<id22:meeting_id>/covoiturage/<id22:lift_id>/numero")
@requires(Permission.LIFT_PHONE, find_seat, sure=True)
def see_phone(seat: SeatIn) -> Page:
    """Show the driver's number to who rides with her, this once; it is noted."""
    mine = g.actor.membership_in(seat.group_id)
    phone = show_phone(find_group(seat.group_id), seat.lift, mine)
    travel = _own(seat.meeting)
    db.session.commit()
    return _lifts_page(Travel(travel.group_id, find_travelling(travel.meeting.id), mine), phone=phone)


def _own(meeting: Meeting) -> Travel:
    return Travel(meeting.group_id, meeting, g.actor.membership_in(meeting.group_id))


def _act(travel: Travel, by: UUID | None) -> Page:
    """Do what the button says, or show the page again saying why not; nothing is changed then."""
    form = LiftDeedForm()
    offer, ask = OfferForm(), AskForm()
    deed = DEEDS.get(form.deed.data or "")
    page = _address(travel, by)
    if deed is None or not form.validate():
        return _refused(travel, by, None, None, _("Press one of the buttons below."))
    wrong = {"offer": offer, "ask": ask}.get(form.deed.data or "")
    if wrong is not None and not wrong.validate():
        return _refused(travel, by, offer if wrong is offer else None, ask if wrong is ask else None)
    try:
        words = deed(travel, by, offer, ask)
    except TooLate:
        return too_late(travel.meeting)
    except (NoSeat, NotFound, ValueError):
        return _refused(travel, by, None, None, _("There is no seat in this car any more. Nothing was changed."))
    except SaidNo:
        return _refused(travel, by, offer, ask, _("The answer for this date is no. Change it first, on its page."))
    except DrivesHerself:
        return _refused(travel, by, None, None, _("You offer seats for this date. Take your offer back first."))
    except RidesAlong:
        return _refused(travel, by, offer, None, _("You have a seat for this date. Give it back first."))
    except MoreRideAlready:
        offer.seats.errors = [_("More people ride with you already. Choose a larger number.")]
        return _refused(travel, by, offer, None)
    db.session.commit()
    flash(words)
    return redirect(page, 303)


def _offer(travel: Travel, by: UUID | None, offer: OfferForm, ask: AskForm) -> str:
    member = find_membership(travel.group_id, travel.membership_id)
    seats, words, shows = offer.seats.data, offer.words, bool(offer.shows_phone.data)
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
    return _("It is noted. Whoever rode along is told.")


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
    lifts.resume(travel.meeting, travel.membership_id)
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


def _address(travel: Travel, by: UUID | None) -> str:
    address = f"/rencontre/{short(travel.meeting.id)}/covoiturage"
    return address if by is None else f"{address}/pour/{short(travel.membership_id)}"


def _refused(
    travel: Travel, by: UUID | None, offer: OfferForm | None, ask: AskForm | None, refusal: str = ""
) -> tuple[str, int]:
    meeting_id, who = travel.meeting.id, travel.membership_id
    let_go()
    travel = Travel(travel.group_id, find_travelling(meeting_id), who)
    return _lifts_page(travel, offer, ask, refusal, for_managed=by is not None), 422


def _lifts_page(
    travel: Travel,
    offer: OfferForm | None = None,
    ask: AskForm | None = None,
    refusal: str = "",
    *,
    phone: str | None = None,
    for_managed: bool = False,
) -> str:
    page = lifts_page(g.actor, travel.meeting, travel.membership_id, for_managed=for_managed)
    return render_template(
        "meetings/lifts.html",
        page=page,
        offer=offer or OfferForm(formdata=None, data=_stands(page)),
        ask=ask or AskForm(formdata=None, data=_looks(page)),
        refusal=refusal,
        phone=phone,
    )


def _stands(page: LiftsPage) -> dict[str, object]:
    """Return what a driver's form shows: what she offers now."""
    if (car := page.my_car) is None:
        return {"seats": 2}
    return {"seats": car.seats, **car.words.__dict__, "shows_phone": car.shows_phone, "always": page.stands == "offer"}


def _looks(page: LiftsPage) -> dict[str, object]:
    ride = page.my_ride
    return {"heads": ride.heads, "from_where": ride.words.start, "more": ride.words.word} if ride else {"heads": 1}
