"""The duties of one date: seeing, taking, giving back, handing over in two clicks."""

from uuid import UUID

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.errors import NotFound
from entraide.meetings.actions import duties
from entraide.meetings.actions.duties import AnsweredUnnamed, TakenMeanwhile, TooLate
from entraide.meetings.duty_words import ADDRESSES, NAMES
from entraide.meetings.forms.duties import ToForm
from entraide.meetings.models import Meeting
from entraide.meetings.queries.duties import Task, choosable, find_task, helping_at, texts_for
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.views import bp
from entraide.meetings.views.duties_shown import shared_of, told_of
from entraide.meetings.views.shown import Shown, is_over, too_late
from entraide.members.queries.between import viewer_of
from entraide.members.queries.cards import find_in_sight
from entraide.vault import sealed


@bp.get("/rencontre/<id22:meeting_id>/taches")
@requires(Permission.MEETING_SEE, find_meeting)
def tasks(meeting: Meeting) -> str:
    """Show who does what at one date; what must be known is told to whoever does it."""
    found = helping_at(meeting, g.actor.membership_in(meeting.group_id))
    sealed.prepare([meeting.group_id, *found.persons])
    shared = shared_of(g.actor, meeting, found)
    return render_template(
        "meetings/tasks.html",
        meeting=Shown.of(meeting),
        shared=shared,
        lines=told_of(g.actor, meeting, shared, found, texts_for(found.group, found.series)),
        is_over=is_over(meeting),
    )


@bp.post("/rencontre/<id22:meeting_id>/taches/<duty>/prendre")
@requires(Permission.DUTY_TAKE, find_task)
def take_duty(task: Task) -> Response:
    """Take a free duty with one press; the group sees by whom."""
    address = f"/rencontre/{short(task.meeting.id)}"
    try:
        duties.take(task.meeting, task.kind, g.actor.membership_in(task.group_id))
    except TooLate:
        return too_late(task.meeting)
    except TakenMeanwhile:
        return _kept(address, _("Somebody else has taken it meanwhile. Thank you all the same."))
    except AnsweredUnnamed:
        return _kept(
            address, _("You come without a name, and whoever does this is named. Answer with your name first.")
        )
    db.session.commit()
    flash(_("It is noted: you see to it. You can hand it over at any time."))
    return redirect(f"{address}/taches", 303)


@bp.post("/rencontre/<id22:meeting_id>/taches/<duty>/rendre")
@requires(Permission.DUTY_TAKE, find_task)
def return_duty(task: Task) -> Response:
    """Give one's own duty back; whoever had passed it on is told."""
    address = f"/rencontre/{short(task.meeting.id)}/taches"
    try:
        was_mine = duties.give_back(task.meeting, task.kind, g.actor.membership_in(task.group_id))
    except TooLate:
        return too_late(task.meeting)
    db.session.commit()
    flash(_("It is noted: it is free again.") if was_mine else _("It was not yours any more. Nothing was changed."))
    return redirect(address, 303)


@bp.get("/rencontre/<id22:meeting_id>/taches/<duty>/confier")
@requires(Permission.DUTY_HAND_ON, find_task)
def hand_over(task: Task) -> Page:
    """Show to whom it can go: one press on a name hands it over."""
    return too_late(task.meeting) if is_over(task.meeting) else _hand_over_page(task)


@bp.post("/rencontre/<id22:meeting_id>/taches/<duty>/confier")
@requires(Permission.DUTY_HAND_ON, find_task)
def do_hand_over(task: Task) -> Page:
    """Give it to somebody of the group, who is told; or to nobody for now."""
    form, address = ToForm(), f"/rencontre/{short(task.meeting.id)}/taches"
    by = g.actor.membership_in(task.group_id)
    try:
        to = _whom(form, task.group_id)
        duties.hand_over(task.meeting, task.kind, task.membership_id, to, by=by)
    except (ValueError, NotFound):
        meeting_id, duty = task.meeting.id, ADDRESSES[task.kind]
        let_go()
        return _hand_over_page(find_task(meeting_id, duty), is_refused=True), 422
    except TooLate:
        return too_late(task.meeting)
    except TakenMeanwhile:
        return _kept(address, _("Somebody else has taken it meanwhile. Nothing was changed."))
    db.session.commit()
    flash(_("It is noted. Tell them too, when you meet: a letter may come late.") if to else _("It is free again."))
    return redirect(address, 303)


def _whom(form: ToForm, group_id: UUID) -> UUID | None:
    """Return whom the form names, among those the asker may know of."""
    if not form.validate() or form.to.data is None:
        raise ValueError
    to = form.member
    return find_in_sight(group_id, to, viewer_of(g.actor, group_id)).id if to else None


def _kept(address: str, words: str) -> Response:
    let_go()
    flash(words, "warn")
    return redirect(address, 303)


def _hand_over_page(task: Task, *, is_refused: bool = False) -> str:
    meeting = task.meeting
    mine = g.actor.membership_in(task.group_id)
    people = choosable(task.group_id, viewer_of(g.actor, task.group_id))
    return render_template(
        "meetings/hand_over.html",
        meeting=Shown.of(meeting),
        address=f"/rencontre/{short(meeting.id)}/taches/{ADDRESSES[task.kind]}/confier",
        duty=NAMES[task.kind],
        people=[(short(id_), name, id_ == mine) for id_, name in people if id_ != task.membership_id],
        is_held=task.membership_id is not None,
        is_refused=is_refused,
    )
