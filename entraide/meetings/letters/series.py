"""Letters about a whole series, one for all its dates: it begins, it ends, it meets in another place."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.clock import now
from entraide.groups.models import Asked
from entraide.mail.models import Letter
from entraide.mail.rendering import Rendered
from entraide.meetings.letters import parts, words
from entraide.meetings.letters.kinds import of_series
from entraide.meetings.letters.parts import Entry
from entraide.meetings.models import Meeting, Series
from entraide.meetings.queries.meetings import details_of, details_of_series, rhythm_of
from entraide.meetings.queries.planning import coming_of_series
from entraide.meetings.queries.readers import LetterReader
from entraide.meetings.queries.told import was_known
from entraide.meetings.recurrence import Rule
from entraide.meetings.words import date_in_words, in_words, start_in_words

DATES_SHOWN = 4
CHOSEN_SHOWN = 24


def new_series(letter: Letter, series: Series, reader: LetterReader) -> Rendered | None:
    """Announce a rhythm and its next dates; the first one may be answered at once."""
    coming = coming_of_series(series.id, series.group_id, now())
    if not coming:
        return None
    shown = CHOSEN_SHOWN if series.days else DATES_SHOWN  # a list has no rhythm to tell the others by
    dates = [start_in_words(one.starts_at, ZoneInfo(one.zone)) for one in coming[:shown]]
    further = [_("Further dates follow.")] if len(coming) > shown else []
    rhythm = _rhythm(series)
    entries = [Entry(rhythm, (*dates, *further)), Entry("", _where(series, reader))]
    if asks := parts.answer_links(coming[0], reader):
        entries.append(Entry(_("Are you coming on %(day)s?", day=_day(coming[0])), (), asks))
    return parts.write(
        reader,
        _("New dates, the first on %(start)s", start=dates[0]),
        heading=rhythm,
        before=[_("These dates are planned:") if reader.is_very_discreet else _("These meetings are planned:")],
        entries=entries,
        page=parts.agenda(),
    )


def series_ended(letter: Letter, series: Series, reader: LetterReader) -> Rendered | None:
    """Tell that a series comes to its end: its last date, and what comes next in the group."""
    if series.ended_on is None or not was_known(letter, series.id):
        return None
    if coming := coming_of_series(series.id, series.group_id, now()):
        subject = _("The last date is %(day)s", day=_day(coming[-1]))
        said = [_("After it, there are no more dates of this series.")]
    else:
        subject = _("No more dates after %(day)s", day=date_in_words(series.ended_on, zone=ZoneInfo(series.zone)))
        said = [_("There are no more dates of this series."), *parts.next_date(reader)]
    entries = [Entry(_rhythm(series, without_end=True), _where(series, reader))] if coming else []
    return parts.write(reader, subject, heading=subject, before=[" ".join(said)], entries=entries, page=parts.agenda())


def series_changed(letter: Letter, series: Series, reader: LetterReader) -> Rendered | None:
    """Tell that a series meets in another place from a date on."""
    details = details_of_series(series)
    there = (details.place, details.address)
    coming = coming_of_series(series.id, series.group_id, now())
    first = next((one for one in coming if (it := details_of(one)) and (it.place, it.address) == there), None)
    if first is None or not was_known(letter, series.id):
        return None
    said = [_("From this date on, the place is another.")]
    if first.asked is not Asked.NOT_ASKED:
        said.append(_("If you had answered, please answer anew."))
    return parts.write(
        reader,
        _("Change: from %(day)s on", day=_day(first)),
        heading=_("From %(day)s on", day=_day(first)),
        before=[" ".join(said)],
        entries=[Entry(_rhythm(series), _where(series, reader))],
        page=parts.agenda(),
    )


def _rhythm(series: Series, *, without_end: bool = False) -> str:
    rule = rhythm_of(series)
    end = (datetime.combine(series.first_day, series.starts) + timedelta(minutes=series.minutes)).time()
    if isinstance(rule, Rule) and (without_end or rule.times):
        rule = rule.ending()  # single dates may be left out: their count is not said
    return in_words(rule, series.first_day, series.starts, end, ZoneInfo(series.zone))


def _where(series: Series, reader: LetterReader) -> tuple[str, ...]:
    return parts.what_and_where(series.mode, details_of_series(series), reader)


def _day(meeting: Meeting) -> str:
    return words.day_of(meeting.starts_at, ZoneInfo(meeting.zone))


KINDS = {
    "series": of_series(new_series),
    "series_changed": of_series(series_changed),
    "series_ended": of_series(series_ended),
}
