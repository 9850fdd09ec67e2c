"""Answering by a link from a letter, without signing in: GET shows, POST acts, and nothing is shown but a date."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import g, render_template, request
from flask_babel import gettext as _

from entraide import clock
from entraide.access.gate import by_token, let_go
from entraide.access.limits import Limit
from entraide.access.tokens import Purpose, read
from entraide.db import db
from entraide.errors import NotFound
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
from entraide.meetings.views.said import in_words
from entraide.meetings.words import capital, date_in_words, start_in_words

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


def answer_limits() -> list[Limit]:
    """Let one link answer thirty times an hour; a forged one counts for nothing."""
    try:
        said = read(
            Purpose.ANSWER if request.path.startswith("/r/") else Purpose.PLACE, (request.view_args or {})["token"]
        )
    except NotFound:
        return []
    return [Limit("answers by link", f"{said.membership_id} {said.about_id}", 30)]


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
@by_token(Purpose.ANSWER, find_by_answer_link, limit=answer_limits)
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
@by_token(Purpose.PLACE, find_by_place_link, limit=answer_limits)
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
    """Take an answer; where one was given on the site, ask first, in words that do not tell which it was."""
    form = LinkForm(request.form)
    if not form.validate():
        let_go()
        return _ask(_again(linked, letter), None, _("Choose one answer.")), 422
    if not g.within_limits:
        let_go()
        often = _("This link was used very often. Sign in to change your answer, or wait an hour.")
        return _ask(_again(linked, letter), None, often), 422
    page, said = _page(linked), form.said
    given = find_answer(linked.meeting, linked.membership_id)
    if _is_open(linked.meeting) and _asks_first(given, said, letter) and not form.confirmed.data:
        let_go()
        return render_template("meetings/link_confirm.html", page=page, chosen=form.reply.data, said=said.value)
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


def _asks_first(given: Answer | None, said: Reply, letter: str) -> bool:
    """Say whether an answer was given on the site by the member herself: a link never replaces it without asking.

    It is asked for the same answer too: whoever reads the mailbox cannot try which one passes unasked. A letter about
    a place has told already that she said yes; taking the place is what it is for.
    """
    if given is None or given.by_link or given.by_id is not None:
        return False
    return letter == "r" or given.reply is not said


def _offer(meeting: Meeting, given: Answer | None) -> Offer:
    if given is None or given.reply is not Reply.YES:
        return Offer("left")
    if given.standing is Standing.OFFERED:
        until: datetime = given.offered_until or meeting.starts_at
        return Offer("offered", start_in_words(until, ZoneInfo(meeting.zone)))
    if is_coming(given):
        return Offer("seated")
    return Offer("expired" if given.standing is Standing.EXPIRED else "waiting")
