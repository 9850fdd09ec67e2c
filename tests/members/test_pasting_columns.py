"""Columns are guessed by headers and cells; what was not recognised, and what is nobody’s business, stays out."""

import pytest

from entraide.members.models import Field
from entraide.members.pasted_columns import Part, Reading, Why, guess
from entraide.members.pasted_table import Table, read_table
from tests.members.pasted_sheet import SHEET

ALL = (Field.TOWN, Field.LANGUAGES)


def read(text: str, fields: tuple[Field, ...] = ALL) -> Reading:
    table = read_table(text)
    assert isinstance(table, Table)
    return guess(table, fields)


def parts(text: str, fields: tuple[Field, ...] = ALL) -> list[Part]:
    return [column.part for column in read(text, fields).columns]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Nom\tPrénom\tE-mail\tGSM", [Part.LAST, Part.FIRST, Part.EMAIL, Part.PHONE]),
        ("Vorname\tNachname\tE-Mail-Adresse\tHandy", [Part.FIRST, Part.LAST, Part.EMAIL, Part.PHONE]),
        ("Name\tVorname\tMail\tTelefon", [Part.LAST, Part.FIRST, Part.EMAIL, Part.PHONE]),
        ("Naam\tVoornaam\tE-mail\tTelefoonnummer", [Part.LAST, Part.FIRST, Part.EMAIL, Part.PHONE]),
        ("First name\tLast name\tEmail address\tPhone", [Part.FIRST, Part.LAST, Part.EMAIL, Part.PHONE]),
        ("Nom et prénom\tAdresse mail\tTél. privé\tVille", [Part.FULL_REVERSED, Part.EMAIL, Part.PHONE, Part.TOWN]),
        ("Prénom NOM\tCourriel\tTéléphone\tLangue", [Part.FULL, Part.EMAIL, Part.PHONE, Part.LANGUAGES]),
        ("Pseudo\tMail\tPortable\tFixe", [Part.CALLED, Part.EMAIL, Part.PHONE, Part.PHONE]),
    ],
)
def test_headers_are_known_in_four_languages(header: str, wanted: list[Part]) -> None:
    assert parts(f"{header}\nAbc\tDef\tGhi\tJkl") == wanted


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Diagnostic", Why.HEALTH),
        ("Tél. médecin", Why.HEALTH),
        ("Medikamente", Why.HEALTH),
        ("Ziekte", Why.HEALTH),
        ("Date de naissance", Why.BIRTH),
        ("Cotisation payée", Why.MONEY),
        ("Remarques", Why.NOTES),
        ("N° national", Why.NUMBER),
        ("Contact urgence (tél)", Why.OTHERS),
        ("Code postal", Why.STREET),
        ("Zébulon", Why.UNKNOWN),
    ],
)
def test_what_is_nobodys_business_is_left_out_and_its_reason_known(header: str, why: Why) -> None:
    column = read(f"Nom\t{header}\tMail\nDupont\t0470 00 00 01\ta@poste.example").columns[1]
    assert (column.part, column.why, column.examples) == (Part.LEFT_OUT, why, ())


def test_a_field_that_the_group_does_not_have_is_left_out() -> None:
    assert read("Nom\tVille\tMail\nDupont\tNamur\ta@poste.example", ()).columns[1].why is Why.SWITCHED_OFF


def test_without_headers_the_cells_tell() -> None:
    found = read(
        "Dupont\tMarie\tmarie@poste.example\t0475 12 34 56\t12/03/1951\nPeeters\tLuc\t\t0470 00 00 01\t1.2.1950"
    )
    assert [column.part for column in found.columns] == [
        Part.LAST,
        Part.FIRST,
        Part.EMAIL,
        Part.PHONE,
        Part.LEFT_OUT,
    ]
    assert found.columns[4].why is Why.BIRTH
    assert found.header == 0


def test_the_order_of_a_whole_name_is_told_by_well_known_first_names() -> None:
    assert parts("Nom\tMail\nDupont Marie\ta@x.example\nPeeters Luc\tb@x.example") == [Part.FULL_REVERSED, Part.EMAIL]
    assert parts("Marie Dupont\ta@x.example\nLuc Peeters\tb@x.example") == [Part.FULL, Part.EMAIL]


def test_titles_above_the_header_are_passed_over() -> None:
    assert read("Groupe de parole\n\nmise à jour mars\t\t\nNom\tMail\nDupont\ta@x.example").header == 3


def test_a_list_of_one_column_is_a_list_of_names_or_addresses() -> None:
    assert parts("Marie\nLuc\nOdette") == [Part.FULL]
    assert parts("a@x.example\nb@x.example") == [Part.EMAIL]


def test_an_unknown_header_over_addresses_is_still_addresses() -> None:
    assert parts("Nom\tCoordonnées\nDupont\ta@x.example\nLuc\tb@x.example") == [Part.FULL, Part.EMAIL]


def test_the_old_list_is_understood() -> None:
    found = read(SHEET)
    kept = {column.number: column.part for column in found.columns if column.part is not Part.LEFT_OUT}
    assert kept == {2: Part.LAST, 3: Part.FIRST, 5: Part.EMAIL, 6: Part.PHONE, 7: Part.PHONE}
    assert [column.why for column in found.columns if column.part is Part.LEFT_OUT] == [
        Why.NUMBER,
        Why.BIRTH,
        Why.HEALTH,
        Why.MONEY,
    ]
