"""The browsers, the mailboxes and the clock: whatever people do in the month goes through here."""

import re
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from zoneinfo import ZoneInfo

import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from entraide import worker
from entraide.settings import Settings
from tests.accounts.carrying import Paper
from tests.accounts.locking import number_on
from tests.home.filled import filled
from tests.lettering import words_of
from tests.month.cast import ADDRESSES, AGNES, NAMES
from tests.month.model import Model
from tests.people import Client, code_in, text_of

BRUSSELS = ZoneInfo("Europe/Brussels")


class Play:
    """One group's month: everybody's browser and mailbox, and beside them the model."""

    def __init__(self, app: Flask, clock: time_machine.Traveller) -> None:
        self.app, self.clock, self.model = app, clock, Model()
        self.at = datetime(2027, 1, 4)
        self.browsers: dict[str, Client] = {}
        self.letters: list[EmailMessage] = []  # that left since the last round
        self.boxes: dict[str, list[EmailMessage]] = {address: [] for address in NAMES}
        self.read: set[str] = set()
        self.group = ""
        self.ids: dict[str, str] = {}  # of members, by name
        self.pages: dict[str, str] = {}  # of meetings, by the model's key
        self.feeds: dict[str, str] = {}
        self.quiet: set[str] = set()  # addresses whose letters say nothing but the day
        self.chat_link = ""
        self.addresses = dict(ADDRESSES)
        self.locks: dict[str, list[str]] = {}  # the codes on whose printed card
        self.papers: dict[str, Paper] = {}  # number and words of who set her mailbox aside

    def now(self, at: datetime) -> None:
        """Move the clock on, in the group's own hours."""
        self.at = at
        self.clock.move_to(at.replace(tzinfo=BRUSSELS))

    def work(self) -> list[EmailMessage]:
        """Let the worker do what is due; return the letters it handed over, each also in its reader's box."""
        worker.once(self.app)
        settings: Settings = self.app.extensions["entraide.settings"]
        found = []
        for file in sorted(settings.mail_dir.glob("*.eml")):
            if file.name not in self.read:
                self.read.add(file.name)
                letter = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
                found.append(letter)
                self.boxes.setdefault(str(letter["To"]), []).append(letter)
        self.letters += [letter for letter in found if not is_code(letter)]
        return found

    def browser(self, who: str) -> Client:
        """Return somebody's own browser, French as she is."""
        if who not in self.browsers:
            made = self.browsers[who] = Client(self.app)
            made.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
        return self.browsers[who]

    def open(self, who: str, path: str) -> str:
        """Open a page as somebody who is signed in; that she was there counts as having seen the news."""
        answer = self.browser(who).get(path)
        assert answer.status_code == 200, (who, path, answer.status_code)
        if who in self.model.members:
            self.model.seen[who] = self.at
        return answer.text.replace("\u00a0", " ").replace("\u202f", " ")

    def send(self, who: str, page: str, action: str = "", /, **typed: object) -> TestResponse:
        """Open a page and send one of its forms as it is filled, but for what is typed; it must be taken."""
        action = action or page
        path = page.partition("#")[0]
        fields = filled(self.open(who, path), action)
        assert fields, (who, page, action)
        answer = self.browser(who).post(action, fields | typed)
        assert answer.status_code in (200, 303), (who, action, answer.status_code, answer.text)
        assert "/confirmer" not in (answer.location or ""), (who, action, "asks for a fresh code")
        return answer

    def sign_in(self, who: str) -> None:
        """Sign in by the code of a letter, on a device of one's own."""
        browser, address = self.browser(who), self.addresses[who]
        assert browser.post("/connexion", {"email": address}).status_code == 303
        self.type_code(who)

    def type_code(self, who: str, **typed: str) -> TestResponse:
        """Wait for the code's letter, and type it."""
        (letter,) = [one for one in self.work() if str(one["To"]) == self.addresses[who] and is_code(one)]
        answer = self.browser(who).post("/connexion/code", {"code": code_in(letter), "device": "own"} | typed)
        assert answer.status_code == 303, answer.text
        if who in self.model.members:
            self.model.seen[who] = self.at
        return answer

    def sure(self, who: str = AGNES) -> None:
        """Show again that it is oneself: by one's lock, by the six words, or by a fresh code."""
        page, browser, here = self.open(who, "/moi/confirmer"), self.browser(who), "/moi/confirmer"
        if who in self.locks:
            typed = {"card_code": self.locks[who][number_on(page) - 1]}
        elif self.model.members[who].is_protected:
            typed = {"words": self.papers[who].phrase}
        else:
            assert browser.post(here).status_code == 303
            self.type_code(who)
            return
        assert browser.post(here, filled(page, here) | typed).status_code == 303

    def person(self, who: str, whom: str) -> str:
        """Return the page of one member, as the list of members leads another to it."""
        return f"{self.group}/membre/{self.id_of(who, whom)}"

    def id_of(self, who: str, whom: str) -> str:
        """Return the id under which a member reads of another."""
        if whom not in self.ids:
            listed = self.open(who, f"{self.group}/membres")
            found = re.search(rf'/membre/([\w-]{{22}})[^"]*"[^>]*>{re.escape(whom)}', unescape(listed))
            assert found is not None, (who, whom)
            self.ids[whom] = found[1]
        return self.ids[whom]

    def link(self, who: str, kind: str = r"/i/[\w-]+", of: str = "") -> str:
        """Return the newest link of a kind in somebody's letters, in one whose subject speaks of a day if wanted."""
        for letter in reversed(self.boxes[self.addresses[who]]):
            found = re.search(rf"http://localhost({kind})(?=\s)", words_of(letter))
            if found and of in str(letter["Subject"]).replace("\u00a0", " "):
                return found[1]
        raise AssertionError((who, kind, of))


def is_code(letter: EmailMessage) -> bool:
    """Say whether a letter brings a code: the deed that asked for it reads it."""
    return re.search(r"\b\d{4} \d{4}\b", text_of(letter)) is not None
