"""The letter that says when an account is erased; it leads to signing in, where that can be undone."""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from entraide.accounts.queries import address_of, find_person
from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language
from entraide.meetings.words import start_in_words
from entraide.settings import current


def erasing(letter: Letter) -> Rendered | None:
    """Say until when it can be undone; nothing once it was."""
    try:
        person = find_person(letter.person_id) if letter.person_id else None
    except NotFound:
        return None
    if person is None or person.erase_at is None or (to := address_of(person)) is None:
        return None
    with language(person.language):
        until = start_in_words(person.erase_at, ZoneInfo(current().timezone), with_year=True)
        text, html = compose("erasing", until=until, address=address_of_page("/connexion"))
        return Rendered(to, _("What you asked for"), text, html)


KINDS = {"erasing": Kind(erasing)}
