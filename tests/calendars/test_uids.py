"""Names of meetings in calendars."""

from itertools import combinations
from uuid import UUID

import pytest

from entraide.calendars.uids import LevelClass, uid

KEY = bytes(range(32))
NADIA, JEAN = UUID(int=1), UUID(int=2)
MONDAY, TUESDAY = UUID(int=3), UUID(int=4)
HOST = "rendez-vous.example"


def test_a_name_stays_the_same_for_ever():
    assert uid(KEY, NADIA, MONDAY, "", LevelClass.FULL, HOST) == "6174aa7e83879460a9c164f403aedbe6@rendez-vous.example"


def test_every_reader_meeting_part_and_level_has_a_name_of_its_own():
    names = [
        uid(KEY, NADIA, MONDAY, "", LevelClass.FULL, HOST),
        uid(KEY, NADIA, MONDAY, "", LevelClass.RESERVED, HOST),
        uid(KEY, NADIA, MONDAY, "banner", LevelClass.RESERVED, HOST),
        uid(KEY, NADIA, MONDAY, "2026-05-08", LevelClass.RESERVED, HOST),
        uid(KEY, NADIA, TUESDAY, "", LevelClass.FULL, HOST),
        uid(KEY, JEAN, MONDAY, "", LevelClass.FULL, HOST),
        uid(KEY, MONDAY, NADIA, "", LevelClass.FULL, HOST),
        uid(KEY[::-1], NADIA, MONDAY, "", LevelClass.FULL, HOST),
    ]
    assert all(one != other for one, other in combinations(names, 2))


@pytest.mark.parametrize("word", [str(NADIA), NADIA.hex, str(MONDAY), MONDAY.hex, "banner", "full"])
def test_a_name_tells_nothing_of_what_it_names(word):
    assert word not in uid(KEY, NADIA, MONDAY, "banner", LevelClass.FULL, HOST)
