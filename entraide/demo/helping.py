"""Who helps with what in the demo's first group: the key, the coffee, two cars, and who looks for a seat."""

from uuid import UUID

from entraide.clock import now
from entraide.groups.models import Group
from entraide.meetings.actions import duties, duty_plans, lifts, standing
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import DutyKind, Meeting, Series
from entraide.members.actions.between import ask_number
from entraide.members.actions.looks import receipt
from entraide.members.models import LookPurpose
from entraide.members.queries import find_membership
from entraide.members.queries.between import roles_of, viewer_as

KEY = "La clé est à l’accueil de la maison de quartier, demandez « Salle bleue ». Code de l’alarme sur le porte-clés."


def share_out(group: Group, series: Series, coming: list[Meeting], members: dict[str, UUID]) -> None:
    """Marcelle always has the key, Jo always takes two from Jambes; the next date has a cook and a seeker."""
    marcelle = members["Marcelle"]
    kinds = [kind.value for kind in (DutyKind.HOST, DutyKind.KEY, DutyKind.COFFEE, DutyKind.NEWCOMER)]
    duty_plans.choose_for_group(group, kinds, {DutyKind.KEY: KEY}, by=marcelle)
    standing.set_duty(series, DutyKind.KEY, marcelle, by=marcelle)
    duties.take(coming[0], DutyKind.COFFEE, members["Lise"])
    driver, rider, seeker = (find_membership(group.id, members[name]) for name in ("Anne-Marie", "Odette", "Lise"))
    standing.stand(series, driver, LiftWords("Jambes, place de la Wallonie", "13 h 20"), offered=2)
    standing.stand(series, rider, LiftWords("Jambes"), driver_id=driver.id, by=marcelle)
    lifts.ask(coming[0], seeker, 1, LiftWords("Salzinnes, devant la poste"))
    _one_by_one(group, members)


def _one_by_one(group: Group, members: dict[str, UUID]) -> None:
    """Marcelle looked up Lise's number to call about a date, and Bernadette asks her for it."""
    lise, asker = (find_membership(group.id, members[name]) for name in ("Lise", "Bernadette"))
    receipt(group, members["Marcelle"], [lise.id], LookPurpose.CALL)
    ask_number(group, lise, viewer_as(group.id, asker.id, roles_of(asker)), at=now())
