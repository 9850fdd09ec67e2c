"""No combination of roles, choices, ceiling and discretion shows a field outside its visibility."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.access.actor import Role
from entraide.access.visibility import Card, Viewer, Visibility, is_in_sight, narrowed, visible_fields
from entraide.members.models import Field

OWNER = UUID(int=1)
viewers = st.builds(Viewer, st.sampled_from([None, UUID(int=2)]), st.frozensets(st.sampled_from(Role)))
cards = st.builds(
    Card,
    membership_id=st.just(OWNER),
    choices=st.dictionaries(st.sampled_from(Field), st.sampled_from(Visibility)),
    switched_on=st.frozensets(st.sampled_from(Field)),
    ceiling=st.sampled_from([Visibility.ORGANISERS, Visibility.GROUP]),
    is_discreet=st.booleans(),
)


def may_see(viewer: Viewer, card: Card, field: str) -> bool:
    """The rule once more, as a person would say it of one field."""
    choice = card.choices[Field(field)]
    if field not in card.switched_on or choice is Visibility.ME or not viewer.roles:
        return False
    if Role.ORGANISER in viewer.roles:
        return True
    return choice is Visibility.GROUP and card.ceiling is Visibility.GROUP and not card.is_discreet


@given(viewers, cards)
def test_others_see_a_field_only_where_its_owner_let_them(viewer: Viewer, card: Card) -> None:
    assert visible_fields(viewer, card) == {field for field in card.choices if may_see(viewer, card, field)}


@given(cards, st.frozensets(st.sampled_from(Role)))
def test_its_owner_sees_all_of_it(card: Card, roles: frozenset[Role]) -> None:
    assert visible_fields(Viewer(OWNER, roles, frozenset(), frozenset()), card) == card.choices.keys()


@given(cards)
def test_a_treasurer_sees_no_more_than_a_member(card: Card) -> None:
    treasurer, member = (Viewer.anyone(*roles) for roles in ([Role.MEMBER, Role.TREASURER], [Role.MEMBER]))
    assert visible_fields(treasurer, card) == visible_fields(member, card)


@given(viewers, cards)
def test_of_whom_one_may_not_know_one_sees_nothing(viewer: Viewer, card: Card) -> None:
    assert is_in_sight(viewer, card) or not visible_fields(viewer, card)


@given(cards)
def test_a_lower_ceiling_never_shows_more(card: Card) -> None:
    member = Viewer.anyone(Role.MEMBER)
    low = Card(card.membership_id, card.choices, card.switched_on, Visibility.ORGANISERS, card.is_discreet)
    assert visible_fields(member, low) <= visible_fields(member, card)


@pytest.mark.parametrize(
    ("choice", "ceiling", "kept"),
    [
        (Visibility.ME, Visibility.GROUP, Visibility.ME),
        (Visibility.GROUP, Visibility.ORGANISERS, Visibility.ORGANISERS),
        (Visibility.ORGANISERS, Visibility.GROUP, Visibility.ORGANISERS),
    ],
)
def test_a_choice_is_kept_no_wider_than_the_ceiling(choice: Visibility, ceiling: Visibility, kept: Visibility) -> None:
    assert narrowed(choice, ceiling) is kept
