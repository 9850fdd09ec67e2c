"""Printing: one page where an organiser chooses, and the papers themselves. Names on paper are noted."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from entraide import clock
from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import from_short, short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group, name_of
from entraide.journal.actions import note
from entraide.meetings.forms.papers import CARDS, COPIES, LARGE, ONE_CARD, DatesForm, PaperForm, ReminderForm
from entraide.meetings.models import Meeting, Reply
from entraide.meetings.papers import Paper, discreet, fits_small_card, paper, plain
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.queries.papers import dates_to_print, replies_of
from entraide.meetings.views import bp
from entraide.meetings.words import start_in_words
from entraide.members.forms.papers import ConsentForm
from entraide.members.queries.on_paper import OnPaper, on_paper, own_phone

Page = str | tuple[str, int]
OFFERED = timedelta(days=120)
LISTED = 8


@bp.get("/g/<id22:group_id>/imprimer")
@requires(Permission.MEETING_PLAN, find_group)
def papers(group: Group) -> str:
    """Show what can be printed; `pour` and `rencontre` tick a person or a meeting beforehand."""
    place = _Place(group)
    return _choice(place, *_forms(place, fresh=True))


@bp.post("/g/<id22:group_id>/imprimer/dates")
@requires(Permission.MEETING_PLAN, find_group)
def print_dates(group: Group) -> Page:
    """Show the papers with the group's dates, ready to print."""
    place = _Place(group)
    dates, reminder, consent = _forms(place)
    if not dates.validate() or (whom := _whom(dates, place)) is None:
        let_go()
        return _choice(place, dates, reminder, consent), 422
    until = clock.now() + timedelta(days=31 * int(dates.months.data))
    meetings = dates_to_print(place.id, clock.now(), until)
    with force_locale(place.language):
        made = _papers(place, dates, meetings, whom)
        _note(place, "dates:print", dates, whom)
        return render_template(
            "meetings/print_dates.html",
            papers=made,
            place=place,
            kind=dates.kind.data,
            a6=dates.kind.data == ONE_CARD,
            large=dates.kind.data == LARGE,
            cards=[card for one in made for card in one.cards] if dates.kind.data == CARDS else [],
        )


@bp.post("/g/<id22:group_id>/imprimer/rappel")
@requires(Permission.MEETING_PLAN, find_group)
def print_reminders(group: Group) -> Page:
    """Show small cards that remind of one meeting, ready to print and to cut."""
    place = _Place(group)
    dates, reminder, consent = _forms(place)
    if not reminder.validate() or (whom := _whom(reminder, place)) is None:
        let_go()
        return _choice(place, dates, reminder, consent), 422
    meeting = next(one for one in place.meetings if short(one.id) == reminder.meeting.data)
    with force_locale(place.language):
        date = plain(meeting, details_of(meeting)) if reminder.is_plain else discreet(meeting)
        phone = reminder.number
        cards = [Paper((date,), name=one.name if one and reminder.is_plain else "", phone=phone) for one in whom]
        small = all(fits_small_card(date, name=card.name, phone=phone) for card in cards)
        _note(place, "reminders:print", reminder, whom)
        return render_template("meetings/print_reminders.html", cards=cards, place=place, small=small)


class _Place:
    """The group's own, read before anything is committed or rolled back."""

    def __init__(self, group: Group) -> None:
        self.id, self.name, self.language = group.id, name_of(group), group.language
        self.zone = ZoneInfo(group.timezone)
        self.address = f"/g/{short(group.id)}"
        self.by: UUID = g.actor.membership_in(group.id)
        self.people = on_paper(group.id)
        self.meetings: Sequence[Meeting] = dates_to_print(group.id, clock.now(), clock.now() + OFFERED)
        self.coming = [(f"/rencontre/{short(one.id)}", _in_words(one)) for one in self.meetings[:LISTED]]


def _in_words(meeting: Meeting) -> str:
    return start_in_words(meeting.starts_at, ZoneInfo(meeting.zone))


def _forms(place: _Place, *, fresh: bool = False) -> tuple[DatesForm, ReminderForm, ConsentForm]:
    """Return the three forms of the page, each with its own names of fields, and what they offer."""
    phone = own_phone(place.id, place.by) if fresh else ""
    dates = DatesForm(prefix="d", data={"phone": phone, "copies": 4})
    reminder = ReminderForm(prefix="r", data={"phone": phone, "copies": 8})
    consent = ConsentForm(prefix="c", data={"copies": "2"})
    ticked = request.args.get("pour", "") if fresh else ""
    for form in (dates, reminder):
        form.offer(place.people, ticked)
    words = [(one.id, _in_words(one)) for one in place.meetings]
    reminder.offer_meetings(words, _known(request.args.get("rencontre", ""), place.meetings) if fresh else "")
    consent.offer([one for one in place.people if one.lacks_consent], ticked)
    return dates, reminder, consent


def _known(asked: str, meetings: Sequence[Meeting]) -> str:
    try:
        wanted = from_short(asked)
    except ValueError:
        return ""
    return asked if any(one.id == wanted for one in meetings) else ""


def _whom(form: PaperForm, place: _Place) -> list[OnPaper | None] | None:
    """Return whom the papers are for; None, said on the field, where nobody is without e-mail."""
    whom = form.chosen(place.people)
    if not whom:
        form.whom.errors = [_("Nobody in the group is without e-mail.")]
        return None
    return whom


def _papers(place: _Place, form: DatesForm, meetings: Sequence[Meeting], whom: list[OnPaper | None]) -> list[Paper]:
    """Lay out one paper for each; on a plain one for somebody stands what she answered, and not what she declined."""
    group = place.name if form.is_plain and form.with_group.data else ""
    if not form.is_plain:
        return [paper(map(discreet, meetings), phone=form.number)] * len(whom)
    details = {one.id: details_of(one) for one in meetings}
    people = [one.membership_id for one in whom if one]
    replies = replies_of(place.id, details, people) if people else {}
    notes = {Reply.YES: _("You are coming."), Reply.MAYBE: _("You may come.")}
    made = []
    for one in whom:
        given = {id_: replies.get((id_, one.membership_id)) if one else None for id_ in details}
        dates = [
            plain(meeting, details[meeting.id], notes.get(reply, "") if (reply := given[meeting.id]) else "")
            for meeting in meetings
            if given[meeting.id] is not Reply.NO
        ]
        made.append(paper(dates, name=one.name if one else "", group=group, phone=form.number))
    return made


def _note(place: _Place, deed: str, form: PaperForm, whom: list[OnPaper | None]) -> None:
    """Note that names went to paper; sheets without names are nobody's data."""
    if form.is_plain and form.whom.data != COPIES:
        note(deed, group=place.id, by=place.by)
        db.session.commit()


def _choice(place: _Place, dates: DatesForm, reminder: ReminderForm, consent: ConsentForm) -> str:
    return render_template("meetings/print.html", place=place, dates=dates, reminder=reminder, consent=consent)
