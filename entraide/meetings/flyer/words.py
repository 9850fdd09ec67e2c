"""The words flyers use for days, months and rhythms, in French, German, Dutch and English; without accents, small."""

from entraide.meetings.recurrence import LAST

_MONTHS = """
janvier janv jan january januar jaenner janner januari
fevrier fevr fev feb february februar februari
mars mar march marz maerz mrz maart mrt
avril avr apr april
mai may mei
juin june juni jun
juillet juil july juli jul
aout aou august augustus aug
septembre september sept sep
octobre october oktober oct okt
novembre november nov
decembre december dezember dec dez
"""
_WEEKDAYS = """
lundi lundis monday mondays montag montags montage maandag maandags maandagen
mardi mardis tuesday tuesdays dienstag dienstags dienstage dinsdag dinsdags dinsdagen
mercredi mercredis wednesday wednesdays mittwoch mittwochs mittwoche woensdag woensdags woensdagen
jeudi jeudis thursday thursdays donnerstag donnerstags donnerstage donderdag donderdags donderdagen
vendredi vendredis friday fridays freitag freitags freitage vrijdag vrijdags vrijdagen
samedi samedis saturday saturdays samstag samstags samstage sonnabend zaterdag zaterdags zaterdagen
dimanche dimanches sunday sundays sonntag sonntags sonntage zondag zondags zondagen
"""
_SHORT_WEEKDAYS = """
lun lu mon mo ma
mar ma tue tues tu di
mer me mit mi wed we wo woe
jeu je thu thur thurs th don do
ven ve fri fr fre vr vrij
sam sa sat za zat
dim di sun su son so zo zon
"""
_ORDINALS = {
    1: "premier premiere prem premiers erste erster ersten erstem erstes eerste first",
    2: "deuxieme deuxiemes second seconde seconds secondes zweite zweiter zweiten zweitem zweites tweede",
    3: "troisieme troisiemes dritte dritter dritten drittem drittes derde third",
    4: "quatrieme quatriemes vierte vierter vierten viertem viertes vierde fourth",
    5: "cinquieme cinquiemes funfte funfter funften vijfde fifth",
    LAST: "dernier derniere derniers dernieres letzte letzter letzten letztem letztes laatste last",
}
_NUMBERS = {
    2: "deux zwei twee two", 3: "trois drei drie three", 4: "quatre vier four", 6: "six sechs zes",
    8: "huit acht eight", 14: "quatorze vierzehn veertien fourteen", 15: "quinze funfzehn vijftien fifteen",
}  # fmt: skip


def _numbered(lines: str, first: int) -> dict[str, int]:
    return {word: at for at, line in enumerate(lines.strip().splitlines(), first) for word in line.split()}


def _by_word(words: dict[int, str]) -> dict[str, int]:
    return {word: number for number, line in words.items() for word in line.split()}


def _sets(*tables: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for table in tables:
        for at, line in enumerate(table.strip().splitlines()):
            for word in line.split():
                found.setdefault(word, set()).add(at)
    return {word: frozenset(days) for word, days in found.items()}


MONTHS = _numbered(_MONTHS, 1)
WEEKDAYS = _numbered(_WEEKDAYS, 0)
ANY_WEEKDAYS = _sets(_WEEKDAYS, _SHORT_WEEKDAYS)
"""Weekdays and their short forms, beside a date only: « di » may be a Dienstag or a dimanche."""
ORDINALS = _by_word(_ORDINALS)
NUMBERS = _by_word(_NUMBERS)

SUFFIXES = {"er", "re", "ere", "e", "eme", "ieme", "nd", "nde", "st", "rd", "th", "de", "ste", "es", "emes", "ers"}
WEEKS = {"semaine", "semaines", "woche", "wochen", "week", "weken", "weeks"}
DAYS = {"jour", "jours", "tag", "tage", "tagen", "dag", "dagen", "day", "days"}
MONTH = {"mois", "monat", "monats", "monate", "monaten", "maand", "maanden", "month", "months"}
_EACH = "chaque alle jeden jede jedes jeder jedem elke elk iedere ieder every each"
EVERY = set(_EACH.split())
EVERY_TWO_WORDS = {("tous", "les"), ("toutes", "les"), ("om", "de")}
OTHER = {"autre", "other", "andere", "anderen"}
INTERVALS = {  # one word that is a rhythm by itself: weeks, months
    "hebdomadaire": (1, 0), "hebdomadaires": (1, 0), "wochentlich": (1, 0), "wekelijks": (1, 0), "weekly": (1, 0),
    "zweiwochentlich": (2, 0), "vierzehntaglich": (2, 0), "tweewekelijks": (2, 0), "veertiendaags": (2, 0),
    "fortnightly": (2, 0), "fortnight": (2, 0),
    "mensuel": (0, 1), "mensuelle": (0, 1), "mensuelles": (0, 1), "monatlich": (0, 1), "maandelijks": (0, 1),
    "monthly": (0, 1), "zweimonatlich": (0, 2), "tweemaandelijks": (0, 2),
}  # fmt: skip
TIMES = {"fois", "mal", "keer", "times"}
_WITHOUT = "sauf excepte hormis ausser außer behalve uitgezonderd except excluding sans ohne"
EXCEPT = set(_WITHOUT.split())
SINCE = {"partir", "des", "depuis", "debut", "ab", "vanaf", "starting", "beginning", "from", "since", "beginnend"}
UNTIL = {"jusqu", "jusque", "fin", "bis", "tot", "until", "till", "ende", "eind", "einde", "end", "through"}
HOUR = {"h", "hs", "heure", "heures", "u", "uhr", "uur"}
NOON = {"midi": 12, "minuit": 0, "noon": 12, "midnight": 0}
TO = {"a", "au", "bis", "tot", "to", "until", "till", "jusqu", "jusque"}
SIGNS_TO = {"-", "–", "—", "‐", "‑", "→"}
BETWEEN = {"entre", "zwischen", "tussen", "between"}
AND = {"et", "und", "en", "and", "ou", "oder", "of", "or", "puis", "dann", "then"}
SIGNS_AND = {",", ";", "/", "&", "+", "•", "·", "|"}
ARTICLES = {
    "le", "la", "les", "l", "du", "de", "d", "des", "der", "die", "das", "den", "dem", "het", "the", "am", "op", "on",
    "van", "of", "im", "in",
}  # fmt: skip
_SMALL = """
a au aux um om at vers gegen rond vom zum ce o clock m from von entre zwischen chaque toute tout
date dates data datum termin termine rencontre rencontres reunion reunions treffen bijeenkomst bijeenkomsten meeting
meetings saison season seizoen
nos unsere onze our prochaine prochaines nachste volgende next jeweils telkens toujours immer altijd always
annee jahr jaar year agenda calendrier kalender horaire quand wann wanneer when
"""
JOINTS = AND | SIGNS_AND | ARTICLES  # what may stand between two of a list
FILLERS = ARTICLES | AND | HOUR | set(_SMALL.split())
