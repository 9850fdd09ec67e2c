"""The pages on which a list is pasted: what is said, what is refused, and that nothing is stored on the way."""

from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.members.pasted_table import LONGEST
from tests.crawling import rows_of
from tests.members.pasted_sheet import SHEET
from tests.members.pasting import LIST, Pasting, fields_in
from tests.people import Client
from tests.world import World


def test_columns_are_said_in_words_and_those_about_health_are_refused(app: Flask, world: World) -> None:
    page = Pasting(app, world).paste(SHEET).text
    assert "Colonne 6, «\u00a0GSM\u00a0»\u00a0: le téléphone" in page
    assert "Cela semble parler de santé" in page
    assert "début 2019" not in page.split('name="text"')[1].split(">", 1)[1]


def test_what_was_left_out_does_not_travel_any_further(app: Flask, world: World) -> None:
    page = Pasting(app, world).rows(SHEET).text
    assert "Marie D." in page
    assert not [word for word in ("début 2019", "12/03/1951", "va &#34;mieux") if word in page]


def test_another_column_may_be_chosen(app: Flask, world: World) -> None:
    page = Pasting(app, world).rows(LIST, column_4="left_out").text
    assert "0470 00 00 01" not in page
    assert 'value="Jean D."' in page


def test_the_people_may_begin_at_another_line(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    read = fields_in(pasting.paste("Anne Martin\tanne@poste.example\nLuc Peeters\tluc@poste.example"))
    again = pasting.client.post(pasting.path("coller/colonnes"), read | {"header": "1", "again": "1"})
    assert "Où commencent les personnes" in again.text
    page = pasting.client.post(pasting.path("coller/colonnes"), fields_in(again)).text
    assert 'value="Luc P."' in page
    assert 'value="Anne M."' not in page


def test_a_column_of_names_or_addresses_is_needed(app: Flask, world: World) -> None:
    answer = Pasting(app, world).rows("Ville\tRue\nNamur\tHaute")
    assert answer.status_code == 422
    assert "Dites quelle colonne contient les noms" in answer.text


def test_a_file_is_read_as_well(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    file = (BytesIO("Nom;Mail\nZoé;zoe@poste.example".encode("cp1252")), "liste.csv")
    answer = pasting.paste("", file=file, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "Zoé" in answer.text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04" + b"\x01" * 30, "C’est un classeur"),
        (b"%PDF-1.4", "C’est un PDF"),
        (b"\xff\xd8\xff\xe0", "une image"),
    ],
)
def test_another_kind_of_file_is_answered_kindly(app: Flask, world: World, raw: bytes, said: str) -> None:
    answer = Pasting(app, world).paste("", file=(BytesIO(raw), "liste"), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert said in answer.text


def test_too_much_is_refused_and_what_was_typed_is_kept(app: Flask, world: World) -> None:
    answer = Pasting(app, world).paste("Marie Dupont " * (LONGEST // 12), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "500 personnes au plus" in answer.text
    assert "Marie Dupont Marie" in answer.text


def test_more_than_500_people_are_refused(app: Flask, world: World) -> None:
    answer = Pasting(app, world).rows("Nom\n" + "Marie et Jean\n" * 251)
    assert answer.status_code == 422
    assert "500 personnes au plus" in answer.text


def test_what_is_wrong_stands_beside_the_row_and_nothing_goes_on(app: Flask, world: World) -> None:
    answer = Pasting(app, world).look(SHEET)
    assert answer.status_code == 422
    assert "3 lignes sont à revoir" in answer.text
    assert answer.text.count("Le tableur a abîmé ce numéro") == 2  # on top, and beside its row
    assert "Est-ce plutôt rita@poste.example" in answer.text
    assert 'value="4.75E+08"' in answer.text


def test_somebody_twice_in_the_list_is_left_out_beforehand(app: Flask, world: World) -> None:
    page = Pasting(app, world).rows("Nom\tMail\nMarie Dupont\ta@poste.example\nMarie Dupont\ta@poste.example")
    sent = fields_in(page)
    assert "kept-0" in sent
    assert "kept-1" not in sent
    assert "Cette personne est déjà à la ligne 2." in page.text.replace("\u00a0", " ")


def test_somebody_twice_in_the_list_is_said_where_both_are_ticked(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    sent = fields_in(pasting.rows("Nom\tMail\nMarie Dupont\ta@poste.example\nLuc Peeters\tb@poste.example"))
    sent |= {"name-1": "Marie D.", "email-1": "a@poste.example"}
    answer = pasting.client.post(pasting.path("coller/lignes"), sent)
    assert answer.status_code == 422
    assert "Cette personne est déjà à la ligne 2" in answer.text


def test_a_name_of_the_roster_is_asked_about_and_left_out_beforehand(app: Flask, world: World) -> None:
    page = Pasting(app, world).rows("Nom\tMail\nLise Tournay\tsomebody@poste.example")
    assert "Quelqu’un porte déjà ce nom" in page.text
    assert "kept-0" not in fields_in(page)


def test_a_members_address_under_another_name_tells_nothing(app: Flask, world: World) -> None:
    pages = [
        Pasting(app, world).rows(f"Nom\tMail\nZoé Martin\t{address}").text.replace(address, "")
        for address in (world.lise.email, world.nina.email, "nobody@poste.example")
    ]
    assert len({page.split("<main")[1].split('name="csrf_token"')[0] for page in pages}) == 1
    assert "Quelqu’un porte déjà" not in pages[0]


def test_what_will_happen_is_said_in_words(app: Flask, world: World) -> None:
    page = Pasting(app, world).look(LIST).text
    assert "2 lettres, 1 téléphone, 1 papier." in page
    assert "Demain à 9" in page


def test_one_may_go_back_from_there_and_finds_every_row(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    back = pasting.client.post(pasting.path("coller/lignes"), fields_in(pasting.look(LIST), last=True) | {"again": "1"})
    assert back.status_code == 200
    assert [f'value="{name}"' in back.text for name in ("Marie D.", "Jean D.", "Odette L.", "Georgette M.")] == [
        True
    ] * 4


def test_nothing_is_stored_on_the_way(app: Flask, world: World) -> None:
    from entraide.db import db

    pasting = Pasting(app, world)
    with app.app_context():
        engine = db.engine
    before = rows_of(engine, {"sign_ins": ["seen"], "attempts": ["*"]})
    pasting.look(LIST)
    pasting.look(SHEET)
    assert rows_of(engine, {"sign_ins": ["seen"], "attempts": ["*"]}) == before


@given(
    st.dictionaries(
        st.sampled_from(
            ["line-0", "name-0", "reach-0", "email-0", "phone-0", "said-0", "kept-0", "line-1", "once", "when"]
        ),
        st.text(max_size=40) | st.just("[[[[" * 300) | st.just('[["not_kept", {"a": 1}]]'),
    )
)
@settings(max_examples=15)
def test_no_field_makes_it_fail(app: Flask, world: World, fields: dict[str, str]) -> None:
    pasting = Pasting(app, world)
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}
    for path in ("coller", "coller/colonnes", "coller/lignes", "coller/enregistrer"):
        answer = pasting.client.post(pasting.path(path), clean | {"text": clean.get("name-0", "x"), "header": "x"})
        assert answer.status_code in (200, 303, 422)


def test_members_and_strangers_do_not_get_here(app: Flask, world: World) -> None:
    for person, status in ((world.lise, 403), (world.dov, 404)):
        pasting = Pasting(app, world, Client(app).sign_in(person))
        assert pasting.client.get(pasting.path("coller")).status_code == status
        assert pasting.paste(LIST).status_code == status
