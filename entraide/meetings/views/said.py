"""What was just answered, said back in one sentence."""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.meetings.models import Answer, Meeting, Reply, Standing
from entraide.meetings.queries.answers import waiting_list
from entraide.meetings.words import start_in_words


def in_words(meeting: Meeting, given: Answer) -> str:
    """Repeat an answer as it stands: « C’est noté. Vous venez mardi 24 novembre, 14 h. »"""
    when = start_in_words(meeting.starts_at, ZoneInfo(meeting.zone))
    if given.reply is Reply.NO:
        return _("It is noted: you are not coming, %(when)s. Thank you for telling.", when=when)
    if given.reply is Reply.MAYBE:
        return _("It is noted: you may come, %(when)s.", when=when)
    if given.standing is Standing.WAITING:
        rank = [one.id for one in waiting_list(meeting)].index(given.id) + 1
        return _("The table is full. You are number %(rank)s on the waiting list, %(when)s.", rank=rank, when=when)
    if given.anonymous:
        return _("It is noted. You are coming, %(when)s, without showing your name.", when=when)
    return _("It is noted. You are coming, %(when)s.", when=when)
