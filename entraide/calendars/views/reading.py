"""The feed that a calendar program reads."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import force_locale
from werkzeug.wrappers import Response

from entraide import clock
from entraide.access.gate import by_token
from entraide.access.tokens import Purpose
from entraide.calendars.actions import reading as actions
from entraide.calendars.answers import answer, is_unchanged
from entraide.calendars.entries import Reader, entries_of
from entraide.calendars.ics import calendar, empty_calendar
from entraide.calendars.queries import feeds as queries
from entraide.calendars.queries.holdings import holdings
from entraide.calendars.versions import Versions, house_of, name_of_empty
from entraide.calendars.views import bp
from entraide.errors import NotFound
from entraide.settings import current
from entraide.vault import sealed


@dataclass(frozen=True)
class Reading:
    """A token that was shown, and what its feed depends on; None once it was switched off."""

    token: str
    found: Versions | None


def find_reading(token: str) -> Reading:
    """Find the feed of a token, or that it was switched off of late, or raise NotFound."""
    try:
        return Reading(token, queries.find_versions(token))
    except NotFound:
        if not queries.is_switched_off(token):
            raise
        return Reading(token, None)


@bp.get("/c/<token>.ics", provide_automatic_options=False)
@by_token(Purpose.FEED, find_reading)
def read(reading: Reading) -> Response:
    """Answer a calendar program; the door in front answers in the very same words what needs no rendering."""
    if reading.found is None:
        return _empty()
    found, today = reading.found, clock.today()
    etag, moved = found.etag(house_of(current()), today), found.moved(today)
    if found.last_used != today:
        actions.note_read(found.feed_id, today)
    if is_unchanged(request.environ, etag, moved):
        return answer(None, etag, moved)
    if (body := queries.stored_body(reading.token, found.feed_id, etag)) is None:
        body = _rendered(found, today)
        actions.keep_body(reading.token, found.feed_id, etag, body)
    return answer(body, etag, moved)


def _rendered(found: Versions, today: date) -> bytes:
    settings = current()
    reader = Reader(found.level, found.changed, sealed.store().named("calendar"), settings)
    with force_locale(found.language):
        entries = entries_of(holdings(found, today), reader)
    return calendar(settings.site_name, entries, facade=settings.site_name, language=found.language)


def _empty() -> Response:
    """Take every entry off the phone; never by date, which of a feed switched off says only the day."""
    settings = current()
    etag = name_of_empty(settings)
    if is_unchanged(request.environ, etag, None):
        return answer(None, etag, None)
    return answer(empty_calendar(settings.site_name, language=settings.language), etag, None)
