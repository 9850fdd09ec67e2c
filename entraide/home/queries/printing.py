"""One person's dates over all her groups, as they stand on paper."""

from dataclasses import replace
from datetime import timedelta

from entraide.access.actor import Actor
from entraide.clock import now
from entraide.groups.queries import groups_in_scope, names_of
from entraide.home.queries.lines import my_replies
from entraide.meetings.models import MeetingStatus, Reply
from entraide.meetings.papers import Paper, PaperDate, discreet, paper, plain
from entraide.meetings.queries.meetings import details_of, visible_meetings
from entraide.vault import sealed

AHEAD = timedelta(days=183)
MOST_DATES = 120


def own_paper(actor: Actor, *, is_plain: bool, names_groups: bool) -> Paper:
    """Return the dates of half a year that stand and that she did not decline."""
    meetings = [one for one in visible_meetings(actor, now(), now() + AHEAD) if one.status is MeetingStatus.PLANNED]
    replies = my_replies(actor, meetings)
    going = [one for one in meetings if not ((mine := replies.get(one.id)) and mine.answer.reply is Reply.NO)]
    going = going[:MOST_DATES]
    if not is_plain:
        return paper(map(discreet, going))
    sealed.prepare({one.group_id for one in going})
    names = names_of(groups_in_scope()) if names_groups else {}
    return paper(_named(plain(one, details_of(one)), names.get(one.group_id, "")) for one in going)


def _named(date: PaperDate, group: str) -> PaperDate:
    return replace(date, where=(group, *date.where)) if group else date
