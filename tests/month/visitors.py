"""People who use a site while it is killed: each keeps what was acknowledged, and tries again what was not."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from urllib.parse import urlencode

from tests.mail.server import Inbox
from tests.people import code_in

FAILED = (OSError, http.client.HTTPException)
TAKEN = (200, 303)


class Refused(Exception):
    """The site did not take it just now."""


class Browser:
    """A browser over a real connection, one a request: it keeps cookies and the last page's token."""

    def __init__(self, port: int, session: str = "") -> None:
        self.port = port
        self.cookies = {"sid": session} if session else {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, "")[1]

    def post(self, page: str, path: str, **fields: str) -> int:
        """Open a page for its token, and post a form; Refused unless it was taken."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page))
        if found is None:
            raise Refused(page)
        return self._ask("POST", path, urlencode(fields | {"csrf_token": found[1]}))[0]

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Host": "localhost", "Cookie": "; ".join(f"{name}={it}" for name, it in self.cookies.items())}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status not in TAKEN:
            raise Refused(f"{path}: {answer.status}")
        return answer.status, text


class Answering(threading.Thread):
    """Members who change their minds, one after the other; what may stand at the end is kept for each.

    That is the last answer that was acknowledged, or one that was sent after it and got no word back.
    """

    def __init__(self, port: int, members: dict[str, str], meeting: str, seed: int, ends: threading.Event) -> None:
        super().__init__()
        self.browsers = {name: Browser(port, session) for name, session in members.items()}
        self.meeting, self.chance, self.ends = meeting, random.Random(seed), ends
        self.may_stand: dict[str, list[tuple[str, int] | None]] = {name: [None] for name in members}
        self.taken = 0

    def run(self) -> None:
        while not self.ends.is_set():
            name = self.chance.choice(list(self.browsers))
            reply = self.chance.choice(["yes", "yes", "maybe", "no"])
            said = reply, 0 if reply == "no" else self.chance.randrange(3)
            self.may_stand[name].append(said)
            try:
                form = f"{self.meeting}/reponse"
                if self.browsers[name].post(self.meeting, form, reply=reply, guests=str(said[1])) == 303:
                    self.may_stand[name], self.taken = [said], self.taken + 1
            except (Refused, *FAILED):
                pass
            self.ends.wait(0.15)  # two cores also start anew what was killed


class Joining(threading.Thread):
    """Newcomers by a link: an address, the code of a letter, a name; each step is tried until it is taken."""

    def __init__(self, port: int, way: str, inbox: Inbox, ends: threading.Event) -> None:
        super().__init__()
        self.port, self.way, self.inbox, self.ends = port, way, inbox, ends
        self.inside: list[str] = []
        self.asked: list[str] = []  # addresses to which a code was promised

    def run(self) -> None:
        number = 0
        while not self.ends.is_set():
            number += 1
            browser, address, name = Browser(self.port), f"new{number}@poste.example", f"Nouvelle {number}"
            if not self._until(lambda: browser.post(self.way, self.way, email=address)):  # noqa: B023
                return
            self.asked.append(address)
            if not self._until(lambda: self._type_code(browser, address)):  # noqa: B023
                return
            entry = {"name": name, "concern": "concerned", "consent": "2026-11"}
            form = f"{self.way}/entrer"
            if self._until(lambda: browser.post("/affichage", form, **entry)):  # noqa: B023
                self.inside.append(name)

    def _until(self, step: Callable[[], int]) -> bool:
        while not self.ends.is_set():
            try:
                step()
            except (Refused, *FAILED):
                self.ends.wait(0.1)
            else:
                return True
        return False

    def _type_code(self, browser: Browser, address: str) -> int:
        codes = [code_in(letter) for letter in letters_in(self.inbox) if letter["To"] == address]
        if not codes:
            raise Refused("no letter yet")
        if "sid" in browser.cookies:
            return 303  # it was taken, though its answer was lost
        return browser.post("/connexion/code", "/connexion/code", code=codes[-1], device="own", first_name="N")


def letters_in(inbox: Inbox) -> list[EmailMessage]:
    """Read every letter a mail server took, the first first."""
    parser = BytesParser(EmailMessage, policy=policy.default)
    return [parser.parsebytes(body) for body in list(inbox.taken)]


def wait_until(what: Callable[[], bool], patience: float) -> bool:
    """Wait for something to become true; say whether it did."""
    ends = time.monotonic() + patience
    while not (done := what()) and time.monotonic() < ends:
        time.sleep(0.1)
    return done
