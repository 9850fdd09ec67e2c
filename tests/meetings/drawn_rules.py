"""Rules as anybody may choose them, drawn at random."""

from datetime import date

from hypothesis import strategies as st

from entraide.meetings.recurrence import (
    LAST,
    DayOfMonth,
    NthWeekday,
    RepeatedDay,
    Rule,
    Weekday,
)

weekdays = st.integers(0, 6)
months_days = st.one_of(
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, LAST]), weekdays),
    st.builds(DayOfMonth, st.one_of(st.just(LAST), st.integers(1, 28))),
)
firsts = st.dates(date(2020, 1, 1), date(2032, 12, 31))
ends = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"until": firsts}),
    st.fixed_dictionaries({"times": st.integers(1, 60)}),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Draw a rule with any end that people may give it."""
    on: RepeatedDay = draw(st.one_of(st.builds(Weekday, weekdays), months_days))
    every = draw(st.integers(1, 26 if isinstance(on, Weekday) else 12))
    return Rule(on, every, **draw(ends))
