"""Papers for the committee: filled in as far as the site knows, and nothing typed is kept."""

from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.db import db
from entraide.home.queries.kit import PAPERS, file_of
from entraide.journal.models import Entry
from tests.people import Client
from tests.world import World

TYPED = {"carrier": "Ligue du Condroz", "contact": "Berthe, 081 11 22 33", "papers": list(PAPERS)}


def show(app: Flask, world: World, **more: object) -> str:
    answer = Client(app).sign_in(world.marcelle).post(f"/g/{short(world.tilleuls)}/comite", TYPED | more)
    assert answer.status_code == 200
    return answer.text


def test_the_five_papers_come_on_a_sheet_each(app: Flask, world: World) -> None:
    assert show(app, world).count('<section class="sheet dense">') == 5


def test_what_was_typed_stands_on_them(app: Flask, world: World) -> None:
    page = show(app, world)
    assert "Ligue du Condroz" in page
    assert "Berthe, 081 11 22 33" in page


def test_the_group_is_named_only_where_one_wishes(app: Flask, world: World) -> None:
    assert "Les Tilleuls" not in show(app, world)
    assert "Les Tilleuls" in show(app, world, with_group="y")


def test_what_is_left_empty_is_a_line_to_write_on(app: Flask, world: World) -> None:
    assert "………" in show(app, world, carrier="", contact="", papers=["contract"])


def test_the_register_says_how_long_what_is_kept_here(app: Flask, world: World) -> None:
    assert "14 jours, après la rencontre" in show(app, world, papers=["register"])


def test_who_signs_on_paper_agrees_to_what_is_kept_of_who_has_no_account(app: Flask, world: World) -> None:
    page = show(app, world, papers=["agreement"])
    assert "Une personne qui organise l’écrit pour moi" in page
    assert "adresse e-mail" not in page


def test_one_paper_alone_can_be_shown(app: Flask, world: World) -> None:
    page = show(app, world, papers=["notice"])
    assert "Vos données ici" in page
    assert "article 28" not in page


def test_no_paper_chosen_is_said_kindly(app: Flask, world: World) -> None:
    fields = {"carrier": "Ligue du Condroz"}
    answer = Client(app).sign_in(world.marcelle).post(f"/g/{short(world.tilleuls)}/comite", fields)
    assert answer.status_code == 422
    assert "Ligue du Condroz" in answer.text


def test_nothing_typed_is_kept(app: Flask, world: World) -> None:
    show(app, world)
    with app.app_context():
        assert "Condroz" not in str(db.session.execute(select(Entry.deed)).all())
        raw = db.session.connection().exec_driver_sql
        for table in db.metadatas[None].tables:
            assert "Condroz" not in str(raw(f'SELECT * FROM "{table}"').fetchall())


def test_every_paper_has_its_file(app: Flask) -> None:
    for paper in PAPERS:
        assert app.jinja_env.get_template(file_of(paper))
