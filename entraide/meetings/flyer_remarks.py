"""What a page says of a flyer's text: what was not taken, and why, each in one sentence."""

from babel.dates import get_day_names
from flask_babel import get_locale, gettext, ngettext

from entraide.meetings.flyer import Doubt, Hours, Remark
from entraide.meetings.recurrence import MOST_YEARS
from entraide.meetings.words import capital, date_in_words, hour_in_words, rhythm_in_words

MOST_DAYS = 5


def explain_remark(remark: Remark) -> str:
    """Say one doubt, and what to do about it where something can be done."""
    words = {"words": remark.quote}
    match remark.doubt:
        case Doubt.WRONG_WEEKDAY:
            return _wrong_weekday(remark)
        case Doubt.NO_SUCH_DAY:
            return gettext(
                "“%(words)s” is not in the calendar. Write the day, then the month, for instance 7/1.", **words
            )
        case Doubt.NO_SUCH_HOUR:
            return gettext("“%(words)s” is no hour of the day.", **words)
        case Doubt.NOT_EVERY_MONTH:
            return gettext(
                "Not every month has a day %(day)s. Choose a date from 1 to 28, or the last of a month.",
                day=remark.quote,
            )
        case Doubt.NO_DAY:
            return gettext("Say on which day of the month, for instance “1st Tuesday” or “the 15th of each month”.")
        case Doubt.EXCEPT:
            return gettext("“%(words)s” was not understood: untick the dates to leave out yourself.", **words)
        case Doubt.PAST:
            return ngettext(
                "%(days)s is past, and left out.", "%(num)d dates are past, and left out: %(days)s.",
                len(remark.days), days=_days(remark),
            )  # fmt: skip
        case Doubt.TOO_FAR:
            return gettext(
                "More than %(years)d years away, and left out: %(days)s.", years=MOST_YEARS, days=_days(remark)
            )
        case Doubt.SEVERAL_DAYS:
            return gettext("“%(words)s” is several days: schedule it by itself, as a weekend. It is left out.", **words)
        case Doubt.EITHER:
            return _either(remark)
        case Doubt.SECOND_HOUR:
            return gettext("“%(hours)s” is not used: one hour holds for all.", hours=_hours(remark.hours))
        case Doubt.BESIDE_DATES:
            return gettext("The dates count; “%(words)s” is not used.", **words)
    return gettext("“%(words)s” was not understood, and is not used.", **words)


def _wrong_weekday(remark: Remark) -> str:
    day = remark.days[0]
    names = get_day_names(locale=get_locale() or "en")
    return gettext(
        "%(day)s is a %(weekday)s, not a %(said)s.",
        day=capital(date_in_words(day, with_year=True, with_weekday=False)),
        weekday=names[day.weekday()],
        said=" / ".join(names[weekday] for weekday in remark.weekdays),
    )


def _either(remark: Remark) -> str:
    if remark.rule is None:
        return ""
    rhythm = rhythm_in_words(remark.rule)
    return gettext(
        "Read as every two weeks. If you mean: “%(rhythm)s”, change it.", rhythm=rhythm[:1].lower() + rhythm[1:]
    )


def _days(remark: Remark) -> str:
    shown = [date_in_words(day, with_weekday=False) for day in remark.days[:MOST_DAYS]]
    return ", ".join(shown) + (", …" if len(remark.days) > MOST_DAYS else "")


def _hours(hours: Hours | None) -> str:
    return hour_in_words(hours.starts) if hours else ""
