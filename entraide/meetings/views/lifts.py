"""Lifts to one meeting: offered and looked for by members, entered by organisers for who has no account."""

from uuid import UUID

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import steps
from entraide.access.gate import check_first, let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.queries import find_group
from entraide.meetings.actions.duties import TooLate
from entraide.meetings.actions.lift_phone import NoNumber, show_phone
from entraide.meetings.actions.lifts import DrivesHerself, MoreRideAlready, NoSeat, RidesAlong, SaidNo
from entraide.meetings.forms.lifts import AskForm, LiftDeedForm, OfferForm
from entraide.meetings.models import Meeting
from entraide.meetings.queries.lifts import (
    SeatIn,
    Travel,
    find_seat,
    find_travel,
    find_travelling,
    travels,
)
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.views import bp
from entraide.meetings.views.lift_deeds import DEEDS
from entraide.meetings.views.lifts_shown import LiftsPage, lifts_page
from entraide.meetings.views.shown import too_late
from entraide.members.actions.cards import EnoughForToday


@bp.get("/rencontre/<id22:meeting_id>/covoiturage")
@requires(Permission.LIFT_USE, find_meeting)
def show_lifts(meeting: Meeting) -> Page:
    """Show the cars, who rides along, who looks for one, and the reader's own forms."""
    return _lifts_page(_own(meeting)) if travels(meeting) else _back(meeting)


@bp.post("/rencontre/<id22:meeting_id>/covoiturage")
@requires(Permission.LIFT_USE, find_meeting)
def do_lift(meeting: Meeting) -> Page:
    """Do one thing about one's own lift."""
    return _act(_own(meeting), None) if travels(meeting) else _back(meeting)


def find_travel_of(meeting_id: UUID, membership_id: UUID) -> Travel:
    """Find for whom an organiser sees to a lift; whoever may not is told the same of every member."""
    check_first(Permission.LIFT_RECORD, find_meeting(meeting_id))
    return find_travel(meeting_id, membership_id)


@bp.get("/rencontre/<id22:meeting_id>/covoiturage/pour/<id22:membership_id>")
@requires(Permission.LIFT_RECORD, find_travel_of)
def show_lifts_for(travel: Travel) -> str:
    """Show the same page for a member without an account."""
    return _lifts_page(travel, for_managed=True)


@bp.post("/rencontre/<id22:meeting_id>/covoiturage/pour/<id22:membership_id>")
@requires(Permission.LIFT_RECORD, find_travel_of)
def do_lift_for(travel: Travel) -> Page:
    """Do one thing about a managed member's lift, as she said on the phone."""
    return _act(travel, g.actor.membership_in(travel.group_id))


@bp.post("/rencontre/<id22:meeting_id>/covoiturage/<id22:lift_id>/numero")
@requires(Permission.LIFT_PHONE, find_seat, sure=True)
def see_phone(seat: SeatIn) -> Page:
    """Show the driver's number to who rides with her, this once; it is noted."""
    mine = g.actor.membership_in(seat.group_id)
    try:
        counted = steps.counted(g.actor, seat.group_id)
        phone = show_phone(find_group(seat.group_id), seat.lift, mine, counted)
    except EnoughForToday:
        page = f"/rencontre/{short(seat.meeting.id)}/covoiturage"
        let_go()
        flash(_("You have seen the contact details of five people today."), "warn")
        return redirect(page, 303)
    travel = _own(seat.meeting)
    db.session.commit()
    return _lifts_page(Travel(travel.group_id, find_travelling(travel.meeting.id), mine), phone=phone)


def _back(meeting: Meeting) -> Response:
    """Lead to the page of a meeting that has no place to travel to."""
    address = f"/rencontre/{short(meeting.id)}"
    let_go()
    return redirect(address, 303)


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
    except NoNumber:
        offer.shows_phone.errors = [_("There is no number on the card. Write it there first, or leave this unticked.")]
        return _refused(travel, by, offer, None)
    except MoreRideAlready:
        offer.seats.errors = [_("More people ride with you already. Choose a larger number.")]
        return _refused(travel, by, offer, None)
    db.session.commit()
    flash(words)
    return redirect(page, 303)


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
