"""What a session is answered that opens one group only: by a rule over the table, not by a column in 250 rows.

In that group it is the member or the organiser she is. Every other group is absent, and so is what concerns all that
is hers: what `WHOLE` permits, her locks, and her calendars that hold more than that group.
"""

from flask import Flask

from entraide.access.gate import mark_of
from entraide.access.permissions import Permission
from tests.access_table import KINDS, Row

RESTORED = {"restored member": "member", "restored organiser": "organiser", "restored elsewhere": "elsewhere"}
"""Each kind, and whom in the table it resembles; the last one's session opens another group than the table's."""
WHOLE = {
    Permission.SELF_TAKE,
    Permission.SELF_ERASE,
    Permission.SELF_KEEP,
    Permission.SELF_PROTECT,
    Permission.SELF_MOVE,
    Permission.GROUP_FOUND,
    Permission.GROUP_ENTER,
}


def answer_to_restored(app: Flask, key: str, row: Row, kind: str) -> int:
    """Return the status that a route answers a restored session."""
    path, mark = row[0], mark_of(app, key.split()[1])
    if mark and mark.permission in WHOLE:
        return 403 if "{join}" in path and kind != "restored elsewhere" else 404  # a way into the group she is in
    if path.startswith("/moi/verrous") and path != "/moi/verrous/defi":  # showing a lock opens all that is hers
        return 404
    if "{feed}" in path:
        return 404
    said = row[KINDS.index(RESTORED[kind]) + 1]
    assert isinstance(said, int)
    return said
