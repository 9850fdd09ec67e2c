"""The letter that says when an account is erased; it leads to signing in, where that can be undone."""

from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from entraide.accounts.letters import person_of, reader_of
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, note
from entraide.settings import current


def erasing(letter: Letter) -> Reader | None:
    """Say until when it can be undone; nothing once it was."""
    person = person_of(letter)
    if person.erase_at is None:
        return None
    return reader_of(person, "/connexion", until=person.erase_at.astimezone(ZoneInfo(current().timezone)))


KINDS = {"erasing": note(erasing, _l("What you asked for"), template="erasing")}
