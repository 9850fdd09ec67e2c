"""Ways in, over and out: a card in the room, an address of one's own, the chat's link, the waiting room, leaving."""

import re
from datetime import date

from tests.accounts.carrying import paper_of, words_on
from tests.home.filled import filled
from tests.month.cast import ADDRESSES, AGNES, NEWCOMER
from tests.month.model import Member
from tests.month.play import Play


def hand_card(play: Play, who: str) -> None:
    """Hand a card over in the room; she signs in by it, takes words of her own, and belongs in her own right."""
    play.sure()
    here = f"{play.group}/membre/{play.ids[who]}/carte"
    paper = paper_of(play.send(AGNES, here))
    browser, door = play.browser(who), "/connexion/carte"
    page = browser.get(door)
    typed = {"number": paper.number, "words": paper.phrase, "device": "own"}
    shown = browser.post(door, filled(page.text, door) | typed)
    asked = re.findall(r'for="(?:first|second)_word">\D*(\d)', shown.text)
    own, keep = words_on(shown.text), f"{door}/phrase"
    two = dict(zip(("first_word", "second_word"), (own[int(number) - 1] for number in asked), strict=True))
    entered = browser.post(keep, filled(shown.text, keep) | two)
    assert entered.status_code == 303, entered.text
    play.model.members[who].is_named_by_others = False
    play.model.seen[who] = play.at


def offer_over(play: Play, who: str) -> None:
    """Write to the address that a member without account has now."""
    play.sure()
    here = f"{play.group}/membre/{play.ids[who]}/adresse"
    play.send(AGNES, here, email=ADDRESSES[who])
    play.model.invited.add(ADDRESSES[who])
    play.model.tell(ADDRESSES[who], "invitation")


def take_over(play: Play, who: str) -> None:
    """Accept by the letter: what the group wrote down becomes hers."""
    link, browser = play.link(who), play.browser(who)
    page, over = browser.post(link, {}), f"{link}/reprise"
    taken = browser.post(over, filled(page.text, over) | {"concern": "concerned"})
    assert taken.status_code == 303, taken.text
    play.model.invited.discard(ADDRESSES[who])
    member = play.model.members[who]
    member.email, member.is_named_by_others = ADDRESSES[who], False
    play.sign_in(who)


def open_chat_link(play: Play) -> None:
    """Make the link and the texts for the chat."""
    here = f"{play.group}/inviter/texte"
    play.send(AGNES, here)
    found = re.search(r"localhost(/j/[\w.-]+)", play.open(AGNES, here))
    assert found is not None
    play.chat_link = found[1]


def knock(play: Play) -> None:
    """Come by the chat's link: an address, a code, a name, and then wait."""
    browser, way = play.browser(NEWCOMER), play.chat_link
    page = browser.get(way)
    assert browser.post(way, filled(page.text, way) | {"email": ADDRESSES[NEWCOMER]}).status_code == 303
    play.type_code(NEWCOMER, first_name="Mona")
    page = browser.get(f"{way}/entrer")
    entered = browser.post(
        f"{way}/entrer", filled(page.text, f"{way}/entrer") | {"name": NEWCOMER, "concern": "relative"}
    )
    assert entered.status_code == 303, entered.text
    play.model.waiting.add(NEWCOMER)
    play.model.tell(ADDRESSES[AGNES], "knock")


def welcome(play: Play) -> None:
    """Say that one has met the newcomer."""
    play.sure()
    here = f"{play.group}/demandes"
    found = re.search(rf'action="({here}/[\w-]+/bienvenue)"', play.open(AGNES, here))
    assert found is not None
    play.send(AGNES, here, found[1])
    play.model.waiting.remove(NEWCOMER)
    play.model.members[NEWCOMER] = Member(ADDRESSES[NEWCOMER], play.at.date())
    play.model.tell(ADDRESSES[NEWCOMER], "welcome")


def leave(play: Play, who: str) -> None:
    """Leave in one step."""
    play.send(who, f"{play.group}/quitter")
    play.model.leave(who)


def stop_letters(play: Play, who: str) -> None:
    """Want no letters any more, by the link at the foot of one."""
    link = play.link(who, r"/u/[\w.-]+")
    stranger = play.app.test_client()
    assert stranger.get(link).status_code == 200
    assert stranger.post(link).status_code == 200
    play.model.members[who].wants_letters = False


def write_as(play: Play, who: str, words: str) -> None:
    """Let letters come from one's own words, and say nothing but the day."""
    here = f"{play.group}/lettres"
    play.send(who, here, f"{here}/mots", words=words)
    play.quiet.add(ADDRESSES[who])


def share_host(play: Play) -> None:
    """Let the group share out who hosts."""
    here = f"{play.group}/taches"
    play.send(AGNES, here, **{"host-used": "y"})


def take_host(play: Play, who: str, key: str) -> None:
    """See to a date oneself."""
    page = play.pages[key]
    play.send(who, page, f"{page}/taches/animation/prendre")
    play.model.meetings[key].host = who


def hand_host_over(play: Play, who: str, to: str, key: str) -> None:
    """Hand a date over to somebody, in two clicks."""
    here = f"{play.pages[key]}/taches/animation/confier"
    found = re.search(rf'name="to" value="([\w-]{{22}})">{re.escape(to)}', play.open(who, here))
    assert found is not None
    play.send(who, here, to=found[1])
    play.model.meetings[key].host = to
    play.model.tell(to, "duty", key)


def days(*texts: str) -> list[date]:
    """Read days of the month's year: « 21.1 »."""
    return [date(2027, int(text.split(".")[1]), int(text.split(".")[0])) for text in texts]
