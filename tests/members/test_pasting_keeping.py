"""Confirming a pasted list: nothing is stored before, all of it at once, and never twice."""

from tests.members.pasting import Pasting


def test_people_with_an_address_are_asked_and_the_others_written_down(app, world) -> None:
    pasting = Pasting(app, world)
    answer = pasting.keep()
    assert answer.status_code == 303
    brought = pasting.brought()
    assert [row.name for row in brought.asked] == ["Jean D.", "Marie D."]
    assert [(row.name, row.reach.value, row.agreed) for row in brought.managed] == [
        ("Georgette M.", "paper", None),
        ("Odette L.", "phone", None),
    ]
