"""Second locks: what a person shows beside her code, before deeds on other people's data (DECISIONS 6)."""

from entraide.accounts.locks.actions.apps import check_app
from entraide.accounts.locks.actions.codes import check_card, use_recovery_code
from entraide.accounts.locks.actions.keeping import forget_all, show
from entraide.accounts.locks.actions.passkeys import are_possible, check_passkey, showing_options
from entraide.accounts.locks.queries import (
    OwnLock,
    asked_number,
    has_lock,
    kinds_of,
    locks_of,
    recovery_left,
)

__all__ = [
    "OwnLock",
    "are_possible",
    "asked_number",
    "check_app",
    "check_card",
    "check_passkey",
    "forget_all",
    "has_lock",
    "kinds_of",
    "locks_of",
    "recovery_left",
    "show",
    "showing_options",
    "use_recovery_code",
]
