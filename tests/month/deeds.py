"""What people do, each deed through the pages a browser is shown, and told to the model in the same breath."""

import re
from datetime import date, datetime, timedelta
from html import unescape

from tests.home.filled import filled
from tests.month.cast import ADDRESSES, AGNES, BY_PHONE, GROUP, INVITED, ON_PAPER, SPREADSHEET, THEME
from tests.month.model import Meeting, Member
from tests.month.play import Play


def found_group(play: Play) -> None:
    """Found the group as anybody does: an address, a code, what kind of group, one screen."""
    browser = play.browser(AGNES)
    assert browser.post("/creer", {"email": ADDRESSES[AGNES]}).status_code == 303
    assert play.type_code(AGNES).location == "/creer/groupe"
    page = "/creer/groupe?genre=1"
    mine = {"name": GROUP, "chapter": "life", "topics": THEME, "my_name": AGNES, "consent": "y"}
    answer = play.send(AGNES, page, "/creer/groupe", **mine)
    play.group = answer.location.removesuffix("/rencontres/nouvelle")
    play.model.members[AGNES] = Member(ADDRESSES[AGNES], play.at.date(), is_organiser=True)


def plan(play: Play, days: list[date], hour: str, is_often: bool = False, **typed: object) -> None:
    """Plan dates on the two pages for it, and find them again in the agenda, each by its day."""
    new, check = f"{play.group}/rencontres/nouvelle", f"{play.group}/rencontres/verifier"
    checked = play.send(AGNES, new, check, **({"starts": hour} | typed))
    fields = filled(checked.text, new)
    assert len(days) == 1 or fields["keep"] == [day.isoformat() for day in days]
    assert play.browser(AGNES).post(new, fields).status_code == 303
    begins = datetime.strptime(hour, "%H h %M").time()
    for day in days:
        starts = datetime.combine(day, begins)
        title, place = str(typed["title"]), str(typed["place"])
        play.model.meetings[day.isoformat()] = Meeting(starts, timedelta(hours=2), title, place, is_often, play.at)
    for path in (play.group, "/agenda"):
        found = re.findall(r'datetime="([\d-]+)".*?href="(/rencontre/[\w-]{22})"', play.open(AGNES, path), re.S)
        play.pages |= {key: address for key, address in found if key in play.model.meetings}
    assert set(play.pages) == set(play.model.meetings)
    first = min(days).isoformat()
    for who, one in play.model.members.items():
        if one.reads_letters:
            play.model.tell(who, "series" if len(days) > 1 else "new", first)


def paste_people(play: Play) -> None:
    """Paste the spreadsheet, go through its three pages, and send the invitations now."""
    base = f"{play.group}/membres/coller"
    browser = play.browser(AGNES)
    play.open(AGNES, base)
    read = browser.post(base, {"text": SPREADSHEET})
    rows = browser.post(f"{base}/colonnes", filled(read.text, f"{base}/colonnes"))
    looked = browser.post(f"{base}/lignes", filled(rows.text, f"{base}/lignes"))
    kept = browser.post(f"{base}/enregistrer", filled(looked.text, f"{base}/enregistrer") | {"when": "now"})
    assert kept.status_code == 303, kept.text
    for name in INVITED:
        play.model.invited.add(ADDRESSES[name])
        play.model.tell(ADDRESSES[name], "invitation")
    for name in BY_PHONE + ON_PAPER:
        play.model.members[name] = Member("", play.at.date(), is_named_by_others=True)


def note_consents(play: Play, *names: str) -> None:
    """Note that people without e-mail agreed."""
    page = play.open(AGNES, f"{play.group}/membres/liste-apportee")
    boxes = re.findall(r'name="who" value="([\w-]{22})"><span>([^<]+?) <', page)
    play.ids |= {unescape(name): id_ for id_, name in boxes}
    who = [play.ids[name] for name in names]
    here = f"{play.group}/membres/liste-apportee"
    play.send(AGNES, here, f"{here}/accords", who=who)


def accept(play: Play, who: str) -> None:
    """Open the invitation's letter, press its button, agree, and sign in by a code afterwards."""
    link, browser = play.link(who), play.browser(who)
    assert browser.get(link).status_code == 200
    page = browser.post(link, {})
    entered = browser.post(link, filled(page.text, link) | {"name": who, "concern": "concerned"})
    assert entered.status_code == 303, entered.text
    play.model.invited.discard(ADDRESSES[who])
    play.model.members[who] = Member(ADDRESSES[who], play.at.date())
    play.sign_in(who)


def answer(play: Play, who: str, key: str, reply: str, hidden: bool = False) -> None:
    """Answer on the meeting's page."""
    page = play.pages[key]
    more = {"anonymous": "1"} if hidden else {}
    play.send(who, page, f"{page}/reponse", reply=reply, **more)
    play.model.answer(who, key, reply, play.at, hidden=hidden)


def answer_by_letter(play: Play, who: str, key: str, reply: str, of: str) -> None:
    """Answer by the link of a letter that speaks of a day, without signing in."""
    word = {"yes": "oui", "maybe": "peut-etre", "no": "non"}[reply]
    link = play.link(who, rf"/r/[\w.-]+/{word}", of)
    stranger = play.app.test_client()
    page = stranger.get(link)
    assert page.status_code == 200
    action = link.removesuffix(f"/{word}")
    done = stranger.post(action, data={"reply": reply})
    assert done.status_code in (200, 303), done.text
    play.model.answer(who, key, reply, play.at)


def answer_at_the_phone(play: Play, who: str, key: str, reply: str, guests: int = 0) -> None:
    """Let the organiser write down what somebody said at the phone."""
    page = f"{play.pages[key]}/presences"
    play.send(AGNES, page, f"{page}/{play.ids[who]}", reply=reply, guests=str(guests))
    play.model.answer(who, key, reply, play.at, guests=guests)


def wish_for_the_eve(play: Play, who: str) -> None:
    """Wish to be reminded on the eve of every date."""
    play.send(who, f"{play.group}/ma-fiche", wants_day_before="y")
    play.model.members[who].on_the_eve = True


def cancel(play: Play, key: str) -> None:
    """Cancel a date."""
    play.send(AGNES, f"{play.pages[key]}/annuler")
    play.model.cancel(key, play.at, AGNES)


def move(play: Play, key: str, day: date, hour: str) -> None:
    """Move a date to another day and hour."""
    fields = {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
    begins = datetime.combine(day, datetime.strptime(hour, "%H h %M").time())
    ends = (begins + timedelta(hours=2)).strftime("%H h %M")
    play.send(AGNES, f"{play.pages[key]}/deplacer", **fields, starts=hour, ends=ends)
    play.model.change(key, play.at, AGNES, begins)


def change_hall(play: Play, key: str, place: str) -> None:
    """Let one date take place elsewhere."""
    play.send(AGNES, f"{play.pages[key]}/modifier", place=place, which="one")
    play.model.change(key, play.at, AGNES, place=place)


def tick(play: Play, key: str, who: str) -> None:
    """Note that somebody was told by telephone."""
    page = f"{play.pages[key]}/prevenir"
    play.send(AGNES, page, f"{page}/{play.ids[who]}", told="yes")
    play.model.meetings[key].told.add(who)


def count_heads(play: Play, key: str, total: int) -> None:
    """Count who came."""
    page = play.pages[key]
    play.send(AGNES, page, f"{page}/comptage", total=str(total), first_time="1")
    play.model.meetings[key].heads = total


def connect(play: Play, who: str, level: str, only_here: bool = False) -> None:
    """Connect a calendar program, over all of one's groups or this one, and keep its secret address."""
    page = f"{play.group}/calendrier" if only_here else "/agenda/calendrier"
    shown = play.send(who, page, level=level, label="téléphone")
    found = re.search(r"localhost(/c/[\w-]+\.ics)", play.open(who, shown.location))
    assert found is not None
    play.feeds[who] = found[1]
