"""What a form says when the dates or hours typed cannot be used."""

from flask_babel import gettext

from entraide.meetings import clock_times, recurrence
from entraide.meetings.words import date_in_words, hour_in_words


def explain(refused: recurrence.DatesRefused) -> str:
    """Say why, and what to do next, for the field that the dates or hours came from."""
    match refused:
        case clock_times.NotOnTheClock():
            return gettext(
                "On %(day)s the clocks go forward, and %(hour)s does not exist. Choose another hour.", **_words(refused)
            )
        case clock_times.TwiceOnTheClock():
            return gettext(
                "On %(day)s the clocks go back, and %(hour)s comes twice. Choose another hour.", **_words(refused)
            )
        case clock_times.EndBeforeStart():
            return gettext("The end must come after the start. Choose a later end.")
        case recurrence.EndlessRule():
            return gettext("Say until when the meeting comes back.")
        case recurrence.NoDates():
            return gettext("There is no date before this end. Choose a later end.")
        case recurrence.TooManyDates():
            return gettext("That is more than %(most)d dates. Choose an earlier end.", most=recurrence.MOST_DATES)
        case recurrence.TooLong():
            return gettext(
                "A series lasts %(years)d years at most. Choose an earlier end.", years=recurrence.MOST_YEARS
            )
    return gettext("This rhythm is not one that can be scheduled. Choose another one.")


def _words(refused: clock_times.HourRefused) -> dict[str, str]:
    return {"day": date_in_words(refused.day), "hour": hour_in_words(refused.clock)}
