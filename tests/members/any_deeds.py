"""Any order of deeds among a few people: what the sequences of sight are drawn from."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from entraide.access.visibility import Visibility
from entraide.members.models import Field
from tests.members.paper_model import FIELDS, WIDTH
from tests.members.sequences import Deed


def people_of(count: int) -> SearchStrategy[int]:
    return st.integers(0, count - 1)


def deeds(count: int, most: int) -> SearchStrategy[list[Deed]]:
    """Return any order of deeds among so many people; the first neither leaves nor lays down her role."""
    somebody, other = people_of(count), st.integers(1, count - 1)
    pair = st.tuples(somebody, somebody).filter(lambda two: two[0] != two[1])
    widths = st.sampled_from(WIDTH)
    every = {
        "show": st.tuples(somebody, st.sampled_from(FIELDS), widths),
        "hide": st.tuples(somebody, st.booleans()),
        "ceiling": st.tuples(st.sampled_from([Visibility.ORGANISERS, Visibility.GROUP])),
        "keep": st.tuples(other, st.booleans()),
        "block": pair,
        "unblock": pair,
        "ask": pair,
        "give": pair,
        "take_back": pair,
        "leave": st.tuples(other),
        "remove": st.tuples(other, st.booleans()),
        "come": st.tuples(other),
        "protect": st.tuples(somebody),
        "unprotect": st.tuples(somebody),
        "shut": st.tuples(other),
        "open": st.tuples(other),
    }
    one = st.one_of([st.tuples(st.just(name), said) for name, said in every.items()])
    given = pair.map(lambda two: [("show", (two[0], Field.PHONE, Visibility.ME)), ("ask", two), ("give", two)])
    shut = pair.map(lambda two: [("show", (two[0], Field.TOWN, Visibility.GROUP)), ("block", two)])
    return st.lists(st.one_of(one.map(lambda deed: [deed]), given, shut), min_size=most // 2, max_size=most).map(
        lambda runs: [deed for run in runs for deed in run]
    )
