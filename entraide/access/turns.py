"""One group after the other: each in a session and a transaction of its own, within its own scope."""

from collections.abc import Callable, Iterable
from uuid import UUID

from entraide.access import scope
from entraide.db import db, writing


def each_group(groups: Iterable[UUID], deed: Callable[[UUID], object]) -> None:
    """Do a deed for each of these groups, and commit after each: what is done stays done if a later one fails."""
    for group_id in groups:
        db.session.remove()
        writing()
        scope.add(group_id)
        deed(group_id)
        db.session.commit()
    db.session.remove()
