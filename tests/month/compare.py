"""What is compared after every day: each reading of the program beside the model's, as sentences where they differ."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from tests.lettering import all_of
from tests.month import pages
from tests.month.cast import AGNES, GROUP, THEME, TITLES
from tests.month.model import Letter, Meeting
from tests.month.play import Play

Fault = str
SHOWN = 6
AWAY = (GROUP, THEME)  # stands in no letter of a group that chose the recognisable level
SILENT = ("Aînés", "rue Haute", "Namur", "Pont", "Agnès", *TITLES)  # nor, for who wants no more than the day


def letters(play: Play, wanted: list[Letter]) -> list[Fault]:
    """Compare the letters of a round, each once; and look that none says more than its reader allows."""
    got = Counter(map(pages.letter, play.letters))
    want = Counter(wanted)
    faults = [f"{play.at}: no letter {one}" for one in (want - got).elements()]
    faults += [f"{play.at}: a letter too many {one}" for one in (got - want).elements()]
    for letter in play.letters:
        text, address = all_of(letter), str(letter["To"])
        words = [*AWAY, *(SILENT if address in play.quiet else ())]
        if "invitation" not in pages.letter(letter):
            faults += [f"{play.at}: the letter to {address} says {word}" for word in words if word in text]
        is_of_group = "lock" not in pages.letter(letter)  # words of one's own are a group's; an account has none
        if address in play.quiet and is_of_group and not str(letter["From"]).startswith("Kiné"):
            faults.append(f"{play.at}: the letter to {address} comes from {letter['From']}")
    play.letters = []
    return faults


def day(play: Play) -> list[Fault]:
    """Compare everything that can be read on an evening."""
    looks: list[Callable[[Play], list[Fault]]] = [untold, agendas, meetings, group_page, calendars, names, numbers]
    return [f"{play.at:%d.%m.}: {fault}" for look in looks for fault in look(play)]


def _differ(what: str, got: object, want: object) -> list[Fault]:
    return [] if got == want else [f"{what}: {got}, and not {want}"]


def _hour(meeting: Meeting) -> str:
    return f"{meeting.starts.hour} h" + (f" {meeting.starts.minute:02}" if meeting.starts.minute else "")


def signed_in(play: Play) -> list[str]:
    """Return the members who have a browser of their own."""
    return [who for who in play.browsers if who in play.model.members]


def agendas(play: Play) -> list[Fault]:
    """Compare the organiser's agenda and one member's a day, each in turn; everybody's where something changed."""
    faults: list[Fault] = []
    everybody = signed_in(play)
    changed = any(one.news and one.news.date() == play.at.date() for one in play.model.meetings.values())
    for who in everybody if changed else {AGNES, everybody[play.at.day % len(everybody)]}:
        want = {play.pages[key]: _line(play, who, key) for key in play.model.coming(play.at)}
        got = pages.agenda(play.open(who, "/agenda"))
        for address in want | got:
            faults += _differ(f"{who}’s agenda, {address}", got.get(address), want.get(address))
    return faults


def _line(play: Play, who: str, key: str) -> pages.Line:
    meeting, given = play.model.meetings[key], play.model.answers.get((who, key))
    is_old = given is not None and given.is_old and given.reply != "no" and not meeting.is_cancelled
    reply = given.reply if given and not meeting.is_cancelled else ""
    return _hour(meeting), meeting.place, reply, is_old, meeting.is_cancelled


def meetings(play: Play) -> list[Fault]:
    """Compare the pages of the next two dates, for the organiser and for a member."""
    faults: list[Fault] = []
    standing = [key for key in play.model.coming(play.at) if not play.model.meetings[key].is_cancelled]
    everybody = signed_in(play)
    for key in standing[:2]:
        given = play.model.by_name(key).items()
        want = {who: _beside(said.reply) + (f" +{said.guests}" if said.guests else "") for who, said in given}
        want = {who: said for who, said in want.items() if said}
        for who in {AGNES, everybody[play.at.day // 2 % len(everybody)]}:
            page = play.open(who, play.pages[key])
            got = pages.comers(page)
            faults += _differ(f"{key}, who comes, for {who}", got, want)
            figure = _figure(play, key) if who == AGNES else "perhaps" if play.model.could_hide(key) else ""
            faults += _differ(f"{key}, without a name, for {who}", pages.unnamed(pages.section(page, "who")), figure)
    for key, meeting in play.model.meetings.items():
        if meeting.ends.date() == play.at.date() and meeting.heads is not None:
            want_heads = f"{meeting.heads} personnes sont venues."
            faults += _differ(f"{key}, heads", pages.heads(play.open(AGNES, play.pages[key])), want_heads)
    return faults


def _beside(reply: str) -> str:
    return {"yes": "Vient", "maybe": "Peut-être", "no": ""}[reply]


def _figure(play: Play, key: str) -> str:
    """Say what the organiser may read of those who come without a name."""
    meeting, could = play.model.meetings[key], play.model.could_hide(key)
    others = len(could) - (AGNES in could)
    is_told = len(could) >= 4 and 0 < meeting.figure < others
    return str(meeting.figure) if is_told else "perhaps" if could else ""


def group_page(play: Play) -> list[Fault]:
    """Compare the organiser's page: its counts, and of each coming date how many come."""
    model, page = play.model, play.open(AGNES, play.group)
    want = len(model.members), len(model.waiting), len(model.invited)
    faults = _differ("members, waiting, invited", pages.counts(page), want)
    got = pages.kept(page)
    for key in model.coming(play.at)[:SHOWN]:
        given = list(model.by_name(key).values())
        come = sum(1 + one.guests for one in given if one.reply == "yes")
        maybe = sum(1 + one.guests for one in given if one.reply == "maybe")
        expected = (come, maybe, len(model.members) - len(given), _figure(play, key))
        if model.meetings[key].is_cancelled:
            expected = (0, 0, 0, "")
        faults += _differ(f"{key} on the group’s page", got.pop(play.pages[key], None), expected)
    return faults + [f"{address} on the group’s page" for address in got]


def untold(play: Play) -> list[Fault]:
    """Compare, of every date that changed and is not over, who has been told."""
    faults: list[Fault] = []
    for key in play.model.coming(play.at):
        meeting = play.model.meetings[key]
        if meeting.news is not None:
            got = pages.told(play.open(AGNES, f"{play.pages[key]}/prevenir"))
            faults += _differ(
                f"{key}, who was told", got, {who: _stand(play, who, meeting) for who in play.model.members}
            )
    return faults


def _stand(play: Play, who: str, meeting: Meeting) -> str:
    news = meeting.news or datetime.min
    if who in meeting.told or who == meeting.news_by or play.model.seen.get(who, datetime.min) > news:
        return "told"
    return "gone" if play.model.members[who].reads_letters else "call"


def calendars(play: Play) -> list[Fault]:
    """Compare every connected calendar: dates, hours, status; empty for who left; no word more than its level."""
    faults: list[Fault] = []
    for who, address in play.feeds.items():
        answer = play.app.test_client().get(address)
        member = play.model.members.get(who)
        keys = play.model.meetings if member and not member.is_protected else ()
        erased = {
            f"{play.model.meetings[key].starts:%Y%m%dT%H%M%S}" for key in keys if play.model.is_erased(key, play.at)
        }
        want = {f"{play.model.meetings[key].starts:%Y%m%dT%H%M%S}": _status(play, who, key) for key in keys}
        want = {starts: status for starts, status in want.items() if status}
        got = pages.feed(answer.data)
        for starts in (want | got).keys() - erased:  # these may still tell of an answer, until the calendar moves
            faults += _differ(f"{who}’s calendar, {starts}", got.get(starts), want.get(starts))
        if who == "Gérard I.":
            faults += [f"{who}’s calendar says {word}" for word in (*AWAY, *SILENT) if word in answer.text]
    return faults


def _status(play: Play, who: str, key: str) -> str:
    meeting, given = play.model.meetings[key], play.model.answers.get((who, key))
    if given and given.reply == "no":
        return ""
    if meeting.is_cancelled:
        return "CANCELLED" if meeting.ends > play.at else ""
    return "CONFIRMED" if given and given.reply == "yes" else "TENTATIVE"


def names(play: Play) -> list[Fault]:
    """Compare the list of members, as one of them reads it."""
    want = {
        who: "managed" if one.is_named_by_others else "organiser" if one.is_organiser else ""
        for who, one in play.model.members.items()
    }
    return _differ("the list of members", pages.roster(play.open(AGNES, f"{play.group}/membres")), want)


def numbers(play: Play) -> list[Fault]:
    """Compare one number a day: what those concerned and one reader more find of it, and how often it was opened."""
    owners, everybody = sorted(play.model.numbers.keys() & play.model.members.keys()), signed_in(play)
    if not owners:
        return []
    owner = owners[play.at.day % len(owners)]
    concerned = {reader for one, reader in play.model.given | play.model.blocks if one == owner}
    readers = (concerned | {everybody[play.at.day % len(everybody)]}) & set(everybody) - {owner}
    faults: list[Fault] = []
    for reader in readers:
        got = pages.contact(play.open(reader, play.person(reader, owner)))
        faults += _differ(f"{owner}’s number for {reader}", got, play.model.sees(reader, owner))
    receipts = pages.looks(play.open(owner, "/moi"))
    return faults + _differ(f"{owner}’s receipts", receipts, play.model.looks.get(owner, 0))
