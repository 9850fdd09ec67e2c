"""Secrets of the marked world: texts, numbers, hours and tokens that stand nowhere else, and how they are found."""

import re
from datetime import datetime

from tests.lettering import BRUSSELS

WORD = re.compile(r"zq[a-z0-9_]*?qz")


class Marks:
    """Secrets by name, each a text that stands nowhere else."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._spellings: dict[str, re.Pattern[str]] = {}
        self._tokens: dict[str, str] = {}

    def text(self, name: str) -> str:
        """Make a secret text: one word, no part of any other."""
        word = self._known(name, "zq" + re.sub(r"\W", "", name.lower()) + "qz")
        self._words[word] = name
        return word

    def phone(self, name: str) -> str:
        """Make a secret number."""
        return self.number(name, f"+3247{len(self.texts):03}5{len(self.texts):03}")

    def number(self, name: str, digits: str) -> str:
        """Call digits a secret, with spaces and dots between them or not."""
        self._spellings[name] = re.compile("[ .\u00a0\u202f]?".join(re.escape(sign) for sign in digits))
        return self._known(name, digits)

    def hour(self, name: str, at: datetime) -> None:
        """Call an hour a secret, as pages and calendars spell it."""
        hours, minutes = f"{at.astimezone(BRUSSELS):%H %M}".split()
        self._spellings[name] = re.compile(rf"(?<!\d){hours}(?::|\sh\s){minutes}(?!\d)|T{hours}{minutes}00")
        self._known(name, f"{hours}:{minutes}")

    def token(self, name: str, token: str) -> str:
        """Call a token or an id a secret."""
        self._tokens[name] = token
        return self._known(name, token)

    def _known(self, name: str, text: str) -> str:
        assert name not in self.texts
        self.texts[name] = text
        return text

    def found_in(self, content: str) -> set[str]:
        """Return the names of the secrets in a text, in whatever spelling is ours."""
        words = {self._words[word] for word in set(WORD.findall(content.casefold())) & self._words.keys()}
        numbers = {name for name, spelling in self._spellings.items() if spelling.search(content)}
        return words | numbers | {name for name, token in self._tokens.items() if token in content}
