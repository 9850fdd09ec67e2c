"""The pages, the letters and the feeds as people read them: plain values out of what stands there."""

import csv
import re
from email.message import EmailMessage
from html import unescape
from io import StringIO

from tests.calendars import parts
from tests.lettering import subject_of
from tests.month.cast import HALL, OTHER_HALL
from tests.month.model import MONTHS

KINDS = {
    r".* vous écrit": "invitation",
    r"Nouvelles dates, la première .*": "series",
    r"Nouvelle date .*": "new",
    r"Changement .*": "moved",
    r"Annulé .*": "cancelled",
    r"Rappel : \d+ dates.*": "reminders",
    r"Rappel : [^\d]+ \d.*": "reminder",
    r"Pensez-vous venir .*": "nudge",
    r"Pour vous .*": "duty",
    r"Une demande attend votre réponse": "knock",
    r"C’est fait": "welcome",
    r"Votre façon de vous connecter": "lock",
    r"Une question vous attend": "question",
    r"Un changement dans votre agenda": "ended",
    r"Votre demande": "erasing",
    r"Votre adresse change dans deux jours": "address waits",
    r"Votre adresse a changé": "address left",
    r"Cette adresse est la vôtre désormais": "address taken",
}
DAY = re.compile(rf"(\d+|1er) ({'|'.join(MONTHS)})")
REPLIES = {"Vous avez dit « Je viens »": "yes", "Vous avez dit « Peut-être »": "maybe"}
AGAIN = "Quelque chose a changé : venez-vous toujours ?"
Line = tuple[str, str, str, bool, bool]  # hour, place, one's own answer, whether that is old, whether it is cancelled


def letter(read: EmailMessage) -> tuple[str, str, str]:
    """Say to whom a letter went, what it is, and the last day its subject names."""
    subject = subject_of(read)
    kind = next((kind for words, kind in KINDS.items() if re.fullmatch(words, subject)), subject)
    days = DAY.findall(subject)
    return str(read["To"]), kind, " ".join(days[-1]) if days else ""


def words(source: str) -> str:
    """Return the words of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", source)).replace("\u00a0", " ").split())


def section(page: str, labelled: str) -> str:
    """Return the section with a heading's id, empty where there is none."""
    found = re.search(rf'<section [^>]*aria-labelledby="{labelled}".*?</section>', page, re.S)
    return found[0] if found else ""


def agenda(page: str) -> dict[str, Line]:
    """Return every date of an agenda by its address."""
    found: dict[str, Line] = {}
    pieces = [section(page, "next"), *re.findall(r"<article .*?</article>", page, re.S)]
    for piece in filter(None, pieces):
        address = re.search(r'href="(/rencontre/[\w-]{22})"', piece)
        begins = re.search(r"de (\d+ h(?: \d\d)?) à", words(piece))
        assert address is not None
        assert begins is not None
        pressed = re.search(r'value="(\w+)" aria-pressed="true"', piece)
        reply = pressed[1] if pressed else next((said for text, said in REPLIES.items() if text in words(piece)), "")
        place = next(hall for hall in (HALL, OTHER_HALL) if hall in words(piece))
        found[address[1]] = begins[1], place, reply, AGAIN in words(piece), "Annulé" in words(piece)
    return found


def comers(page: str) -> dict[str, str]:
    """Return who comes or may come, by the name shown, with what stands beside it."""
    lists = re.findall(r"<li>(.*?)</li>", section(page, "who"), re.S)
    found = {}
    for source in lists:
        name, said = re.findall(r"</span>\s*<span>([^<]*?)\s*<.*<span class=\"tag \w+\"><span>([^<]+)", source, re.S)[0]
        guests = re.search(r"avec (\d)", words(source))
        found[unescape(name)] = said + (f" +{guests[1]}" if guests else "")
    return found


def unnamed(page: str) -> str:
    """Return what a page says of those who come without a name."""
    found = re.search(r"(\d+) vien(?:t|nent) sans nom|d’autres viennent peut-être", words(page))
    return "" if not found else found[1] or "perhaps"


def kept(page: str) -> dict[str, tuple[int, int, int, str]]:
    """Return for each date of the organiser's page how many come, perhaps come, are left, and come unnamed."""
    found = {}
    for piece in re.findall(r"<article .*?</article>", page, re.S):
        address = re.search(r'href="(/rencontre/[\w-]{22})"', piece)
        assert address is not None
        found[address[1]] = (
            _many(r"(\d+) vien(?:t|nent)(?! sans)", piece),
            _many(r"(\d+) peut-être", piece),
            _many(r"(\d+) autres? membres?", piece),
            unnamed(piece),
        )
    return found


def _many(pattern: str, source: str) -> int:
    found = re.search(pattern, words(source))
    return int(found[1]) if found else 0


def counts(page: str) -> tuple[int, int, int]:
    """Return how many belong, wait and are invited, as the organiser's page says it."""
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page))
    waiting = _many(r"(\d+) personnes? atten(?:d|dent) d’entrer", page)
    return int(figures["Membres"]), waiting, int(figures["Invitations en attente"])


def told(page: str) -> dict[str, str]:
    """Return in which group of « who has not been told » everybody stands."""
    found = {}
    for group in ("call", "refused", "gone", "told"):
        for name in re.findall(r'<th scope="row">([^<]+)<', section(page, group)):
            found[unescape(name)] = group
    return found


def heads(page: str) -> str:
    """Return what the page of a past date says of who came."""
    return words(section(page, "came")).removeprefix("Qui est venu").strip()


def roster(page: str) -> dict[str, str]:
    """Return the names of the list of members, each with what stands beside it."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.S)
    found = {}
    for name, rest in rows:
        shown = re.search(r"</span><span>(?:<a [^>]*>)?([^<]+?)\s*<", name)
        assert shown is not None
        found[unescape(shown[1])] = "managed" if "Sans compte" in rest else "organiser" if "Organise" in rest else ""
    return found


def contact(page: str) -> str:
    """Say what the page of one member offers of her number."""
    if "Ce numéro vous a été donné" in words(page):
        return "given"
    return "shown" if 'id="voir"' in page else ""


def looks(page: str) -> int:
    """Return how often one's details were opened, as the page of all that is one's own says it."""
    return 1 if "ont été ouvertes une fois" in words(page) else _many(r"ont été ouvertes (\d+) fois", page)


def feed(body: bytes) -> dict[str, str]:
    """Return the status of every date in a calendar, by its day and hour."""
    return {one.value("DTSTART"): one.value("STATUS") for one in parts.read(body).of_kind("VEVENT")}


def table(body: bytes) -> list[list[str]]:
    """Return the rows of a list taken along for another program."""
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))
