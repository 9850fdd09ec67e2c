"""Who reads answers at all: a new reader states here why no answer without a name shows through it."""

import ast

from entraide.settings import ROOT

READERS = {
    "calendars/queries/holdings.py": "one's own feed, one's own answer",
    "home/queries/lines.py": "one's own answer, on one's own page of a group and on one's own paper",
    "home/queries/own_dates.py": "one's own answer on one's own agenda",
    "meetings/actions/anonymous.py": "draws the figure; nothing it does can be seen apart",
    "meetings/actions/answers.py": "takes answers",
    "meetings/actions/changing.py": "marks every answer alike",
    "meetings/actions/link_changes.py": "what links made of one's own answer",
    "meetings/actions/planning.py": "marks every answer alike",
    "meetings/actions/seats.py": "places, which no answer without a name holds",
    "meetings/actions/taking_back.py": "one's own answer, as it was before",
    "meetings/actions/telling.py": "whom places were given to",
    "meetings/letters/places.py": "letters to one member about her own place",
    "meetings/models.py": "the table",
    "meetings/queries/anonymous.py": "counts them, lists none",
    "meetings/queries/answers.py": "lists and counts by name; one's own beside",
    "meetings/queries/everybody.py": "whether one's own answer has a name",
    "meetings/queries/link_changes.py": "one's own answer, on one's own agenda",
    "meetings/queries/lifts.py": "one's own answer; who leaves; what is old",
    "meetings/queries/missed.py": "by name alone",
    "meetings/queries/papers.py": "by name alone",
    "meetings/queries/phone_list.py": "what organisers wrote down themselves, which always has a name",
    "meetings/queries/presence.py": "sorts what it is given: answers by name",
    "meetings/queries/recount.py": "answers that hold a counted place, which none without a name does",
    "meetings/views/hidden.py": "whether one's own answer has a name",
    "meetings/views/links.py": "one's own answer, by the link of a letter",
    "meetings/views/page.py": "one's own answer",
    "meetings/views/said.py": "one's own answer, said back",
    "meetings/actions/forgetting.py": "erases them, whatever they say",
    "reminders/queries.py": "letters to one person; they are counted for nobody",
    "rights/own_data/gathering.py": "one's own answers, in one's own document",
    "rights/own_data/promises.py": "one's own answers, in one's own document",
    "rights/queries/quiet.py": "that there was any sign this month, as a sign-in or a calendar read is",
}


def test_every_reader_of_answers_says_why_nothing_shows_through_it() -> None:
    package = ROOT / "entraide"
    found = {str(file.relative_to(package)) for file in package.rglob("*.py") if reads_answers(file.read_text())}
    assert found == READERS.keys()


def reads_answers(source: str) -> bool:
    """Say whether a module takes the table of answers from the models."""
    return "class Answer(" in source or any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith("meetings.models")
        and any(name.name == "Answer" for name in node.names)
        for node in ast.walk(ast.parse(source))
    )
