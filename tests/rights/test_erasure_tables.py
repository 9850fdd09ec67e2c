"""No table is forgotten: each column that names a person is erased, freed, or kept with its reason, and is exported."""

from sqlalchemy import Column, Table

from entraide.db import Model
from entraide.rights.own_data import account, group
from entraide.rights.own_data.gathering import LEFT_OUT
from entraide.rights.wiping import DELETED, FREED, KEPT

NAMES = {"person_id", "membership_id"}
NOT_A_PERSONS = {
    "letters.membership_id": "its row goes with the person",
    "letters.person_id": "its row goes with the person",
    "challenges.person_id": "its row goes with the person",
}


def names_somebody(column: Column[object]) -> bool:
    refers = {key.column.table.name for key in column.foreign_keys if key.column.name == "id"}
    return column.name in NAMES or bool(refers & {"persons", "memberships"})


def columns() -> list[tuple[Table, str]]:
    return [
        (table, f"{table.name}.{column.name}")
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if names_somebody(column)
    ]


def test_every_column_that_names_somebody_has_its_rule_for_erasing() -> None:
    ruled = DELETED | FREED | KEPT.keys() | NOT_A_PERSONS.keys()
    assert {name for _, name in columns()} - ruled == set()


def test_no_rule_is_left_of_a_column_that_is_gone() -> None:
    there = {f"{table.name}.{column.name}" for table in Model.metadata.sorted_tables for column in table.columns}
    assert (DELETED | FREED | KEPT.keys()) - there == set()
    assert LEFT_OUT.keys() - Model.metadata.tables.keys() == set()


def test_every_table_that_names_somebody_is_in_her_document_or_left_out_for_a_reason() -> None:
    written = {one.model.__tablename__ for one in (*account.KEPT, *group.KEPT)}
    assert {table.name for table, _ in columns()} - written - LEFT_OUT.keys() == set()


def test_what_stays_has_a_reason() -> None:
    assert all(len(reason) > 20 for reason in (*KEPT.values(), *LEFT_OUT.values()))
