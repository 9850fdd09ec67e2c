"""Which groups this unit of work may touch. The scope starts empty, only grows, and lives in the session.

`scope.add(group_id)` opens one more group; `everywhere("why")` looks beyond to find ids, and keeps nothing it loaded.
ORM statements on a group's tables are narrowed to the scope, flushes are checked, Core and raw SQL on them is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Executable, Table, TextClause, bindparam, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql import visitors

from entraide.db import GroupScoped, Model, db


class OutOfScope(RuntimeError):
    """A bug: code touched a group outside its unit of work."""


EVERYWHERE = "everywhere"
_INSIDE = with_loader_criteria(
    GroupScoped, lambda cls: cls.group_id.in_(bindparam("groups of scope", expanding=True)), include_aliases=True
)
_made: WeakKeyDictionary[Executable, Executable] = WeakKeyDictionary()


def scoped_tables() -> set[Table]:
    """Return every table that belongs to groups."""
    return {
        mapper.local_table
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, GroupScoped) and isinstance(mapper.local_table, Table)
    }


def add(*groups: UUID) -> None:
    """Let this unit of work touch these groups too. What is loaded stays visible: a scope never shrinks."""
    session = db.session()
    if session.info.get("scope") == EVERYWHERE:
        raise OutOfScope("already everywhere")
    session.info["scope"] = session.info.get("scope", frozenset()) | set(groups)


def groups() -> frozenset[UUID]:
    """Return the groups this unit of work may touch."""
    return cast(frozenset[UUID], db.session().info.get("scope", frozenset()))


@contextmanager
def everywhere(why: str) -> Iterator[None]:
    """Look beyond the scope, saying why: it finds ids, the deed runs in its group's scope."""
    session = db.session()
    session.flush()
    before, known = session.info.get("scope"), set(session)
    session.info["scope"] = EVERYWHERE
    try:
        yield
    finally:
        for row in set(session) - known:
            if isinstance(row, GroupScoped):
                session.expunge(row)
        del session.info["scope"]
        if before is not None:
            session.info["scope"] = before


def _narrow(state: ORMExecuteState) -> None:
    scope = state.session.info.get("scope")
    if scope == EVERYWHERE:
        return
    if not state.is_orm_statement or scope is None:
        _refuse_if_scoped(state)
    elif state.is_insert:
        rows: Any = state.parameters
        rows = rows if isinstance(rows, list) else [rows or {}]
        if _touches(state) and not all(row.get("group_id") in scope for row in rows):
            raise OutOfScope("insert outside the scope")
    elif state.is_select and not isinstance(state.parameters, list):
        if not state.is_column_load:
            state.statement = _narrowed(state.statement)
            state.parameters = {**cast(Any, state.parameters or {}), "groups of scope": list(scope)}
    else:
        state.statement = cast(Any, state.statement).options(_only(state.session, scope))


def _narrowed(statement: Executable) -> Executable:
    """Return a question narrowed to the scope it is asked with; one that is built once is narrowed once."""
    if (found := _made.get(statement)) is None:
        found = _made[statement] = cast(Any, statement).options(_INSIDE)
    return found


def _only(session: Session, scope: frozenset[UUID]) -> ORMOption:
    """Return the criterion of this scope, made once."""
    made, option = session.info.get("only", (None, None))
    if made is not scope:
        inside = list(scope)
        option = with_loader_criteria(GroupScoped, lambda cls: cls.group_id.in_(inside), include_aliases=True)
        session.info["only"] = (scope, option)
    return cast(ORMOption, option)


def _touches(state: ORMExecuteState) -> bool:
    tables = scoped_tables()
    parts = visitors.iterate(cast(ClauseElement, state.statement))
    return any(isinstance(part, TextClause) or part in tables for part in parts if isinstance(part, Table | TextClause))


def _refuse_if_scoped(state: ORMExecuteState) -> None:
    if _touches(state):
        raise OutOfScope("no scope" if state.is_orm_statement else "Core or raw SQL on a group's table")


def _check(session: Session, context: UOWTransaction, instances: object) -> None:
    scope = session.info.get("scope")
    if scope == EVERYWHERE:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, GroupScoped) and (scope is None or row.group_id not in scope):
            raise OutOfScope(f"{type(row).__name__} outside the scope")


event.listen(db.session, "do_orm_execute", _narrow)
event.listen(db.session, "before_flush", _check)
