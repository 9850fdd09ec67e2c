"""One person's whole view of a world, to the byte, and what can be changed of it that is not for her."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_person, start_session
from entraide.accounts.locks.actions.apps import make_app
from entraide.accounts.locks.queries import pending_lock
from entraide.accounts.models import Device, LockKind
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.groups.models import Discretion
from entraide.groups.queries import find_group
from entraide.members.actions import bans, cards, join, ways_in
from entraide.members.actions.looks import receipt
from entraide.members.models import LookPurpose
from entraide.members.queries import name_of
from tests.crawling import addresses, methods_of
from tests.lettering import all_of, at_work
from tests.members.paper_model import FIELDS, Model
from tests.members.sequences import Play, text_of
from tests.people import Client, deliver

OWN_PAGES = ("/", "/agenda", "/agenda/imprimer", "/g", "/moi", "/moi/apercu", "/moi/effacer")
ONCE = re.compile(rb'(name="once"[^>]* value=")[^"]+')
SENT = {
    "POST members.see": {"purpose": "news"},
    "POST members.print_members": {},
    "POST rights.take_workbook": {},
    "POST rights.take_roster": {},
    "POST members.ask_number": {},
    "POST members.block": {},
    "POST members.change_role": {},
    "POST rights.remove": {},
}
"""Forms whose answers show something, or could tell by their refusal that there is something."""


@dataclass(frozen=True)
class Answered:
    """One answer, whole."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Eye:
    """One person's browser, opened once, so that both worlds are read with the same cookies."""

    play: Play
    who: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def open(self) -> "Eye":
        client = Client(self.play.app).sign_in(self.play.people[self.who])
        client.get("/affichage")
        self.token = client.token
        for name in ("sid", self.play.app.config["SESSION_COOKIE_NAME"]):
            cookie = client.browser.get_cookie(name)
            assert cookie is not None
            self.cookies[name] = cookie.value
        return self

    def read(self) -> dict[str, Answered]:
        """Read her own pages, every page that a group, a member or a meeting has, her calendar and her letters."""
        play = self.play
        seen = {"her own data": self._ask("POST", "/moi/donnees", {"kind": "json"})}  # before deeds of hers are in it
        seen |= {path: self._ask("GET", path) for path in OWN_PAGES}
        seen["her calendar"] = self._ask("GET", f"/c/{play.feeds[self.who]}.ics")
        values = {
            "group_id": [short(play.group_id)],
            "membership_id": [short(id_) for id_ in play.ids],
            "meeting_id": [short(play.meeting)],
            "duty": ["cle"],
        }
        for rule in play.app.url_map.iter_rules():
            for method in methods_of(rule):
                name = f"{method} {rule.endpoint}"
                if rule.arguments and rule.arguments <= values.keys() and (method == "GET" or name in SENT):
                    for path in addresses(rule, values):
                        seen[f"{method} {path}"] = self._ask(method, path, SENT.get(name))
        return seen | self._letters()

    def _ask(self, method: str, path: str, said: dict[str, str] | None = None) -> Answered:
        browser = self.play.app.test_client()
        for name, value in self.cookies.items():
            browser.set_cookie(name, value)
        fields = {**(said or {}), "csrf_token": self.token}
        answer = browser.get(path) if method == "GET" else browser.post(path, data=fields)
        found = Answered(answer.status_code, list(answer.headers), ONCE.sub(rb"\1", answer.get_data()))
        answer.close()
        return found

    def _letters(self) -> dict[str, Answered]:
        address = self.play.people[self.who].email
        hers = [letter for letter in deliver(self.play.app) if str(letter["To"]) == address]
        texts = sorted(re.sub("Message-ID: .*|Date: .*|boundary=.*", "", all_of(letter)) for letter in hers)
        return {f"letter {at}": Answered(200, [], text.encode()) for at, text in enumerate(texts)}


def differ(play: Play, who: int, *, is_less: bool) -> None:
    """Change whatever is not for one of them: other values, or none; what stands between others, and their accounts."""
    model, others = play.model, [at for at, card in enumerate(play.model.cards) if at != who and card.is_in]
    for other in others:
        _change_hidden(play, who, other, is_less)
        _change_account(play, other)
    for one, two in permutations(others, 2):
        if (one, two) in model.blocks:
            play.unblock(one, two)
        else:
            play.block(one, two)
            play.do(("ask", (two, one)))
            play.do(("give", (two, one)))
        with at_work(play.app, play.group_id):
            receipt(find_group(play.group_id), play.ids[one], [play.ids[two]], LookPurpose.NEWS)
    if not model.cards[who].keeps:
        _change_for_organisers(play)


def _change_hidden(play: Play, who: int, other: int, is_less: bool) -> None:
    """Change of one card whatever one of the members is not shown."""
    card, keeps, hidden = play.model.cards[other], play.model.cards[who].keeps, play.model.hidden(who, other)
    wanted = {one: card.choices.get(one, Visibility.ME) for one in FIELDS}
    if not keeps:
        turned = {Visibility.ME: Visibility.ORGANISERS, Visibility.ORGANISERS: Visibility.ME}
        wanted |= {one: turned.get(wanted[one], wanted[one]) for one in hidden}
    with at_work(play.app, play.group_id):
        member = play.member(other)
        name = name_of(member) if _is_told(play.model, who, other) else f"An other name {other}"
        edit = cards.CardEdit(
            name=name,
            texts={
                one: text_of(other, one)
                if one not in hidden
                else ""
                if is_less
                else f"0470 99 99 9{other} {'and more ' * 8}"
                for one in FIELDS
                if one in card.choices or one in hidden
            },
            choices=wanted,
            concern=None,
            is_discreet=card.is_discreet,
            discretion=Discretion.FULL,
            wants_letters=not keeps,
            wants_day_before=True,
        )
        cards.change_card(find_group(play.group_id), member, member.revision, edit)


def _is_told(model: Model, who: int, other: int) -> bool:
    """Say whether the other's name is for her: in the roster, on her list of blocks, or where her number is asked."""
    asks = model.numbers.get((who, other)) in ("asked", "given")
    return model.knows(who, other) or asks or (who, other) in model.blocks


def _change_account(play: Play, other: int) -> None:
    """Give somebody a lock, another session, another calendar, and set her mailbox aside or take it back."""
    person_id = play.people[other].person_id
    with at_work(play.app):
        start_session(person_id, Device.SHARED, "Another browser")
        connect(person_id, "Another calendar", Level.BUSY, "fr")
        make_app(person_id, "Another lock")
        pending_lock(person_id, LockKind.APP).proved = now()
    play.do(("unprotect" if play.model.cards[other].is_protected else "protect", (other,)))


def _change_for_organisers(play: Play) -> None:
    """Change what organisers alone know of: who waits, who was asked in or shut out."""
    with at_work(play.app, play.group_id):
        stranger = make_person(f"{uuid4().hex}@poste.example", "", "fr")
        join(play.group_id, stranger.id, "Somebody who waits", waits_until=now() + timedelta(days=14))
        group = find_group(play.group_id)
        ways_in.invite(group, play.ids[0], [f"{uuid4().hex}@poste.example"])
        ways_in.open_spoken(group, play.ids[0])
        bans.ban(play.group_id, bytes(32), play.ids[0])
