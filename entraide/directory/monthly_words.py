"""Find dates of the month spoken of in free text and propose them as rules; nothing here is ever applied."""

from __future__ import annotations

import re

from entraide.directory.drafts import Proposal, ProposalKind
from entraide.directory.meeting_guide_times import FULL_DAY_WORDS, WEEKDAY_OF

_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST_WORDS = 200
_ORDINALS = {
    1: r"first|1st|premi(?:er|ère)s?|1(?:er|ère|re)s?|erste[nrms]?|eerste|1\.",
    2: r"second|2nd|deuxièmes?|seconde?s?|2(?:e|ème|nde?)s?|zweite[nrms]?|tweede|2\.",
    3: r"third|3rd|troisièmes?|3(?:e|ème)s?|dritte[nrms]?|derde|3\.",
    4: r"fourth|4th|quatrièmes?|4(?:e|ème)s?|vierte[nrms]?|vierde|4\.",
    5: r"fifth|5th|cinquièmes?|5(?:e|ème)s?|fünfte[nrms]?|vijfde|5\.",
    -1: r"last|derni(?:er|ère)s?|letzte[nrms]?|laatste",
}
_ORDINAL = "(?:" + "|".join(_ORDINALS.values()) + ")"
_AND = r"(?:\s?(?:,|&|/|\+|\band\b|\bor\b|\bet\b|\bou\b|\bund\b|\boder\b|\ben\b|\bof\b){1,2}\s?)"
_DAY = "(?:" + "|".join(FULL_DAY_WORDS) + r"|wed|thurs|thur|fri|sat|sun|mon|tues)s?\b"
_OF_MONTH = (
    r"(?:\s(?:of|in|du|de|des|dans|im|van|per)\b)?(?:\s(?:the|each|every|any|a|chaque|le|der|de|elke|iedere|jeden|jedes))?"
    r"\s?(?:month|mois|monats?|maand)"
)
_MONTHLY = re.compile(
    rf"(?<![\w.])(?P<ordinals>{_ORDINAL}(?:{_AND}{_ORDINAL}){{0,4}})\s"
    rf"(?:(?P<day>{_DAY})(?:{_OF_MONTH})?|(?:meetings?|mtgs?|réunions?|rencontres?|treffen|bijeenkomst(?:en)?){_OF_MONTH}"
    r"|(?:weeks?|semaines?|wochen?|we(?:ek|ken))\b)",
    re.IGNORECASE,
)
_MONTH_END = re.compile(rf"\b(?:end|fin|ende|einde){_OF_MONTH}|\bmonatsende\b", re.IGNORECASE)
_FORTNIGHT = re.compile(
    r"\bevery other\b|\bevery second week\b|\bevery two weeks\b|\bfortnightly\b|\bbi-?weekly\b|\balternate weeks?\b"
    r"|\btous les quinze jours\b|\btoutes les deux semaines\b|\bune semaine sur deux\b|\balle zwei wochen\b|\b14-?tägig"
    r"|\bom de (?:twee )?we(?:ek|ken)\b|\btweewekelijks\b",
    re.IGNORECASE,
)
_KINDS = (
    (
        ProposalKind.SKIPS,
        r"\bno meeting|\bnot? meet|\bpas de (?:réunion|rencontre)|\bkeine? treffen|\bgeen bijeenkomst",
    ),
    (ProposalKind.OPENS, r"\bopen|\bouvert|\boffen|\bexcept|\bsauf\b|\baußer\b"),
    (ProposalKind.CELEBRATES, r"birthday|celebrat|anniversa|milestone|geburtstag|verjaardag"),
    (ProposalKind.ONLY, r"\bmeets?\b|\bonly\b|\bseulement\b|\bnur\b|\balleen\b|\bheld\b|\ba lieu\b|\btous les\b"),
)


def speaks_of_dates(*texts: str) -> bool:
    """Some text names a date of the month or a fortnight."""
    return any(pattern.search(text) for text in texts for pattern in (_MONTHLY, _MONTH_END, _FORTNIGHT))


def proposals(title: str, notes: str, hidden: str, weekday: int) -> tuple[Proposal, ...]:
    """Propose what the texts say of this weekday (0 = Monday), other days being another series'; hidden is unquoted."""
    found: dict[Proposal, None] = {}
    for text, is_quoted in ((notes, True), (hidden, False)):
        for sentence in re.split(r"(?<=[.!?;*])\s|\n", text):
            for rule in _rules(sentence, weekday):
                words = sentence.strip()[:_LONGEST_WORDS] if is_quoted else ""
                found[Proposal(_kind(sentence), rule, words)] = None
    for rule in _rules(title, weekday):
        found[Proposal(ProposalKind.ONLY, rule, title[:_LONGEST_WORDS])] = None
    return tuple(found)


def _rules(sentence: str, weekday: int) -> list[str]:
    day = _DAY_CODES[weekday]
    rules = []
    for match in _MONTHLY.finditer(sentence):
        if match["day"] and _weekday_of(match["day"]) != weekday:
            continue
        places = sorted({_place(word) for word in re.findall(_ORDINAL, match["ordinals"], re.IGNORECASE)})
        rules.append("FREQ=MONTHLY;BYDAY=" + ",".join(f"{place}{day}" for place in places))
    if _MONTH_END.search(sentence) and not rules:
        rules.append(f"FREQ=MONTHLY;BYDAY=-1{day}")
    if _FORTNIGHT.search(sentence):
        rules.append(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}")
    return rules


def _place(word: str) -> int:
    return next(place for place, pattern in _ORDINALS.items() if re.fullmatch(pattern, word, re.IGNORECASE))


def _weekday_of(word: str) -> int | None:
    word = word.casefold()
    return WEEKDAY_OF.get(word, WEEKDAY_OF.get(word.removesuffix("s")))


def _kind(sentence: str) -> ProposalKind:
    for kind, pattern in _KINDS:
        if re.search(pattern, sentence, re.IGNORECASE):
            return kind
    return ProposalKind.UNCLEAR
