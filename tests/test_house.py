"""The house is in order: marks on every route, one clock, no host of a registry, migrations that match the tables."""

import re
import subprocess
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Blueprint, Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from entraide import create_app, settings
from entraide.access import gate
from entraide.db import GroupScoped, Model, db
from entraide.operations import upgrade
from entraide.operations.rows import digests
from entraide.settings import ROOT, Unsafe
from tests.conftest import Stage

HOSTS = re.compile(r"https?://[a-z0-9.-]*(pypi|pythonhosted|npmjs|debian)[a-z0-9.-]*", re.I)


def tracked(*patterns: str) -> list[Path]:
    out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / line for line in out.splitlines() if (ROOT / line).exists()]


def test_no_file_names_a_package_registry() -> None:
    files = [file for file in tracked() if file.suffix not in (".png",)]
    assert [file.name for file in files if HOSTS.search(file.read_text("utf-8", "replace"))] == []


@pytest.mark.parametrize("call", ["datetime.now(", "date.today(", "datetime.utcnow(", "time.time("])
def test_there_is_one_clock(call: str) -> None:
    users = [file.name for file in tracked("entraide/*.py") if call in file.read_text("utf-8")]
    assert set(users) <= {"clock.py"}


def test_no_module_is_longer_than_250_lines() -> None:
    long = {str(file.relative_to(ROOT)): n for file in tracked("entraide/*.py") if (n := lines_of(file)) > 250}
    assert long == {}


def lines_of(file: Path) -> int:
    return file.read_text("utf-8").count("\n")


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        file.name
        for file in tracked("entraide/*.py")
        if (content := file.read_text("utf-8").strip()) and not content.startswith('"""')
    ]
    assert silent == []


def test_nothing_beside_the_journal_reads_a_bare_table_which_no_scope_narrows() -> None:
    bare = re.compile(r"__table__|\bfrom_statement\(|\.local_table\b")
    users = [file.relative_to(ROOT) for file in tracked("entraide/*.py") if bare.search(file.read_text("utf-8"))]
    assert {file.parts[1] for file in users} == {"access", "journal"}, users


def test_an_unmarked_view_stops_the_start(app: Flask) -> None:
    bare = Flask("bare")
    blueprint = Blueprint("bare", __name__)
    blueprint.add_url_rule("/", "open", lambda: "")
    bare.register_blueprint(blueprint)
    bare.view_functions.pop("static", None)
    with pytest.raises(gate.MarkMissing):
        gate.close(bare, None, lambda: None)  # type: ignore[arg-type]


def test_the_scope_is_left_only_where_the_house_allows_it() -> None:
    allowed = re.compile(r"(queries(\.py|/\w+\.py)|entraide/actors\.py|mail/sender\.py|access/scope\.py)$")
    users = [
        str(file.relative_to(ROOT)) for file in tracked("entraide/*.py") if "everywhere(" in file.read_text("utf-8")
    ]
    assert [user for user in users if not allowed.search(user)] == []


def test_only_memberships_and_identity_tables_refer_to_a_person() -> None:
    referring = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, GroupScoped)
        for key in mapper.local_table.foreign_keys
        if key.column.table.name == "persons"
    }
    assert referring == {"memberships"}


def test_every_foreign_key_between_a_groups_tables_carries_the_group() -> None:
    scoped = {m.local_table for m in Model.registry.mappers if issubclass(m.class_, GroupScoped)}
    loose = [
        f"{table.name}.{constraint.column_keys}"  # type: ignore[attr-defined]
        for table in scoped
        for constraint in table.foreign_key_constraints  # type: ignore[attr-defined]
        if constraint.referred_table in scoped and "group_id" not in constraint.column_keys
    ]
    assert loose == []


def test_the_migrations_make_the_tables_that_the_models_name(stage: Stage, app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = [
            one
            for one in compare_metadata(context, Model.metadata)
            if "alembic_version" not in str(one) and "keys" not in str(one)
        ]
    assert differences == []


def test_migrations_go_up_down_and_up_with_rows(stage: Stage, app: Flask) -> None:
    with app.app_context():
        engine = db.engine
        before = counts(engine)
        assert before["memberships"] > 0
        db.session.remove()
    upgrade.run(engine, "head")
    assert counts(engine) == before
    upgrade.run(engine, "base", down=True)
    upgrade.run(engine, "head")
    assert set(counts(engine).values()) == {0}


def test_the_last_migration_goes_down_and_up_with_rows(stage: Stage, app: Flask) -> None:
    with app.app_context():
        engine = db.engine
        db.session.remove()
    before = counts(engine)
    upgrade.run(engine, "-1", down=True)
    with engine.connect() as connection:
        older = {name: digest.rows for name, digest in digests(connection).items()}
    assert older == {name: before[name] for name in older}
    assert older["memberships"] > 0
    upgrade.run(engine, "head")
    assert {name: rows for name, rows in counts(engine).items() if name in older} == older


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Model.metadata.sorted_tables
        }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    key = tmp_path / "master.key"
    key.write_text("00" * 32)
    key.chmod(0o600)
    return tmp_path


def test_demo_mode_refuses_an_address_that_is_not_loopback(folder: Path) -> None:
    with pytest.raises(Unsafe, match="loopback"):
        settings.load({}, instance=folder, demo=True, public_url="https://rendez-vous.example")


def test_a_public_address_without_tls_is_refused(folder: Path) -> None:
    with pytest.raises(Unsafe, match="https"):
        settings.load({}, instance=folder, public_url="http://rendez-vous.example")


def test_a_master_key_inside_the_instance_folder_is_refused(folder: Path) -> None:
    given = settings.load({}, instance=folder, master_key_file=str(folder / "master.key"))
    with pytest.raises(Unsafe, match="inside the instance"):
        create_app(given)


def test_a_master_key_open_to_others_is_refused(folder: Path) -> None:
    (folder / "master.key").chmod(0o644)
    given = settings.load({}, instance=folder / "i", master_key_file=str(folder / "master.key"))
    with pytest.raises(Unsafe, match="others"):
        create_app(given)


def test_another_keys_master_does_not_open_the_store(stage: Stage, app: Flask) -> None:
    from entraide.vault.store import KeyStore, WrongMasterKey

    other = KeyStore(stage.settings.keys_url, b"\x01" * 32)
    with pytest.raises(WrongMasterKey):
        other.named("index")
    other.engine.dispose()


def test_strict_headers_stand_on_every_answer(app: Flask) -> None:
    for path in ("/", "/connexion", "/nulle-part", "/static/x/look.css", "/agenda"):
        with app.test_client().get(path) as answer:
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_host_name_is_refused(app: Flask) -> None:
    assert app.test_client().get("/", base_url="http://evil.example").status_code == 400


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    assert app.test_client().post("/connexion", data={"email": "a@poste.example"}).status_code == 400


def test_sqlite_waits_for_its_lock_before_the_first_read(app: Flask) -> None:
    from entraide.db import writing

    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("SQLite's own locking")
        writing()
        with db.engine.connect() as other:
            other.exec_driver_sql("COMMIT")
            other.exec_driver_sql("PRAGMA busy_timeout=1")
            with pytest.raises(Exception, match="locked"):
                other.exec_driver_sql("BEGIN IMMEDIATE")
        db.session.rollback()
