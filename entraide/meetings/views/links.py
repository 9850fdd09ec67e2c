"""Answering by a link from a letter, without signing in: GET shows, POST acts, and nothing is shown but a date."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask_babel import gettext as _

from entraide import clock
from entraide.access.gate import by_token, let_go
from entraide.access.tokens import Purpose
from entraide.db import db
from entraide.groups.models import Asked
from entraide.meetings.actions import answers
from entraide.meetings.actions.anonymous import NotAnonymous
from entraide.meetings.actions.answers import Closed, MeetingFull, TooManyForTheTable
from entraide.meetings.forms.answers import LinkForm
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Reply, Standing
from entraide.meetings.queries.anonymous import may_be_anonymous
from entraide.meetings.queries.answers import find_answer, is_coming, room_of
from entraide.meetings.queries.linked import Linked, find_by_answer_link, find_by_place_link
from entraide.meetings.views import bp
from entraide.meetings.views.page import capital
from entraide.meetings.views.said import in_words
from entraide.meetings.words import date_in_words, start_in_words

WORDS = {"oui": Reply.YES, "peut-etre": Reply.MAYBE, "non": Reply.NO}
Page = str | tuple[str, int]


@dataclass(frozen=True)
class LinkPage:
    """What a page by token shows: a date, and whom it is for where several read the mailbox."""

    action: str
    when: str
    first_name: str
    until: str
    is_cancelled: bool
    is_over: bool


@dataclass(frozen=True)
class Offer:
    """What became of a place: offered until when, hers, or gone."""

    state: str
    until: str = ""


@bp.get("/r/<token>")
@by_token(Purpose.ANSWER, find_by_answer_link)
def by_link(linked: Linked) -> str:
    """Ask the question."""
    return _ask(linked, None)


@bp.get("/r/<token>/<any(oui, 'peut-etre', non):word>")
@by_token(Purpose.ANSWER, find_by_answer_link)
def by_link_with_word(linked: Linked, word: str) -> str:
    """Ask to confirm the answer chosen in the letter; nothing is answered yet."""
    return _ask(linked, WORDS[word])


@bp.post("/r/<token>")
@by_token(Purpose.ANSWER, find_by_answer_link)
def answer_by_link(linked: Linked) -> Page:
    """Take the answer, and say it back."""
    return _answer(linked, "r")


@bp.get("/v/<token>")
@by_token(Purpose.PLACE, find_by_place_link)
def place(linked: Linked) -> str:
    """Say what became of a place, and offer to take or leave it."""
    page = _page(linked)
    if not _is_open(linked.meeting):
        return render_template("meetings/link_closed.html", page=page)
    given = find_answer(linked.meeting, linked.membership_id)
    return render_template("meetings/place.html", page=page, offer=_offer(linked.meeting, given))


@bp.post("/v/<token>")
@by_token(Purpose.PLACE, find_by_place_link)
def answer_place(linked: Linked) -> Page:
    """Take the place, or leave it to the next."""
    return _answer(linked, "v")


def _ask(linked: Linked, chosen: Reply | None, refusal: str = "", *, must_name: bool = False) -> str:
    page = _page(linked)
    if not _is_open(linked.meeting):
        return render_template("meetings/link_closed.html", page=page)
    return render_template(
        "meetings/link.html",
        page=page,
        chosen=chosen.value if chosen else "",
        refusal=refusal,
        may_hide=may_be_anonymous(linked.meeting, linked.membership_id, room_of(linked.meeting)),
        must_name=must_name,
    )


def _answer(linked: Linked, letter: str) -> Page:
    """Take an answer; one that undoes a yes given on the site is asked for twice."""
    form = LinkForm(request.form)
    if not form.validate():
        let_go()
        return _ask(_again(linked, letter), None, _("Choose one answer.")), 422
    page, said = _page(linked), form.said
    given = find_answer(linked.meeting, linked.membership_id)
    if said is not Reply.YES and _was_given_on_the_site(given) and not form.confirmed.data:
        let_go()
        return render_template("meetings/link_confirm.html", page=page, chosen=said.value)
    try:
        given = answers.answer(linked.meeting, linked.membership_id, said, anonymous=form.hides, by_link=True)
    except Closed:
        let_go()
        return render_template("meetings/link_closed.html", page=page), 422
    except NotAnonymous:
        let_go()
        named = _("This answer takes a name. Nothing was changed.")
        return _ask(_again(linked, letter), None, named, must_name=True), 422
    except (MeetingFull, TooManyForTheTable):
        let_go()
        few = _("There are not enough places for you and those who come with you. Open your agenda to change that.")
        return _ask(_again(linked, letter), None, few), 422
    words, reply, is_hidden = in_words(linked.meeting, given), given.reply.value, given.anonymous
    db.session.commit()
    return render_template("meetings/link_done.html", page=page, words=words, reply=reply, is_hidden=is_hidden)


def _again(linked: Linked, letter: str) -> Linked:
    """Read the link anew: what was read before was rolled back."""
    token = str((request.view_args or {})["token"])
    return (find_by_answer_link if letter == "r" else find_by_place_link)(token)


def _page(linked: Linked) -> LinkPage:
    meeting = linked.meeting
    zone = ZoneInfo(meeting.zone)
    last_day = meeting.ends_at.astimezone(zone).date() + timedelta(days=1)
    return LinkPage(
        action="/".join(request.path.split("/")[:3]),
        when=capital(start_in_words(meeting.starts_at, zone)),
        first_name=linked.first_name,
        until=date_in_words(last_day, with_weekday=False, zone=zone),
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
        is_over=meeting.ends_at <= clock.now(),
    )


def _is_open(meeting: Meeting) -> bool:
    stands = meeting.status is MeetingStatus.PLANNED and meeting.ends_at > clock.now()
    return stands and meeting.asked is not Asked.NOT_ASKED


def _was_given_on_the_site(given: Answer | None) -> bool:
    return given is not None and given.reply is Reply.YES and not given.by_link


def _offer(meeting: Meeting, given: Answer | None) -> Offer:
    if given is None or given.reply is not Reply.YES:
        return Offer("left")
    if given.standing is Standing.OFFERED:
        until: datetime = given.offered_until or meeting.starts_at
        return Offer("offered", start_in_words(until, ZoneInfo(meeting.zone)))
    if is_coming(given):
        return Offer("seated")
    return Offer("expired" if given.standing is Standing.EXPIRED else "waiting")
