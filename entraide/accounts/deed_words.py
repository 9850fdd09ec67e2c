"""Why a step is asked for, deed by deed, in words for whoever is stopped there."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from entraide.access.permissions import Permission
from entraide.access.steps import is_own

OTHERS = _l("You are about to see or move what belongs to other people. So we ask once more that it is you.")
OWN = _l("You are about to change who enters here as you, or what is kept of you. So we ask once more that it is you.")
WHY: dict[Permission, LazyString] = {
    Permission.CONTACT_SEE: _l("You are about to see somebody's contact details. So we ask once more that it is you."),
    Permission.LIFT_PHONE: _l("You are about to see somebody's contact details. So we ask once more that it is you."),
    Permission.CALL_MAKE: _l("You are about to see the numbers of your group. So we ask once more that it is you."),
    Permission.ROSTER_TAKE: _l("You are about to take the list of members along. So we ask once more that it is you."),
    Permission.ROSTER_CHANGE: _l(
        "You are about to see or change what concerns members of your group. So we ask once more that it is you."
    ),
    Permission.LOCK_VOUCH: _l("You are about to vouch for somebody. So we ask once more that it is you."),
    Permission.GROUP_CHANGE: _l(
        "You are about to change what holds for everybody in the group. So we ask once more that it is you."
    ),
    Permission.GROUP_CLOSE: _l("You are about to close the group for everybody. So we ask once more that it is you."),
}


def why(permission: Permission) -> LazyString:
    """Say why this deed asks for a step."""
    return WHY.get(permission, OWN if is_own(permission) else OTHERS)
