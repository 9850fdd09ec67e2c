"""What people call each line of the retention table, and who reads it meanwhile."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from entraide.retention import Kept


@dataclass(frozen=True)
class Said:
    """One line for people: what is kept, and from when its days are counted."""

    what: LazyString
    since: LazyString


WORDS: dict[Kept, Said] = {
    Kept.ATTEMPTS: Said(_l("Codes, and how often one was tried"), _l("after they were made")),
    Kept.SESSIONS: Said(_l("Being signed in on a device of your own"), _l("after you last used it")),
    Kept.UNDOING: Said(
        _l("What a device of your own, signed out from another, may still undo; it opens nothing else"),
        _l("after it was signed out, or protected mode began"),
    ),
    Kept.ANSWERS: Said(_l("Your answers by name, lifts, duties, and who was told"), _l("after the meeting")),
    Kept.LETTERS: Said(_l("That a letter went to you; its text is kept nowhere"), _l("after it left")),
    Kept.WAITING: Said(_l("Waiting rooms, links and invitations"), _l("after they were made")),
    Kept.PASTED: Said(_l("People from a list who did not come in or agree"), _l("after the list was brought")),
    Kept.QUIET: Said(
        _l("A membership without a sign of life; you are asked, and it ends a month later"), _l("after the last sign")
    ),
    Kept.ENDED: Said(_l("That somebody was a member once, without name or values"), _l("after leaving")),
    Kept.ACCOUNT: Said(_l("An account without a sign of life, after two letters"), _l("after the last sign")),
    Kept.JOURNAL: Said(
        _l("Who did or opened what: numbers, no names; and your receipts drawn from it"), _l("after the deed")
    ),
    Kept.CLOSED: Said(
        _l("What is left of a group that was closed: its dates, places and figures"), _l("after it was closed")
    ),
    Kept.BANS: Said(
        _l("If a group bans somebody: a trace of the address by which only that group recognises it"),
        _l("after the ban; erasing the account does not erase it"),
    ),
    Kept.FORMER: Said(_l("Your former e-mail address, for the letter there that says so"), _l("after you changed it")),
    Kept.FEEDS: Said(
        _l("That a calendar address was switched off, so that it answers with an empty calendar"), _l("after that")
    ),
    Kept.BACKUPS: Said(_l("Back-ups, encrypted"), _l("after they were made; the newest always stays")),
    Kept.KEY_COPIES: Said(
        _l(
            "Copies of the keys that open what is encrypted: an erased person is unreadable in every back-up after them"
        ),
        _l("after they were made; the newest always stays"),
    ),
}
