"""A group that came in by an import, was closed and erased here: the next import of the same file leaves it alone."""

from datetime import date, timedelta

import time_machine
from flask import Flask
from sqlalchemy import delete, func, select, update

from entraide import clock
from entraide.accounts.queries import readers_of
from entraide.db import db, writing
from entraide.directory import jobs
from entraide.directory.models import ErasedImport, ImportedGroup
from entraide.directory.report import Report, as_json
from entraide.groups.models import Group
from entraide.mail.rendering import language
from entraide.members.actions import join
from entraide.rights import erasing
from entraide.rights.jobs import erase_closed
from entraide.vault import sealed
from tests.directory.bringing import FEDERATION, Importer, everything_kept, only_group, outcomes, row
from tests.world import World

NEXT_YEAR = timedelta(days=370)


def close_and_erase(app: Flask, november: time_machine.Traveller) -> None:
    """Close the one group there is, and let the month pass after which it is erased: it is 26 December then."""
    with only_group(app) as kept:
        kept.group.closed_at = clock.now()
    november.shift(timedelta(days=32))
    with app.app_context():
        erase_closed()


def groups(app: Flask) -> int:
    with app.app_context():
        return db.session.connection().scalar(select(func.count()).select_from(Group.__table__)) or 0


def codes(report: Report) -> list[str]:
    return [notice.code for line in report.lines for notice in line.notices]


def brought_in_and_erased(app: Flask, bring_in: Importer, november: time_machine.Traveller, *rows: object) -> int:
    """Return how many groups there were before."""
    before = groups(app)
    bring_in(*(rows or (row(),)))
    close_and_erase(app, november)
    assert groups(app) == before
    return before


def test_it_is_not_founded_again(app: Flask, bring_in: Importer, november: time_machine.Traveller) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    report = bring_in(row())
    assert (outcomes(report), codes(report), groups(app)) == (["same"], ["erased_here"], before)


def test_the_report_says_since_when(app: Flask, bring_in: Importer, november: time_machine.Traveller) -> None:
    brought_in_and_erased(app, bring_in, november)
    report = bring_in(row())
    with app.app_context(), language("fr"):
        (line,) = as_json(report)["rows"]
    assert line["group"] is None
    (notice,) = line["notices"]
    assert "effacé ici en décembre 2026" in notice["words"]


def test_so_it_is_for_a_group_without_any_meeting(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    before = brought_in_and_erased(app, bring_in, november, row(day=None, time=None))
    report = bring_in(row(day=None, time=None))
    assert "erased_here" in codes(report)
    assert groups(app) == before


def test_another_name_is_no_way_round(app: Flask, bring_in: Importer, november: time_machine.Traveller) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    assert codes(bring_in(row(name="Un autre nom"))) == ["erased_here"]
    assert groups(app) == before


def test_other_groups_of_the_file_come_in(app: Flask, bring_in: Importer, november: time_machine.Traveller) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    report = bring_in(row(), row(slug="autre", name="Une autre", location="Salle des fêtes"))
    assert (sorted(outcomes(report)), groups(app)) == (["created", "same"], before + 1)


def test_another_organiser_brings_it_in_as_her_own(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    brought_in_and_erased(app, bring_in, november)
    assert outcomes(bring_in(row(), organiser=f"other-{FEDERATION}")) == ["created"]


def test_what_is_left_names_nothing(app: Flask, bring_in: Importer, november: time_machine.Traveller) -> None:
    brought_in_and_erased(app, bring_in, november)
    with app.app_context():
        rows = list(db.session.scalars(select(ErasedImport)))
        assert {one.erased for one in rows} == {date(2026, 12, 1)}
        assert set(ErasedImport.__table__.columns.keys()) == {"source", "key", "erased", "seen", "shared_key"}
    kept = everything_kept(app)
    assert not any(word in kept for word in ("parole", "Parole", "Tilleuls 12", "Maison des associations"))


def test_a_trial_run_says_so_and_stores_nothing(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    brought_in_and_erased(app, bring_in, november)
    november.shift(timedelta(days=3))
    before = everything_kept(app)
    assert codes(bring_in(row(), dry_run=True)) == ["erased_here"]
    assert everything_kept(app) == before


def test_no_longer_in_any_file_it_is_forgotten_with_the_journal(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    brought_in_and_erased(app, bring_in, november)
    november.shift(NEXT_YEAR)
    with app.app_context():
        jobs.forget_erased_imports()
        assert db.session.scalars(select(ErasedImport)).all() == []


def bring_in_for_long(app: Flask, bring_in: Importer, november: time_machine.Traveller) -> None:
    """Bring the file in each half year, thrice, and let the job forget what is old."""
    for _ in range(3):
        november.shift(NEXT_YEAR / 2)
        bring_in(row())
        with app.app_context():
            jobs.forget_erased_imports()


def test_as_long_as_the_file_has_it_it_is_remembered(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    bring_in_for_long(app, bring_in, november)
    assert groups(app) == before


def test_without_the_mark_it_would_be_founded_again(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    with app.app_context():
        db.session.execute(delete(ErasedImport))
        db.session.commit()
    bring_in(row())
    assert groups(app) == before + 1


def erase_importer(app: Flask) -> None:
    """Let the account at the importer's address be erased."""
    with app.app_context():
        writing()
        (person,) = readers_of(sealed.blind(FEDERATION))
        erasing.erase(person)
        db.session.commit()


def test_made_anew_an_erased_account_does_not_found_it_again(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    erase_importer(app)
    assert codes(bring_in(row(), dry_run=True)) == ["erased_here"]
    for _ in range(2):  # the account is made with the first one
        report = bring_in(row(), row(slug="autre", name="Une autre", location="Salle des fêtes"))
        assert ("erased_here" in codes(report), groups(app)) == (True, before + 1)


def test_nor_once_the_months_have_passed_as_long_as_the_file_has_it(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    before = brought_in_and_erased(app, bring_in, november)
    erase_importer(app)
    bring_in_for_long(app, bring_in, november)
    assert groups(app) == before


def test_nor_does_it_found_a_second_time_what_lives_on_under_somebody_else(
    app: Flask, world: World, bring_in: Importer
) -> None:
    bring_in(row())
    before = groups(app)
    with only_group(app) as kept:
        join(kept.id, world.lise.person_id, "Lise", is_organiser=True)
        kept.members[0].is_organiser = False
    erase_importer(app)
    assert (codes(bring_in(row())), groups(app)) == (["kept_by_others"], before)


def test_a_group_that_came_in_before_there_were_shared_keys_gets_one(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    keys = select(ImportedGroup.shared_key)
    with app.app_context():
        first = db.session.scalars(keys).all()
        db.session.execute(update(ImportedGroup).values(shared_key=""))
        db.session.commit()
    assert outcomes(bring_in(row())) == ["same"]
    with app.app_context():
        assert db.session.scalars(keys).all() == first != [""]
