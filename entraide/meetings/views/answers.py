"""One meeting's page, answering it, its list, and counting who came."""

from uuid import UUID

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, refuse, requires
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.journal.actions import note
from entraide.meetings.actions import answers
from entraide.meetings.actions.anonymous import AloneWithoutName, NotAnonymous
from entraide.meetings.actions.answers import Closed, CountsMoreThanAll, MeetingFull, NotBegun, TooManyForTheTable
from entraide.meetings.forms.answers import AnswerForm, HeadcountForm
from entraide.meetings.models import Meeting
from entraide.meetings.queries.answers import room_of
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.queries.missed import wished_at
from entraide.meetings.queries.presence import Managed, find_managed
from entraide.meetings.views import bp
from entraide.meetings.views.page import page_of
from entraide.meetings.views.said import in_words
from entraide.meetings.views.sheet import Sheet, sheet_of
from entraide.members.actions.looks import receipt
from entraide.members.models import LookPurpose

Refusal = tuple[str, int]


@bp.get("/rencontre/<id22:meeting_id>")
@requires(Permission.MEETING_SEE, find_meeting)
def show(meeting: Meeting) -> str:
    """Show one meeting, as it stands for its reader."""
    return _show(meeting)


@bp.post("/rencontre/<id22:meeting_id>/reponse")
@requires(Permission.ANSWER_GIVE, find_meeting)
def answer(meeting: Meeting) -> Response | Refusal:
    """Take the reader's own answer; from the agenda or the group's page one comes back there."""
    form = AnswerForm()
    meeting_id, back = meeting.id, _back(meeting, form.back.data)
    if not form.validate():
        return _refused(meeting, form)
    try:
        who = g.actor.membership_in(meeting.group_id)
        given = answers.answer(meeting, who, form.said, form.guests.data, anonymous=form.hides)
    except Closed:
        return _refused(meeting, form, _("This meeting takes no answers any more. Nothing was changed."))
    except NotAnonymous:
        return _refused(meeting, form, _("This answer takes a name. Nothing was changed."))
    except AloneWithoutName:
        form.guests.errors = [_("Without a name you come alone: choose 0, or show your name.")]
        return _refused(meeting, form)
    except (MeetingFull, TooManyForTheTable) as refusal:
        form.guests.errors = [_too_many(meeting, refusal)]
        return _refused(meeting, form)
    words = in_words(meeting, given)
    db.session.commit()
    flash(words)
    return redirect(back or f"/rencontre/{short(meeting_id)}", 303)


def find_told_by_phone(meeting_id: UUID, membership_id: UUID) -> Managed:
    """Find for whom an organiser answers; whoever may not is told the same of every member."""
    meeting = find_meeting(meeting_id)
    if not may(g.actor, Permission.ANSWER_RECORD, meeting):
        refuse(meeting)
    return find_managed(meeting_id, membership_id)


@bp.get("/rencontre/<id22:meeting_id>/presences")
@requires(Permission.ANSWER_RECORD, find_meeting)
def presences(meeting: Meeting) -> str:
    """Show who comes, and answer for members without an account."""
    return render_template("meetings/presences.html", sheet=_sheet(meeting), form=AnswerForm())


@bp.post("/rencontre/<id22:meeting_id>/presences/imprimer")
@requires(Permission.ANSWER_RECORD, find_meeting)
def print_presences(meeting: Meeting) -> str:
    """Show the same list for the printer; names go to paper, so it is noted, and read by whoever stands on it."""
    sheet, by = _sheet(meeting), g.actor.membership_in(meeting.group_id)
    note("meeting:print", group=meeting.group_id, by=by, about=meeting.id)
    receipt(find_group(meeting.group_id), by, sheet.named, LookPurpose.MEETING_LIST)
    db.session.commit()
    return render_template("meetings/presences.html", sheet=sheet, form=AnswerForm(), is_paper=True)


@bp.post("/rencontre/<id22:meeting_id>/presences/<id22:membership_id>")
@requires(Permission.ANSWER_RECORD, find_told_by_phone)
def record(managed: Managed) -> Response | Refusal:
    """Take what a member without an account said to an organiser."""
    form, meeting = AnswerForm(), managed.meeting
    address = f"/rencontre/{short(meeting.id)}/presences"
    if form.back.data == "appels":
        address = f"/g/{short(managed.group_id)}/appels#m-{short(managed.membership_id)}"
    by = g.actor.membership_in(managed.group_id)
    if not form.validate():
        return _refused_sheet(meeting, form)
    try:
        answers.answer(meeting, managed.membership_id, form.said, form.guests.data, by_id=by)
    except Closed:
        return _refused_sheet(meeting, form, _("This meeting takes no answers any more. Nothing was changed."))
    except (MeetingFull, TooManyForTheTable) as refusal:
        return _refused_sheet(meeting, form, _too_many(meeting, refusal))
    db.session.commit()
    flash(_("It is noted."))
    return redirect(address, 303)


@bp.post("/rencontre/<id22:meeting_id>/comptage")
@requires(Permission.MEETING_PLAN, find_meeting)
def count(meeting: Meeting) -> Response | Refusal:
    """Take the number of people who came; nothing typed is « not counted », never 0."""
    form, meeting_id = HeadcountForm(), meeting.id
    by = g.actor.membership_in(meeting.group_id)
    if not form.validate():
        return _refused(meeting, counting=form)
    try:
        answers.count_heads(meeting, form.total.data, form.first_time.data, form.relatives.data, by=by)
    except NotBegun:
        return _refused(meeting, None, _("People are counted once the meeting has begun."))
    except CountsMoreThanAll:
        form.total.errors = [_("Newcomers and relatives together are more than all who came. Look at the numbers.")]
        return _refused(meeting, counting=form)
    db.session.commit()
    flash(_("Thank you. The number is kept, without names."))
    return redirect(f"/rencontre/{short(meeting_id)}", 303)


def _show(
    meeting: Meeting, form: AnswerForm | None = None, counting: HeadcountForm | None = None, refusal: str = ""
) -> str:
    page = page_of(g.actor, meeting, f"/rencontre/{short(meeting.id)}")
    heads = page.heads
    if form is None:
        form = AnswerForm(formdata=None, data={"guests": page.mine.guests})
    if counting is None:
        values = {"total": heads.total, "first_time": heads.first_time, "relatives": heads.relatives}
        counting = HeadcountForm(formdata=None, data=values)
    wished = wished_at(meeting) if page.has_begun and may(g.actor, Permission.CALL_MAKE, meeting) else []
    return render_template(
        "meetings/show.html", page=page, form=form, counting=counting, refusal=refusal, wished=wished
    )


def _refused(
    meeting: Meeting, form: AnswerForm | None = None, refusal: str = "", counting: HeadcountForm | None = None
) -> Refusal:
    meeting_id = meeting.id
    let_go()
    return _show(find_meeting(meeting_id), form, counting, refusal), 422


def _refused_sheet(meeting: Meeting, form: AnswerForm, refusal: str = "") -> Refusal:
    meeting_id = meeting.id
    let_go()
    sheet = _sheet(find_meeting(meeting_id))
    return render_template("meetings/presences.html", sheet=sheet, form=form, refusal=refusal), 422


def _sheet(meeting: Meeting) -> Sheet:
    return sheet_of(meeting, g.actor.membership_in(meeting.group_id))


def _too_many(meeting: Meeting, refusal: Exception) -> str:
    """Say why there is no place for more, and that what was said before stands."""
    room = room_of(meeting)
    if isinstance(refusal, TooManyForTheTable) and room is not None:
        return _("There are only %(places)s places. Your answer stays as it was.", places=room.capacity)
    return _("There are not enough free places for so many. Your answer stays as it was.")


def _back(meeting: Meeting, name: str | None) -> str:
    """Return the page that asked, by the few names there are: an address is never taken from a form."""
    return {"agenda": "/agenda", "groupe": f"/g/{short(meeting.group_id)}"}.get(name or "", "")
