"""What the letter about a lock says: that something changed, never what."""

from flask_babel import lazy_gettext as _l

from entraide.accounts.letters import person_of, reader_of
from entraide.accounts.locks.actions.keeping import LETTER
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, note


def lock_changed(letter: Letter) -> Reader | None:
    """Tell somebody that how she signs in changed; nothing where no letter reaches her."""
    return reader_of(person_of(letter), "/moi/appareils")


KINDS = {
    LETTER: note(
        lock_changed,
        _l("How you sign in"),
        _l("If it was you, there is nothing to do."),
        _l("If it was not you, sign in now and look at the devices that are signed in. All others were signed out."),
        _l("Best on a device that has been yours for a week: from there it can often be undone."),
        heading=_l("Something about how you sign in changed"),
    )
}
