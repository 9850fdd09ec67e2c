"""The meetings of the demo's groups: a year behind, three months and more ahead."""

import random
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from entraide import clock
from entraide.db import db
from entraide.demo.helping import share_out
from entraide.groups.models import Asked, Group
from entraide.meetings.actions import anonymous, answers, missed, planning
from entraide.meetings.clock_times import at
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, MeetingStatus, Mode, Reply, Series
from entraide.meetings.recurrence import LAST, NthWeekday, Rule, Weekday
from entraide.members.actions.calls import wish_to_be_called
from entraide.members.queries import find_membership
from entraide.members.queries.calls import find_wish

ZONE = ZoneInfo("Europe/Brussels")
TUESDAY, THURSDAY, FRIDAY = 1, 3, 4


def _first(weekday: int, weeks_ago: int = 52) -> date:
    """Return a weekday about a year ago."""
    day = clock.today() - timedelta(weeks=weeks_ago)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _tilleuls(group: Group, members: dict[str, UUID], chance: random.Random) -> None:
    """The second Tuesday, twelve chairs; the next one full with a waiting list, one moved."""
    table = Details(
        title="Café-parole",
        about="Un temps de parole libre, autour d’un café. Thème proposé : dormir mieux en hiver.",
        place="Maison de quartier des Tilleuls",
        address="Rue des Tilleuls 8, 5000 Namur",
        how_to_find="Sonnez à « Salle bleue », puis au fond du couloir.",
        step_free=True,
        induction_loop=True,
        access="Toilettes adaptées. Deux places de parking réservées.",
    )
    rule = Rule(NthWeekday(2, TUESDAY))
    series = _series(group, rule, _first(TUESDAY), time(14), 120, Mode.ROUND_TABLE, table, places=12)
    coming = _coming(series)
    names = [name for name in members if name not in ("Odette", "Fernand")]
    for name in names[:14]:
        answers.answer(coming[0], members[name], Reply.YES, 0)
    answers.answer(coming[0], members["Odette"], Reply.NO, 0, by_id=members["Marcelle"])
    for name in names[3:8]:
        answers.answer(coming[1], members[name], chance.choice([Reply.YES, Reply.MAYBE]), 0)
    share_out(group, series, coming, members)
    later = coming[1]
    planning.move(later, later.starts_at + timedelta(days=1), later.ends_at + timedelta(days=1))
    walk = Details(title="Marche douce", place="Parc Louise-Marie", address="5000 Namur", step_free=True)
    day = clock.today() + timedelta(days=9)
    outdoors = _single(group, day, time(10), time(11, 30), Mode.ROUND_TABLE, walk)
    answers.answer(outdoors, members["Anne-Marie"], Reply.YES, 0)
    _come_unnamed(outdoors, [members[name] for name in names[8:11]])
    for name in ("Claire", "Raymond"):
        wish_to_be_called(find_membership(group.id, members[name]))
    find_wish(group.id, members["Claire"]).counted_until -= timedelta(days=100)  # she wished it three meetings ago
    missed.count_missed(group.id)


def _deuil(group: Group, members: dict[str, UUID], chance: random.Random) -> None:
    """Online every two weeks on Thursday."""
    online = Details(
        title="Cercle du soir",
        about="Une heure pour déposer ce qui pèse. On peut venir sans caméra.",
        link="https://salle.example/cercle-du-soir",
        dial_in="+32 2 000 00 00",
    )
    rule = Rule(Weekday(THURSDAY), every=2)
    series = _series(group, rule, _first(THURSDAY), time(20), 75, Mode.ONLINE, online, asked=Asked.NEEDED, places=8)
    coming = _coming(series)
    for name in ("Bruno", "Agnès", "Karim"):
        answers.answer(coming[0], members[name], Reply.YES, 0)
    planning.cancel(coming[2])


def _quai(group: Group, members: dict[str, UUID], chance: random.Random) -> None:
    """Every Friday; answers are not asked."""
    table = Details(title="Réunion du vendredi", place="Salle du quai", address="Quai de la Batte 2, 4000 Liège")
    rule = Rule(Weekday(FRIDAY))
    _series(group, rule, _first(FRIDAY), time(19), 90, Mode.ROUND_TABLE, table, asked=Asked.NOT_ASKED)


def _passerelle(group: Group, members: dict[str, UUID], chance: random.Random) -> None:
    """The last Friday of the month, in the room and online."""
    hybrid = Details(
        title="Le dernier vendredi",
        place="Espace Sambre",
        address="Rue du Pont 14, 6000 Charleroi",
        link="https://salle.example/passerelle",
        about="En salle ou en ligne, comme vous voulez, jusqu’au dernier moment.",
    )
    rule = Rule(NthWeekday(LAST, FRIDAY))
    series = _series(group, rule, _first(FRIDAY), time(18, 30), 105, Mode.HYBRID, hybrid)
    for name in ("L. du jeudi", "Zoé"):
        answers.answer(_coming(series)[0], members[name], Reply.YES, 1 if name == "Zoé" else 0)


def _memoire(group: Group, members: dict[str, UUID], chance: random.Random) -> None:
    """Every Tuesday, and a weekend with a programme."""
    table = Details(
        title="Table des proches", place="Ferme du Biéreau", address="1348 Louvain-la-Neuve", step_free=True
    )
    rule = Rule(Weekday(TUESDAY))
    _series(group, rule, _first(TUESDAY), time(10), 90, Mode.ROUND_TABLE, table)
    first = clock.today() + timedelta(days=49)
    first += timedelta(days=(FRIDAY - first.weekday()) % 7)
    days = [first + timedelta(days=n) for n in range(3)]
    weekend = Details(
        title="Week-end de ressourcement",
        about="Deux nuits pour souffler, entre proches.",
        place="Domaine des Sources",
        address="Rue des Étangs 1, 6900 Marche-en-Famenne",
        how_to_find="Gare de Marloie, navette à 17 h 30 le vendredi.",
        step_free=True,
    )
    plan = [
        planning.DayPlan(days[0], time(18), time(21), "Accueil, souper, tour de table"),
        planning.DayPlan(days[1], time(9, 30), time(18), "Marche, atelier « Dire non sans se fâcher », temps libre"),
        planning.DayPlan(days[2], time(9, 30), time(15), "Et maintenant ? Repas, au revoir"),
    ]
    meeting = planning.plan_meeting(
        group,
        at(days[0], time(18), ZONE),
        at(days[2], time(15), ZONE),
        Mode.WEEKEND,
        weekend,
        asked=Asked.NEEDED,
        places=6,
        announce=False,
        days=plan,
    )
    for name in ("Jeanne", "Alain", "Lucie"):
        answers.answer(meeting, members[name], Reply.YES, 0)


PLANS = {"tilleuls": _tilleuls, "deuil": _deuil, "quai": _quai, "passerelle": _passerelle, "memoire": _memoire}


def _series(
    group: Group, rule: Rule, first: date, starts: time, minutes: int, mode: Mode, words: Details, **more: Any
) -> Series:
    values = {"asked": Asked.USEFUL, "places": None} | more
    return planning.plan_series(group, rule, first, starts, minutes, mode, words, announce=False, **values)


def _single(group: Group, day: date, starts: time, ends: time, mode: Mode, words: Details) -> Meeting:
    return planning.plan_meeting(
        group, at(day, starts, ZONE), at(day, ends, ZONE), mode, words, asked=Asked.USEFUL, places=None, announce=False
    )


def _come_unnamed(meeting: Meeting, members: list[UUID]) -> None:
    """Let members have said yesterday that they come without showing their names; the day's figure is drawn."""
    for member in members:
        answers.answer(meeting, member, Reply.YES, anonymous=True).given -= timedelta(days=1)
    db.session.flush()
    anonymous.draw(meeting, clock.today(), clock.now())


def _coming(series: Series) -> list[Meeting]:
    """Return a series' meetings of the next three months."""
    until = clock.now() + relativedelta(months=4)
    found = select(Meeting).where(
        Meeting.group_id == series.group_id,
        Meeting.series_id == series.id,
        Meeting.starts_at > clock.now(),
        Meeting.starts_at < until,
    )
    return list(db.session.scalars(found.order_by(Meeting.starts_at)))


def count_heads(group_id: UUID, members: int, chance: random.Random) -> None:
    """Count the heads of the year behind, as hosts do: not every time."""
    past = (Meeting.group_id == group_id) & (Meeting.ends_at < clock.now())
    for meeting in db.session.scalars(select(Meeting).where(past, Meeting.status == MeetingStatus.PLANNED)):
        if chance.random() < 0.9:
            heads = chance.randint(3, max(4, min(members, 14)))
            answers.count_heads(meeting, heads, chance.choice([0, 0, 0, 1, 2]), 0)
