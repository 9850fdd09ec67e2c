"""What people do about their own access and about each other: a lock, numbers, a closed door, the way out."""

import json
import re

from tests.accounts.carrying import Paper, words_on
from tests.accounts.locking import codes_on, number_on, page_of
from tests.home.filled import filled
from tests.month.cast import ADDRESSES, AGNES, GROUP, TITLES
from tests.month.play import Play
from tests.people import code_in

NUMBER = "0470 12 34 56"


def make_card_lock(play: Play) -> None:
    """Print a card of forty codes and type one; from now on it is asked for, and no code of a letter."""
    play.sure()
    locks = "/moi/verrous"
    codes = codes_on(play.send(AGNES, locks, f"{locks}/carte"))
    page = play.open(AGNES, f"{locks}/carte")
    typed = {"code": codes[number_on(page) - 1]}
    assert play.browser(AGNES).post(f"{locks}/carte/fin", filled(page, f"{locks}/carte/fin") | typed).status_code == 200
    play.locks[AGNES] = codes
    play.model.tell(ADDRESSES[AGNES], "lock")


def show_number(play: Play, who: str, to: str) -> None:
    """Write one's number on one's card, for those who organise or for the whole group."""
    play.send(who, f"{play.group}/ma-fiche", phone_value=NUMBER, phone=to)
    play.model.numbers[who] = to


def ask_number(play: Play, who: str, whom: str) -> None:
    """Ask one member for her number."""
    page = play.person(who, whom)
    play.send(who, page, f"{page}/numero")
    play.model.tell(play.addresses[whom], "question")


def give_number(play: Play, who: str, to: str) -> None:
    """Say yes, to one person alone."""
    here = f"{play.group}/ma-fiche/personnes"
    action = f"{here}/{play.id_of(who, to)}"
    play.send(who, here, action, deed="give")
    play.model.given.add((who, to))


def look_at_number(play: Play, who: str, whom: str) -> None:
    """Open a number one was given, after a fresh code: its owner reads on which day, and what for."""
    play.sure(who)
    shown = play.send(who, play.person(who, whom), f"{play.person(who, whom)}/voir", purpose="news")
    assert NUMBER in page_of(shown)
    play.model.looks[whom] = play.model.looks.get(whom, 0) + 1


def block(play: Play, who: str, whom: str) -> None:
    """Close one's card to one other."""
    page = play.person(who, whom)
    play.send(who, f"{page}/bloquer")
    play.model.blocks.add((who, whom))


def unblock(play: Play, who: str, whom: str) -> None:
    """Open it again."""
    here = f"{play.group}/ma-fiche/personnes"
    play.send(who, here, f"{here}/{play.id_of(who, whom)}", deed="unblock")
    play.model.blocks.remove((who, whom))


def remove(play: Play, who: str) -> None:
    """Let the organiser end a membership: it is told by a letter that names nobody."""
    play.sure()
    page = f"{play.group}/decisions/membre/{play.id_of(AGNES, who)}"
    assert play.send(AGNES, page, how="end").status_code == 303
    address = play.model.members[who].email
    play.model.leave(who)
    play.model.tell(address, "ended")


def protect(play: Play, who: str) -> None:
    """Set one's mailbox aside: number and six words on paper, two of them typed."""
    page = "/moi/protection"
    shown = play.send(who, page, f"{page}/mots")
    number = re.search(r"<b[^>]*>(\d{4}\s\d{4})</b>", shown.text)
    assert number is not None
    paper = play.papers[who] = Paper(number[1], words_on(shown.text))
    asked = re.findall(r'for="(?:first|second)_word">\D*(\d)', shown.text)
    two = dict(zip(("first_word", "second_word"), (paper.words[int(at) - 1] for at in asked), strict=True))
    assert play.browser(who).post(page, filled(shown.text, page) | two).status_code == 303
    play.model.members[who].is_protected = True
    play.model.due = [one for one in play.model.due if one.who not in (who, play.addresses[who])]


def unprotect(play: Play, who: str) -> None:
    """Take one's mailbox into use again, with the six words; calendars are to be connected anew."""
    play.sure(who)
    play.send(who, "/moi/protection", "/moi/protection/fin")
    play.model.members[who].is_protected = False
    del play.feeds[who]
    play.model.tell(play.model.members[who].email, "lock")


def ask_erasing(play: Play, who: str) -> None:
    """Ask for everything to be erased, with seven days to change one's mind."""
    play.sure(who)
    assert play.send(who, "/moi/effacer", understood="y").status_code == 200
    address = play.model.members[who].email
    play.model.shut(who)
    play.model.tell(address, "erasing")


def undo_erasing(play: Play, who: str) -> None:
    """Sign in within the seven days, and take it back: one belongs again, and has answered nothing."""
    assert play.browser(who).get("/connexion").status_code == 200
    play.sign_in(who)
    answer = play.browser(who).get("/agenda")
    assert answer.location == "/moi/effacer"
    play.send(who, "/moi/effacer", "/moi/effacer/annuler")
    play.model.members[who] = play.model.closed.pop(who)
    play.model.seen[who] = play.at


def find_nobody(play: Play, who: str) -> None:
    """Once she is erased, nothing answers to her address any more, and nothing says so."""
    browser = play.app.test_client()
    page = browser.get("/connexion").text
    asked = browser.post("/connexion", data=filled(page, "/connexion") | {"email": ADDRESSES[who]})
    assert asked.location == "/connexion/code"
    assert not [letter for letter in play.work() if str(letter["To"]) == ADDRESSES[who]]


def move(play: Play, who: str, address: str) -> None:
    """Give another address: without a lock it holds after two days, and the mailbox of now is told."""
    play.sure(who)
    play.send(who, "/moi/adresse", email=address)
    (letter,) = [one for one in play.work() if str(one["To"]) == address]
    assert play.browser(who).post("/connexion/code", {"code": code_in(letter)}).location == "/moi/adresse/suite"
    play.send(who, "/moi/adresse/suite")
    play.model.tell(play.model.members[who].email, "address waits")
    play.addresses[who] = address


def take_effect(play: Play, who: str) -> None:
    """Two days later the new address holds: both mailboxes are told."""
    member = play.model.members[who]
    play.model.tell(member.email, "address left")
    member.email = play.addresses[who]
    play.model.tell(member.email, "address taken")


def take_own_data(play: Play, who: str) -> None:
    """Take everything about oneself along: one's own answers and names, and nobody else's."""
    play.sure(who)
    taken = str(json.loads(play.send(who, "/moi/donnees", kind="json").data))
    assert [word for word in (who, TITLES[0], ADDRESSES[who]) if word not in taken] == []
    assert GROUP not in taken
    assert not [other for other in play.model.members if other != who and other in taken]
