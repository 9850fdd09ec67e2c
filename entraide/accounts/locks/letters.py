"""What the letter about a lock says: that something changed, never what."""

from flask_babel import gettext as _

from entraide.accounts.locks.actions.keeping import LETTER
from entraide.accounts.queries import address_of, find_person
from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language


def lock_changed(letter: Letter) -> Rendered | None:
    """Tell somebody that how she signs in changed; nothing where no letter reaches her."""
    try:
        person = find_person(letter.person_id) if letter.person_id else None
    except NotFound:
        return None
    address = address_of(person) if person else None
    if person is None or address is None:
        return None
    with language(person.language):
        text, html = compose("lock_changed", page=address_of_page("/moi/appareils"), language=person.language)
        return Rendered(address, _("How you sign in"), text, html)


KINDS = {LETTER: Kind(lock_changed)}
