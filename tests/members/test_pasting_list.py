"""The list that was brought: what became of each row, what organisers may do, and what nobody can tell."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.db import db
from entraide.mail.models import Letter, State
from entraide.members.actions.roster import CONSENT
from entraide.members.models import Invitation, Membership, Status
from entraide.members.queries.pasted_list import PastedList, Stage
from entraide.vault import sealed
from entraide.vault.store import Shredded
from tests.members.pasting import LIST, Pasting, without_tokens
from tests.members.ways import ENTRY, link_to, page
from tests.people import Client, deliver, letters_to, text_of
from tests.world import World

START = datetime(2037, 11, 1, 12, tzinfo=UTC)
SEEN = r"<main.*?</main>"


@pytest.fixture
def pasting(app: Flask, world: World) -> Pasting:
    found = Pasting(app, world)
    found.keep()
    return found


def stages(brought: PastedList) -> dict[str, Stage]:
    return {row.name: row.stage for row in brought.asked}


def own(pasting: Pasting, name: str, *rest: str) -> str:
    (row,) = (row for row in pasting.brought().asked if row.name == name)
    return pasting.path("liste-apportee", short(row.invitation_id), *rest)


def shown(pasting: Pasting) -> str:
    """Return the page without the tokens of its forms."""
    main = re.search(SEEN, pasting.client.get(pasting.path("liste-apportee")).text, re.S)
    assert main is not None
    return without_tokens(main[0])


def test_letters_wait_are_handed_over_or_come_back(app: Flask, pasting: Pasting) -> None:
    assert stages(pasting.brought()) == {"Marie D.": Stage.WAITING, "Jean D.": Stage.WAITING}
    deliver(app)
    with app.app_context():
        about = select(Invitation.id).where(Invitation.email_index == sealed.blind("jean@poste.example"))
        db.session.execute(update(Letter).where(Letter.subject_id.in_(about)).values(state=State.REFUSED))
        db.session.commit()
    assert stages(pasting.brought()) == {"Marie D.": Stage.HANDED_OVER, "Jean D.": Stage.RETURNED}


def test_whoever_came_in_is_shown_without_her_address(app: Flask, pasting: Pasting) -> None:
    path = link_to(app, "marie@poste.example")
    Client(app).browser.post(path, data=ENTRY)
    assert stages(pasting.brought())["Marie D."] is Stage.ACCEPTED
    assert "ma…@poste.example" not in shown(pasting)


def test_whoever_refused_looks_like_whoever_did_not_answer(app: Flask, pasting: Pasting) -> None:
    deliver(app)
    shown(pasting)  # what the last deed left to say is said
    before = shown(pasting)
    row = pasting.client.get(own(pasting, "Marie D.")).text
    Client(app).browser.post(f"{link_to(app, 'marie@poste.example')}/refus")
    assert shown(pasting) == before
    assert re.search(SEEN, row, re.S)[0].split("csrf")[0] in pasting.client.get(own(pasting, "Marie D.")).text  # type: ignore[index]


def test_sending_again_answers_alike_whether_it_was_refused(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        pasting = Pasting(app, world)
        pasting.keep()
        deliver(app)
        Client(app).browser.post(f"{link_to(app, 'marie@poste.example')}/refus")
        traveller.shift(timedelta(days=1))
        answers = [
            pasting.client.post(own(pasting, name, "encore"), follow_redirects=True).status_code
            for name in ("Marie D.", "Jean D.")
        ]
        assert answers == [200, 200]
        deliver(app)
        assert stages(pasting.brought()) == {"Marie D.": Stage.HANDED_OVER, "Jean D.": Stage.HANDED_OVER}
        assert len(letters_to(app, "marie@poste.example")) == 1
        assert len(letters_to(app, "jean@poste.example")) == 2


def test_a_letter_is_sent_again_after_a_day_with_a_new_link(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        pasting = Pasting(app, world)
        pasting.keep()
        old = link_to(app, "marie@poste.example")
        too_soon = pasting.client.post(own(pasting, "Marie D.", "encore"), follow_redirects=True)
        assert "date de moins d’un jour" in too_soon.text
        traveller.shift(timedelta(days=1))
        pasting.client.post(own(pasting, "Marie D.", "encore"))
        new = link_to(app, "marie@poste.example")
        assert Client(app).get(old).status_code == 404
        assert Client(app).get(new).status_code == 200


def test_an_address_is_put_right_and_the_old_link_is_dead(app: Flask, pasting: Pasting) -> None:
    old = link_to(app, "marie@poste.example")
    answer = pasting.client.post(own(pasting, "Marie D."), {"email": "marie.d@poste.example"})
    assert answer.status_code == 303
    assert Client(app).get(old).status_code == 404
    assert Client(app).get(link_to(app, "marie.d@poste.example")).status_code == 200
    assert len(pasting.brought().asked) == 2


def test_an_address_that_is_none_is_refused_kindly(pasting: Pasting) -> None:
    answer = pasting.client.post(own(pasting, "Marie D."), {"email": "marie"})
    assert answer.status_code == 422
    assert "ne ressemble pas à une adresse" in answer.text
    assert 'value="marie"' in answer.text


def test_a_row_is_taken_away_with_its_link(app: Flask, pasting: Pasting) -> None:
    path = link_to(app, "marie@poste.example")
    pasting.client.post(own(pasting, "Marie D.", "retirer"))
    assert list(stages(pasting.brought())) == ["Jean D."]
    assert Client(app).get(path).status_code == 404


def test_a_refusal_holds_and_is_told_to_nobody_though_its_row_was_taken_away(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        pasting = Pasting(app, world)
        pasting.keep()
        Client(app).browser.post(f"{link_to(app, 'marie@poste.example')}/refus")
        for name in ("Marie D.", "Jean D."):
            pasting.client.post(own(pasting, name, "retirer"))
        assert "Cette adresse a déjà une invitation" not in pasting.rows(LIST).text
        pasting.keep()
        deliver(app)
        assert stages(pasting.brought()) == {"Marie D.": Stage.HANDED_OVER, "Jean D.": Stage.HANDED_OVER}
        traveller.shift(timedelta(days=1))
        for name in ("Marie D.", "Jean D."):
            pasting.client.post(own(pasting, name, "encore"))
        assert len(letters_to(app, "marie@poste.example")) == 1
        assert len(letters_to(app, "jean@poste.example")) == 3


def test_the_count_of_invitations_does_not_tell_that_one_was_refused(app: Flask, pasting: Pasting) -> None:
    deliver(app)
    page_of_group = page(pasting.group)
    pasting.client.get(page_of_group)  # what the last deed left to say is said
    before = without_tokens(pasting.client.get(page_of_group).text)
    Client(app).browser.post(f"{link_to(app, 'marie@poste.example')}/refus")
    assert without_tokens(pasting.client.get(page_of_group).text) == before


def test_consent_is_noted_for_many_at_once_with_day_and_organiser(app: Flask, world: World, pasting: Pasting) -> None:
    ids = [short(row.membership_id) for row in pasting.brought().unasked]
    answer = pasting.client.post(pasting.path("liste-apportee/accords"), {"who": ids}, follow_redirects=True)
    assert "2 personnes sont d’accord" in answer.text
    assert pasting.brought().unasked == ()
    with app.app_context():
        scope.add(world.tilleuls)
        rows = db.session.scalars(select(Membership).where(Membership.imported)).all()
        assert {(row.consent_version, row.consent_by) for row in rows} == {(CONSENT, world.marcelle_in_tilleuls)}
        assert all(row.consent_day for row in rows)


def test_consent_is_noted_for_nobody_else(pasting: Pasting, world: World) -> None:
    for who in ([], ["nonsense"], [short(world.lise_in_tilleuls), short(world.ana_in_passerelle)]):
        assert pasting.client.post(pasting.path("liste-apportee/accords"), {"who": who}).status_code == 422


def test_somebody_without_email_is_erased_with_her_key(app: Flask, world: World, pasting: Pasting) -> None:
    odette = next(row for row in pasting.brought().managed if row.name == "Odette L.")
    with app.app_context():
        scope.add(world.tilleuls)
        row = db.session.scalars(select(Membership).where(Membership.id == odette.membership_id)).one()
        person_id, name = row.person_id, row.name_sealed or b""
    pasting.client.post(pasting.path("liste-apportee", short(odette.membership_id), "effacer"))
    assert [row.name for row in pasting.brought().managed] == ["Georgette M."]
    with app.app_context(), pytest.raises(Shredded):
        sealed.unseal(person_id, f"name {odette.membership_id}", name)


def test_organisers_are_told_on_day_21_by_a_letter_that_names_nobody(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        pasting = Pasting(app, world)
        pasting.keep()
        traveller.shift(timedelta(days=20))
        assert not _letters(app, world)
        traveller.shift(timedelta(days=1))
        (letter,) = _letters(app, world)
        assert f"/g/{short(world.tilleuls)}/membres/liste-apportee" in text_of(letter)
        assert not [word for word in ("Odette", "Georgette", "Tilleuls", "Fibro") if word in letter.as_string()]
        traveller.shift(timedelta(days=1))
        assert len(_letters(app, world)) == 1
        client = Client(app).sign_in(world.marcelle)
        assert "Georgette M., Odette L." in client.get(page(world.tilleuls, "membres/liste-apportee")).text


def test_nothing_is_written_where_everybody_agreed(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        pasting = Pasting(app, world)
        pasting.keep()
        ids = [short(row.membership_id) for row in pasting.brought().unasked]
        assert ids
        pasting.client.post(pasting.path("liste-apportee/accords"), {"who": ids})
        traveller.shift(timedelta(days=21))
        assert not _letters(app, world)


def _letters(app: Flask, world: World) -> list:  # type: ignore[type-arg]
    return [letter for letter in letters_to(app, world.marcelle.email) if "liste" in str(letter["Subject"])]


def test_after_28_days_all_is_erased_but_what_was_agreed(app: Flask, world: World) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        pasting = Pasting(app, world)
        pasting.keep()
        odette = next(row for row in pasting.brought().managed if row.name == "Odette L.")
        pasting.client.post(pasting.path("liste-apportee/accords"), {"who": short(odette.membership_id)})
        traveller.shift(timedelta(days=28, hours=2))
        deliver(app)
        with app.app_context(), scope.everywhere("a test looks"):
            assert db.session.scalars(select(Invitation).where(Invitation.imported)).all() == []
            rows = db.session.scalars(select(Membership).where(Membership.imported)).all()
            assert {row.id == odette.membership_id: row.status for row in rows} == {
                True: Status.ACTIVE,
                False: Status.ENDED,
            }
            assert all(row.name_sealed is None for row in rows if row.status is Status.ENDED)
            assert db.session.query(Person).filter_by(created=date(2037, 11, 1)).count() == 1  # who agreed


def test_the_list_of_an_organiser_who_left_tells_of_no_refusal(app: Flask, world: World, pasting: Pasting) -> None:
    Client(app).browser.post(f"{link_to(app, 'marie@poste.example')}/refus")
    with app.app_context():
        scope.add(world.tilleuls)
        by = (Membership.group_id == world.tilleuls) & (Membership.id == world.marcelle_in_tilleuls)
        db.session.execute(update(Membership).where(by).values(is_organiser=False))
        keeps = (Membership.group_id == world.tilleuls) & (Membership.id == world.lise_in_tilleuls)
        db.session.execute(update(Membership).where(keeps).values(is_organiser=True))
        db.session.commit()
    assert set(stages(pasting.brought()).values()) == {Stage.CLOSED}
