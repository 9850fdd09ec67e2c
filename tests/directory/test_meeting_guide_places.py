"""The town is found in an address; an exact place is told from an approximate one."""

from __future__ import annotations

from typing import Any

import pytest

from entraide.directory.meeting_guide_places import Place, find_place


def place(written: str = "", **parts: Any) -> Place:
    empty = dict.fromkeys(
        ("name", "street", "town", "state", "postal_code", "country", "approximate", "coordinates"), ""
    )
    return find_place(**(empty | {"written": written, "regions": ()} | parts))


@pytest.mark.parametrize(
    ("address", "town", "country"),
    [
        ("8318 104 Street NW, Edmonton, Alberta, T6E 4E8, Canada", "Edmonton", "Canada"),
        ("Suite 5, 1212 Main St, Chicago, IL 60601, USA", "Chicago", "USA"),
        ("1555 Oak Ave, Los Altos, CA 94024, USA", "Los Altos", "USA"),
        ("Edmonton, Alberta, Canada", "Edmonton", "Canada"),
        ("Rue de la Loi 12, 1000 Bruxelles, Belgique", "Bruxelles", "Belgique"),
        ("Hauptstraße 3, D-10115 Berlin, Deutschland", "Berlin", "Deutschland"),
        ("Damrak 1, 1012 AB Amsterdam, Nederland", "Amsterdam", "Nederland"),
        ("10 Downing St, London SW1A 2AA, UK", "London", "UK"),
        ("1000 Bruxelles, Belgique", "Bruxelles", "Belgique"),
        ("Namur", "Namur", ""),
        ("", "", ""),
    ],
)
def test_the_town_and_the_country_of_an_address(address: str, town: str, country: str) -> None:
    assert (place(address).town, place(address).country) == (town, country)


def test_the_region_says_which_part_is_the_town() -> None:
    assert place("Hobbema Reservation, Maskwacis, Alberta, Canada", regions=("Maskwacis",)).town == "Maskwacis"


def test_without_an_address_the_region_is_the_town() -> None:
    assert place(regions=("Namur", "Jambes")).town == "Namur"


def test_an_address_in_parts_is_joined_once() -> None:
    whole = place(street="2 rue Haute, Liège", town="Liège", state="WAL", postal_code="4000", country="Belgique")
    assert (whole.address, whole.town) == ("2 rue Haute, Liège, WAL 4000, Belgique", "Liège")


@pytest.mark.parametrize("address", ["Edmonton, Alberta, Canada", "Namur", "", "1000 Bruxelles, Belgique"])
def test_a_town_alone_is_approximate(address: str) -> None:
    assert place(address).is_approximate


@pytest.mark.parametrize(
    "address", ["Rue de la Loi 12, 1000 Bruxelles, Belgique", "2 rue Haute, 4000 Liège", "Hall, A, B, C"]
)
def test_a_street_with_its_number_is_exact_though_its_parts_are_few(address: str) -> None:
    assert not place(address).is_approximate


def test_the_feed_s_own_word_goes_before_the_address() -> None:
    assert place("8 Main St, Chicago, IL, USA", approximate="Yes").is_approximate
    assert not place("Chicago, IL, USA", approximate="no").is_approximate


def test_a_box_of_coordinates_is_approximate_and_a_point_is_not() -> None:
    assert place("8 Main St, Chicago, IL, USA", coordinates="1,2,3,4").is_approximate
    assert not place("Chicago, IL, USA", coordinates="41.1,-87.2").is_approximate


def test_a_named_place_without_an_address_is_exact() -> None:
    assert not place(name="Parish hall").is_approximate
