"""A text for the chat in three tones; the last says nothing to whoever sees the phone."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from entraide.home.queries.chat import Said
from entraide.meetings.words import date_in_words

TONES = {
    "warm": (_l("Warm"), _l("For a chat whose members know what it is about.")),
    "plain": (_l("Matter-of-fact"), _l("The next date and the link.")),
    "discreet": (_l("Very discreet"), _l("No date, no name, no word of a group: for a chat that others may see.")),
}
NARROW = 26  # signs on a line of a small telephone


@dataclass(frozen=True)
class ChatText:
    """One text, with the tone it is in."""

    key: str
    tone: Any
    hint: Any
    text: str

    @property
    def rows(self) -> int:
        """Return how high its box is: high enough for a telephone's narrow lines."""
        return sum(1 + len(line) // NARROW for line in self.text.splitlines()) + 1


def texts(said: Said, address: str) -> list[ChatText]:
    """Write the three texts in the language that is spoken now."""
    until = date_in_words(said.link.expires.date()) if said.link else ""
    lines = {
        "warm": [
            _("Hello everybody,"),
            _("our meetings now have a page of their own: the dates stand there, and you say there whether you come.")
            if said.asks
            else _("our meetings now have a page of their own: all the dates stand there."),
            _("The next time: %(when)s.", when=said.when) if said.when else "",
            _("Come in here: %(link)s", link=address),
            _("You choose your name and what you show."),
            _("See you soon, %(name)s", name=said.name),
        ],
        "plain": [
            _("Next meeting: %(when)s.", when=said.when) if said.when else "",
            _("Dates and answers: %(link)s", link=address) if said.asks else _("All the dates: %(link)s", link=address),
            _("The link leads in until %(day)s.", day=until),
        ],
        "discreet": [
            _("Hello, here is the page, as agreed: %(link)s", link=address),
            _("It holds until %(day)s.", day=until),
        ],
    }
    return [ChatText(key, *TONES[key], "\n".join(filter(None, parts))) for key, parts in lines.items()]
