"""Every deed on other people's things is decided on: it needs a step, or a sentence says why not."""

from flask import Flask

from entraide.access.gate import Mark, mark_of
from tests.sure_table import OTHERS, SURE, WITHOUT


def deeds(app: Flask) -> dict[str, tuple[Mark, set[str]]]:
    found = {}
    for rule in app.url_map.iter_rules():
        mark = mark_of(app, rule.endpoint)
        if mark is not None and mark.kind == "requires":
            found[rule.endpoint] = (mark, set(rule.methods or ()))
    return found


def test_the_deeds_that_need_a_step_are_those_of_the_table(app: Flask) -> None:
    assert {name for name, (mark, _) in deeds(app).items() if mark.sure} == SURE.keys()


def test_what_shows_or_moves_others_things_without_a_step_says_why(app: Flask) -> None:
    free = {
        name
        for name, (mark, methods) in deeds(app).items()
        if not mark.sure and "POST" in methods and mark.permission and mark.permission.value.split(":")[0] in OTHERS
    }
    assert (
        free
        - {"calendars.connect_group", "rights.leave_now", "rights.take_over_own"}
        - {name for name in free if name.startswith("members.enter")}
        == WITHOUT.keys()
    )


def test_a_step_is_asked_for_when_a_form_is_sent(app: Flask) -> None:
    """What a GET shows needs none: the first deed on others' data is noted in the transaction of the deed."""
    assert [name for name, (mark, methods) in deeds(app).items() if mark.sure and "POST" not in methods] == []


def test_every_sentence_says_something() -> None:
    assert all(SURE.values())
    assert all(WITHOUT.values())
