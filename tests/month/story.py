"""The month, day by day: who does what, and when."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time

from tests.month import deeds, trust, ways
from tests.month.cast import AGNES, HALL, INVITED, OTHER_HALL, TITLES
from tests.month.play import Play

Deed = Callable[[Play], object]
TABLE, COFFEE, WALK, PANCAKES = TITLES
FIRST, LAST = date(2027, 1, 4), date(2027, 2, 3)
DIARY: dict[datetime, list[Deed]] = defaultdict(list)


def on(day: str, hour: str, *what: Deed) -> None:
    """Write deeds into the diary, a minute apart."""
    at = datetime.combine(ways.days(day)[0], time.fromisoformat(hour))
    DIARY[at] += what


def plan(titled: str, days: list[date], hour: str, place: str, often: bool = False, **typed: object) -> Deed:
    usual = {"title": titled, "mode": "round_table", "place": place, "address": "rue Haute 3, Namur", "asked": "useful"}
    usual |= {"repeats": "once", "times": ""}
    end = datetime.strptime(hour, "%H h %M").replace(day=1)
    usual |= {"ends": f"{end.hour + 2} h {end.minute:02}"}
    return lambda play: deeds.plan(play, days, hour, often, **(usual | typed))


def first(day: str) -> dict[str, object]:
    (found,) = ways.days(day)
    return {"first-day": str(found.day), "first-month": str(found.month), "first-year": str(found.year)}


def by(what: Callable[..., object], *more: object, **named: object) -> Deed:
    return lambda play: what(play, *more, **named)


FLYER = ways.days("21.1", "18.2", "18.3")
TUESDAYS = ways.days("12.1", "19.1", "26.1", "2.2", "9.2", "16.2", "23.2", "2.3")
TALK, SECOND, THIRD, FOURTH = "2027-01-21", "2027-01-19", "2027-01-26", "2027-02-02"
COFFEE_1, OUTING, CREPES = "2027-01-12", "2027-01-30", "2027-02-08"

on("4.1", "19:00", deeds.found_group)
on(
    "4.1",
    "19:10",
    plan(TABLE, FLYER, "19 h 30", HALL, pasted="21.1., 18.2., 18.3. à 19h30", **dict.fromkeys(first("4.1"), "")),
)
on("4.1", "19:30", deeds.paste_people)
on("4.1", "19:50", by(deeds.note_consents, "Hélène J.", "Ida K."), ways.open_chat_link)
on("5.1", "09:30", by(deeds.accept, INVITED[0]))
on("5.1", "10:30", by(deeds.accept, INVITED[1]))
on("5.1", "18:30", by(deeds.accept, INVITED[2]))
on("6.1", "09:00", by(deeds.accept, INVITED[3]))
on("6.1", "21:00", by(deeds.accept, INVITED[4]))
on("7.1", "12:00", by(deeds.accept, INVITED[5]))
on("7.1", "18:00", by(deeds.note_consents, "Jules L.", "Karin M.", "Léon N."))
on("8.1", "10:00", plan(COFFEE, TUESDAYS, "10 h 00", HALL, often=True, **first("12.1"), repeats="weekly", times="8"))
on("9.1", "09:00", by(deeds.connect, "Bernard C.", "full"), by(deeds.connect, "Gérard I.", "discreet"))
on("9.1", "11:00", by(deeds.connect, "Claire D.", "full", only_here=True), by(ways.stop_letters, "Fatima H."))
on("9.1", "12:00", by(ways.write_as, "Gérard I.", "Kiné"))
on("10.1", "10:00", by(deeds.wish_for_the_eve, "Émile F."))
on("11.1", "09:00", by(deeds.answer, "Bernard C.", COFFEE_1, "yes"), by(deeds.answer, "Fatima H.", COFFEE_1, "no"))
on("11.1", "10:00", plan(WALK, ways.days("30.1"), "14 h 00", HALL, **first("30.1")))
on("11.1", "16:00", by(deeds.answer_by_letter, "Claire D.", OUTING, "yes", "30 janvier"))
on("12.1", "12:00", trust.make_card_lock)
on("12.1", "13:00", by(deeds.count_heads, COFFEE_1, 6))
on("12.1", "13:30", by(ways.hand_card, "Hélène J."))
on("13.1", "09:00", by(trust.show_number, "Denise E.", "organisers"), by(trust.show_number, "Émile F.", "group"))
on("13.1", "10:00", by(trust.ask_number, "Bernard C.", "Denise E."))
on("13.1", "17:00", ways.knock)
on("13.1", "21:00", by(trust.give_number, "Denise E.", "Bernard C."))
on("14.1", "09:00", by(trust.look_at_number, "Bernard C.", "Denise E."))
on("14.1", "12:00", by(deeds.answer_by_letter, "Claire D.", TALK, "yes", "21 janvier"))
on("14.1", "13:00", by(deeds.answer_by_letter, "Gérard I.", TALK, "maybe", "21 janvier"))
on(
    "14.1",
    "18:00",
    by(deeds.answer, "Denise E.", TALK, "yes", hidden=True),
    by(deeds.answer, "Bernard C.", TALK, "yes"),
)
on("15.1", "09:00", ways.share_host, by(ways.take_host, "Émile F.", TALK))
on("15.1", "10:00", by(deeds.answer, "Émile F.", TALK, "yes"), by(deeds.answer, AGNES, TALK, "yes"))
on("15.1", "20:00", by(trust.block, "Émile F.", "Fatima H."), by(trust.block, "Denise E.", "Bernard C."))
on("16.1", "10:00", by(deeds.answer, "Bernard C.", SECOND, "yes"), by(deeds.answer, "Hélène J.", SECOND, "maybe"))
on("17.1", "10:00", by(deeds.cancel, SECOND))
on("17.1", "15:00", by(deeds.tick, SECOND, "Ida K."), by(deeds.tick, SECOND, "Karin M."))
on("18.1", "09:00", by(trust.unblock, "Émile F.", "Fatima H."))
on("18.1", "10:00", by(ways.hand_host_over, "Émile F.", "Bernard C.", TALK))
on("18.1", "11:00", by(deeds.answer_at_the_phone, "Ida K.", TALK, "yes", guests=1))
on("18.1", "11:10", by(deeds.answer_at_the_phone, "Jules L.", TALK, "maybe"))
on(
    "19.1",
    "18:00",
    by(deeds.answer, "Claire D.", THIRD, "yes"),
    by(deeds.answer, "Denise E.", THIRD, "yes", hidden=True),
)
on("20.1", "09:00", by(trust.ask_erasing, "Fatima H."), by(trust.move, "Bernard C.", "bernard.c@autre.example"))
on("20.1", "12:00", plan(PANCAKES, ways.days("8.2"), "18 h 00", HALL, **first("8.2")))
on("21.1", "09:00", by(deeds.answer, "Claire D.", TALK, "no"))  # ill this morning
on("21.1", "22:00", ways.welcome)
on("22.1", "08:30", by(trust.undo_erasing, "Fatima H."))
on("22.1", "09:00", by(deeds.count_heads, TALK, 9))
on("22.1", "09:30", by(trust.take_effect, "Bernard C."))
on("22.1", "10:00", by(deeds.change_hall, THIRD, OTHER_HALL))
on("22.1", "12:00", by(deeds.answer, "Claire D.", THIRD, "yes"))
on("22.1", "18:00", by(deeds.answer, "Mona", OUTING, "yes"), by(deeds.answer, "Gérard I.", CREPES, "yes"))
on("23.1", "10:00", by(trust.protect, "Gérard I."), by(trust.take_own_data, "Claire D."))
on("24.1", "10:00", by(ways.leave, "Claire D."))
on("24.1", "11:00", by(trust.ask_erasing, "Denise E."))
on("25.1", "18:00", by(deeds.move, OUTING, date(2027, 1, 31), "15 h 00"))
on("25.1", "19:00", by(deeds.answer_by_letter, "Bernard C.", OUTING, "yes", "30 janvier"))
on("26.1", "18:00", by(deeds.answer_at_the_phone, "Ida K.", FOURTH, "yes"))
on("26.1", "18:10", by(deeds.answer_at_the_phone, "Jules L.", FOURTH, "maybe", guests=1))
on("27.1", "10:00", by(ways.offer_over, "Jules L."))
on("28.1", "10:00", by(ways.take_over, "Jules L."))
on("28.1", "12:00", by(deeds.answer, "Jules L.", OUTING, "yes"))
on("29.1", "10:00", by(trust.unprotect, "Gérard I."), by(deeds.connect, "Gérard I.", "discreet"))
on("29.1", "12:00", by(deeds.answer, "Fatima H.", OUTING, "maybe"), by(deeds.answer, "Bernard C.", FOURTH, "no"))
on("30.1", "10:00", by(trust.remove, "Mona"))
on("31.1", "12:00", by(trust.find_nobody, "Denise E."))
on("1.2", "12:00", by(deeds.answer_by_letter, "Émile F.", CREPES, "yes", "8 février"))
on("2.2", "13:00", by(deeds.count_heads, FOURTH, 4))
