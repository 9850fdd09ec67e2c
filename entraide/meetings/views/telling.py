"""What the page "Who has not been told?" shows: frozen values in the words of the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from entraide import clock
from entraide.access.tokens import short
from entraide.mail.rendering import language
from entraide.meetings.models import Meeting, MeetingStatus, NewsKind
from entraide.meetings.queries.stands import Stand, Why
from entraide.meetings.queries.untold import Member, Telling, Untold
from entraide.meetings.short_words import message_to, short_text
from entraide.meetings.words import hour_in_words, start_in_words
from entraide.members.queries.calls import dialled

WHY: Mapping[Why, Any] = {
    Why.MADE_IT: _l("Made the change"),
    Why.SEEN: _l("Has signed in since"),
    Why.TAKEN: "",
    Why.WAITING: _l("Letter about to leave"),
    Why.REFUSED: "",
    Why.NO_EMAIL: _l("No e-mail"),
    Why.NO_LETTERS: _l("To be told otherwise"),
    Why.NO_LETTER: _l("No letter was sent"),
    Why.STUCK: _l("Letter stuck for an hour"),
    Why.LONG_AGO: _l("Letter of a month ago: what became of it is no longer kept"),
}


@dataclass(frozen=True)
class Line:
    """One member: why she stands where she stands, and how to reach her now."""

    membership_id: UUID
    name: str
    why: str
    is_ticked: bool
    number: str
    tel: str
    sms: str


@dataclass(frozen=True)
class Text:
    """A text to send from one's own telephone; `names`: for whom, where there are several texts."""

    text: str
    names: str


@dataclass(frozen=True)
class Date:
    """One date of the news, as it stands now."""

    when: str
    was: str
    is_cancelled: bool


@dataclass(frozen=True)
class TellingPage:
    """Everything the page shows; without news it has no lines."""

    address: str
    meeting_address: str
    group_id: UUID
    news: str
    open_until: str
    leaves: str
    counts: str
    dates: tuple[Date, ...]
    to_call: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()
    on_its_way: tuple[Line, ...] = ()
    told: tuple[Line, ...] = ()
    texts: tuple[Text, ...] = ()


def page_of(telling: Telling, found: Untold | None, reader: UUID) -> TellingPage:
    """Put the page together; names, numbers and texts are as its one reader may see them."""
    meeting = telling.meeting
    zone, group_zone = ZoneInfo(meeting.zone), ZoneInfo(telling.group.timezone)
    address = f"/rencontre/{short(meeting.id)}"
    bare = TellingPage(
        address=f"{address}/prevenir",
        meeting_address=address,
        group_id=telling.group_id,
        news=short(found.news_id) if found else "",
        open_until=_hour(telling.until, group_zone) if telling.until else "",
        leaves=start_in_words(found.due, group_zone) if found and found.due > clock.now() else "",
        counts="",
        dates=(),
    )
    if found is None:
        return bare
    texts = _texts(found, zone)
    by_stand: dict[Stand, list[Line]] = defaultdict(list)
    for one in found.members:
        by_stand[one.stand].append(_line(one, texts[one.membership_id], group_zone))
    away = [one for one in found.members if one.stand is not Stand.TOLD and one.membership_id != reader]
    return TellingPage(
        **{
            **vars(bare),
            "counts": _counts(by_stand),
            "dates": tuple(_date(one, found, zone) for one in found.dates),
            "to_call": tuple(by_stand[Stand.TO_CALL]),
            "refused": tuple(by_stand[Stand.REFUSED]),
            "on_its_way": tuple(by_stand[Stand.ON_ITS_WAY]),
            "told": tuple(by_stand[Stand.TOLD]),
            "texts": _distinct(away, texts),
        }
    )


def _texts(found: Untold, zone: ZoneInfo) -> Mapping[UUID, str]:
    """Return each member's text in her language, made once for all who have the same date in mind."""
    after, made = found.dates[0].starts_at if found.dates else found.before, {}
    for one in found.members:
        key = (one.language, one.before)
        if key not in made:
            with language(one.language):
                is_back = found.kind is NewsKind.MOVED and one.before == after != found.before
                made[key] = short_text(found.kind, one.before, after, zone, dates=len(found.dates), is_back=is_back)
    return {one.membership_id: made[one.language, one.before] for one in found.members}


def _distinct(members: Iterable[Member], texts: Mapping[UUID, str]) -> tuple[Text, ...]:
    """Return each text once, with the names it is for where there are several."""
    names: dict[str, list[str]] = defaultdict(list)
    for one in members:
        names[texts[one.membership_id]].append(one.name)
    return tuple(Text(text, ", ".join(who) if len(names) > 1 else "") for text, who in names.items())


def _line(one: Member, text: str, zone: ZoneInfo) -> Line:
    tel = dialled(one.number)
    return Line(
        membership_id=one.membership_id,
        name=one.name,
        why=_ticked(one, zone) if one.why is Why.TICKED else str(WHY[one.why]),
        is_ticked=one.why is Why.TICKED,
        number=one.number,
        tel=f"tel:{tel}" if tel else "",
        sms=message_to(tel, text) if tel else "",
    )


def _ticked(one: Member, zone: ZoneInfo) -> str:
    at = start_in_words(one.ticked_at, zone) if one.ticked_at else ""
    return (
        _("Told by %(name)s, %(when)s", name=one.ticked_by, when=at) if one.ticked_by else _("Told, %(when)s", when=at)
    )


def _date(meeting: Meeting, found: Untold, zone: ZoneInfo) -> Date:
    is_moved = found.kind is NewsKind.MOVED and found.before != meeting.starts_at
    return Date(
        when=start_in_words(meeting.starts_at, zone),
        was=start_in_words(found.before, zone) if is_moved else "",
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
    )


def _counts(by_stand: Mapping[Stand, list[Line]]) -> str:
    """Say the numbers in words: « 9 prévenues, 3 lettres parties, 2 à appeler »."""
    told, gone = len(by_stand[Stand.TOLD]), len(by_stand[Stand.ON_ITS_WAY])
    refused, to_call = len(by_stand[Stand.REFUSED]), len(by_stand[Stand.TO_CALL])
    parts = [
        ngettext("%(num)s told", "%(num)s told", told),
        ngettext("%(num)s letter gone", "%(num)s letters gone", gone) if gone else "",
        ngettext("%(num)s to call", "%(num)s to call", to_call + refused),
        ngettext("of which %(num)s letter refused", "of which %(num)s letters refused", refused) if refused else "",
    ]
    return ", ".join(part for part in parts if part)


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return hour_in_words(at.astimezone(zone).time())
