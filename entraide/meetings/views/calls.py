"""The phone list of a group, its numbers, and "If I miss twice, call me" as organisers answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import check_first, let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.meetings.actions import missed
from entraide.meetings.actions.answers import NotBegun
from entraide.meetings.forms.told import YES, PresenceForm
from entraide.meetings.models import Meeting
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.queries.missed import ToSay
from entraide.meetings.queries.missed import find_to_say as find_to_say_of
from entraide.meetings.queries.phone_list import next_asked, recorded
from entraide.meetings.views import bp
from entraide.meetings.words import hour_in_words, start_in_words
from entraide.members import card_words
from entraide.members.actions import calls
from entraide.members.models import CallPurpose, CallWish
from entraide.members.queries.between import viewer_of
from entraide.members.queries.calls import Callee, Calling, callees, dialled, find_wish
from entraide.members.queries.calls import find_calling as find_calling_of


@dataclass(frozen=True)
class Date:
    """One coming date of one member, with what was recorded."""

    address: str
    when: str
    reply: str


@dataclass(frozen=True)
class Line:
    """One member on the phone list."""

    membership_id: UUID
    name: str
    how: str
    is_listed: bool
    wants_call: bool
    is_to_call: bool
    number: str
    tel: str
    dates: tuple[Date, ...]
    sms: str = ""
    is_asked: bool = False


def find_calling(group_id: UUID) -> Calling:
    """Find a group with the asker's open call list."""
    return find_calling_of(g.actor, group_id)


def find_wisher(group_id: UUID, membership_id: UUID) -> CallWish:
    """Find the wish of a member to be called; who has one is told to organisers alone."""
    check_first(Permission.CALL_MAKE, find_group(group_id))
    return find_wish(group_id, membership_id)


def find_to_say(meeting_id: UUID, membership_id: UUID) -> ToSay:
    """Find a meeting and the wish of a member, for organisers alone."""
    check_first(Permission.CALL_MAKE, find_meeting(meeting_id))
    return find_to_say_of(meeting_id, membership_id)


@bp.get("/g/<id22:group_id>/appels")
@requires(Permission.CALL_MAKE, find_calling)
def phone_list(calling: Calling) -> str:
    """Show whom one calls, with their next dates, and who asked to be called."""
    found = callees(calling, viewer_of(g.actor, calling.group_id))
    meetings = next_asked(calling.group_id)
    said = recorded(meetings, [one.membership_id for one in found if one.is_answered_for])
    lines = [_line(one, meetings, said) for one in found]
    zone = ZoneInfo(calling.group.timezone)
    return render_template(
        "meetings/phone_list.html",
        address=f"/g/{short(calling.group_id)}/appels",
        group_id=calling.group_id,
        open_until=hour_in_words(calling.until.astimezone(zone).time()) if calling.until else "",
        to_call=[line for line in lines if line.is_to_call],
        listed=[line for line in lines if line.is_listed],
        wishers=[line for line in lines if line.wants_call and not line.is_to_call],
    )


@bp.post("/g/<id22:group_id>/appels/numeros")
@requires(Permission.CALL_MAKE, find_calling, sure=True)
def open_list(calling: Calling) -> Response:
    """Open a call list on this device for two hours."""
    group_id = calling.group_id
    calls.open_list(calling.group, viewer_of(g.actor, group_id), g.actor.sign_in_id, CallPurpose.PHONE_LIST)
    db.session.commit()
    return redirect(_address(group_id), 303)


@bp.post("/g/<id22:group_id>/appels/numeros/fin")
@requires(Permission.CALL_MAKE, find_calling)
def close_list(calling: Calling) -> Response:
    """Close the call list of this device."""
    group_id = calling.group_id
    calls.close_list(group_id, g.actor.membership_in(group_id), g.actor.sign_in_id)
    db.session.commit()
    flash(_("The numbers are put away."))
    return redirect(_address(group_id), 303)


@bp.post("/g/<id22:group_id>/appels/<id22:membership_id>/appelee")
@requires(Permission.CALL_MAKE, find_wisher)
def have_called(wish: CallWish) -> Response:
    """Let the counter die with the call."""
    group_id = wish.group_id
    calls.called(wish)
    db.session.commit()
    flash(_("Thank you for calling. The count begins anew, and nothing of it is kept."))
    return redirect(_address(group_id), 303)


@bp.post("/rencontre/<id22:meeting_id>/comptage/<id22:membership_id>")
@requires(Permission.CALL_MAKE, find_to_say)
def say_presence(asked: ToSay) -> Response:
    """Take an organiser's word on whether somebody who asked to be called was there."""
    form, meeting = PresenceForm(), asked.meeting
    address = f"/rencontre/{short(meeting.id)}#there"
    refusal = "" if form.validate() else _("Choose one answer.")
    if not refusal:
        try:
            missed.say_presence(meeting, asked.wish, form.was_there.data == YES)
        except NotBegun:
            refusal = _("People are counted once the meeting has begun.")
        except missed.CountedAlready:
            refusal = _("A later meeting is counted already. Nothing was changed.")
    if refusal:
        let_go()
        flash(refusal, "warn")
        return redirect(address, 303)
    db.session.commit()
    flash(_("It is noted."))
    return redirect(address, 303)


def _address(group_id: UUID) -> str:
    return f"/g/{short(group_id)}/appels"


def _line(one: Callee, meetings: Sequence[Meeting], said: Mapping[tuple[UUID, UUID], str]) -> Line:
    tel = dialled(one.number)
    dates = [
        Date(
            address=f"/rencontre/{short(meeting.id)}/presences/{short(one.membership_id)}",
            when=start_in_words(meeting.starts_at, ZoneInfo(meeting.zone)),
            reply=said.get((meeting.id, one.membership_id), ""),
        )
        for meeting in meetings
    ]
    return Line(
        membership_id=one.membership_id,
        name=one.name,
        how=str(card_words.REACHES[one.reach][0]) if one.reach in card_words.REACHES else "",
        is_listed=one.is_listed,
        wants_call=one.wants_call,
        is_to_call=one.is_to_call,
        number=one.number,
        tel=f"tel:{tel}" if tel else "",
        dates=tuple(dates) if one.is_answered_for else (),
        is_asked=one.is_asked,
    )
