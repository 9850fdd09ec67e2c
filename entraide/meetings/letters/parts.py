"""The parts of letters about meetings: what may be said of one at each level, its links, and who seems to write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.clock import now
from entraide.groups.discretion import gives_away
from entraide.groups.models import Asked, Discretion
from entraide.mail.rendering import Rendered, address_of_page, compose
from entraide.meetings.clock_times import at_about
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, MeetingStatus, Mode
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.queries.planning import next_meeting
from entraide.meetings.queries.readers import LetterReader, sender_name
from entraide.meetings.words import capital, date_in_words, span_in_words, start_in_words


@dataclass(frozen=True)
class Link:
    """A link with its words; the main one is the deed that is meant, a small one stands among many."""

    address: str
    text: str
    main: bool = False
    small: bool = False


@dataclass(frozen=True)
class Entry:
    """What a letter says of one meeting: when it is, what and where as far as may be said, and what can be done."""

    when: str
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def entry(meeting: Meeting, reader: LetterReader, links: Iterable[Link] = ()) -> Entry:
    """Say of a meeting what the reader's level allows: very discreet, its day and hour alone."""
    zone = ZoneInfo(meeting.zone)
    if reader.is_very_discreet:
        return Entry(start_of(meeting), (), tuple(links))
    lines = what_and_where(meeting.mode, details_of(meeting), reader)
    return Entry(span_in_words(meeting.starts_at, meeting.ends_at, zone), lines, tuple(links))


def what_and_where(mode: Mode, details: Details, reader: LetterReader) -> tuple[str, ...]:
    """Say what a meeting is and where, as far as the reader's level allows; never the link to join by."""
    if reader.is_very_discreet:
        return ()
    lines = [details.place, details.address]
    if reader.level is Discretion.FULL:
        lines = [details.title, reader.group_name, *lines, details.how_to_find]
    else:
        lines = [line for line in lines if not gives_away(line, reader.group_name, reader.topics)]
    if mode in (Mode.ONLINE, Mode.HYBRID):
        lines.append(_("Online: the link stands on the page of this date, shortly before."))
    return tuple(one_line(line) for line in lines if line.strip())


def start_of(meeting: Meeting) -> str:
    """Say when a meeting begins, by its own clock."""
    return start_in_words(meeting.starts_at, ZoneInfo(meeting.zone))


def stands(meeting: Meeting) -> bool:
    """Say whether a meeting is still to come, and not cancelled."""
    return meeting.status is MeetingStatus.PLANNED and meeting.starts_at > now()


def next_date(reader: LetterReader) -> list[str]:
    """Say the group's next date, as a sentence; nothing where there is none."""
    if (meeting := next_meeting(reader.group_id, now())) is None:
        return []
    day = date_in_words(meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date(), zone=ZoneInfo(meeting.zone))
    return [_("Next date: %(day)s.", day=day)]


def answer_links(meeting: Meeting, reader: LetterReader) -> tuple[Link, ...]:
    """Return the three answers; each link opens a page, and only its button answers."""
    if meeting.asked is Asked.NOT_ASKED or not stands(meeting):
        return ()
    page = answer_page(meeting, reader)
    return (
        Link(f"{page}/oui", _("I am coming"), main=True),
        Link(f"{page}/peut-etre", _("Maybe")),
        Link(f"{page}/non", _("I am not coming")),
    )


def answer_page(meeting: Meeting, reader: LetterReader) -> str:
    """Return the address of the page where one member answers one meeting without signing in."""
    return address_of_page(f"/r/{_sign(Purpose.ANSWER, meeting, reader)}")


def place_page(meeting: Meeting, reader: LetterReader) -> str:
    """Return the address of the page where a member takes the place that came free, or leaves it to the next."""
    return address_of_page(f"/v/{_sign(Purpose.PLACE, meeting, reader)}")


def meeting_page(meeting: Meeting) -> Link:
    """Lead to a meeting's own page, for whoever signs in."""
    return Link(address_of_page(f"/rencontre/{short(meeting.id)}"), _("See the details"))


def agenda() -> Link:
    """Lead to the reader's agenda, for whoever signs in."""
    return Link(address_of_page("/agenda"), _("See all the dates"))


def stop_page(reader: LetterReader, *, everywhere: bool = False) -> str:
    """Return the address that stops letters, for as long as the membership lasts.

    `everywhere`: the letter spoke of several groups, so its link stops all of them; the token then names the
    membership twice.
    """
    about = reader.membership_id if everywhere else None
    return address_of_page(
        f"/u/{sign(Purpose.STOP, Signed(reader.group_id, reader.membership_id, about, reader.epoch, None))}"
    )


def write(
    reader: LetterReader,
    subject: str,
    *,
    heading: str,
    before: Iterable[str] = (),
    entries: Iterable[Entry] = (),
    after: Iterable[str] = (),
    page: Link,
    of_several: bool = False,
) -> Rendered:
    """Write a letter; only at the full level does its subject name the group, at its end.

    `of_several`: it speaks of more than one group; then it names none, comes from the façade and stops them all.
    """
    stop = stop_page(reader, everywhere=of_several)
    text, html = compose(
        "dates",
        heading=capital(heading),
        first_name=one_line(reader.first_name),
        before=list(before),
        entries=list(entries),
        after=list(after),
        page=page,
        stop_url=stop,
        language=reader.language,
    )
    if of_several:
        return Rendered(reader.address, subject, text, html, stop_url=stop)
    if reader.level is Discretion.FULL:
        subject = _("%(subject)s (%(group)s)", subject=subject, group=one_line(reader.group_name))
    return Rendered(reader.address, subject, text, html, one_line(sender_name(reader)), stop)


def one_line(text: str) -> str:
    """Put a text on one line, without signs that break a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def links_hold_until(meeting: Meeting) -> datetime:
    """Return the end of the day after a meeting, in its zone (DECISIONS 25)."""
    zone = ZoneInfo(meeting.zone)
    return at_about(meeting.ends_at.astimezone(zone).date() + timedelta(days=2), time(0), zone)


def _sign(purpose: Purpose, meeting: Meeting, reader: LetterReader) -> str:
    said = Signed(reader.group_id, reader.membership_id, meeting.id, reader.epoch, links_hold_until(meeting))
    return sign(purpose, said)
