"""The type codes of Meeting Guide (spec README, `data/types.json`), by facet, with the labels that tables use."""

from __future__ import annotations

from dataclasses import dataclass

from entraide.directory.drafts import Facet, Tag

MOST_TAGS = 60

_BY_FACET: dict[Facet, dict[str, str]] = {
    Facet.ATTENDANCE: {"O": "Open", "C": "Closed"},
    Facet.NEWCOMERS: {"BE": "Newcomer"},
    Facet.FORMAT: {
        "11": "11th Step Meditation", "12x12": "12 Steps & 12 Traditions", "A": "Secular", "ABSI": "As Bill Sees It",
        "B": "Big Book", "BRK": "Breakfast", "CAN": "Candlelight", "D": "Discussion", "DR": "Daily Reflections",
        "GR": "Grapevine", "H": "Birthday", "LIT": "Literature", "LS": "Living Sober", "MED": "Meditation",
        "P": "Professionals", "SP": "Speaker", "ST": "Step Study", "TR": "Tradition Study",
        "XT": "Cross Talk Permitted",
    },
    Facet.FOR_WHOM: {
        "AL": "Concurrent with Alateen", "AL-AN": "Concurrent with Al-Anon", "BI": "Bisexual", "DD": "Dual Diagnosis",
        "G": "Gay", "L": "Lesbian", "LGBTQ": "LGBTQ", "LO-I": "Loners/Isolationists", "M": "Men",
        "N": "Native American", "NB": "Non-Binary", "NDG": "Indigenous", "POC": "People of Color", "SEN": "Seniors",
        "T": "Transgender", "W": "Women", "Y": "Young People",
    },
    Facet.ACCESS: {
        "ASL": "American Sign Language", "BA": "Babysitting Available", "BV-I": "Blind / Visually Impaired",
        "CF": "Child-Friendly", "D-HOH": "Deaf / Hard of Hearing", "FF": "Fragrance Free", "OUT": "Outdoor",
        "QSL": "Quebec Sign Language", "RSL": "Russian Sign Language", "SM": "Smoking Permitted",
        "X": "Wheelchair Access", "XB": "Wheelchair-Accessible Bathroom",
    },
    Facet.STATE: {"TC": "Location Temporarily Closed"},
    Facet.OTHER: {"DB": "Digital Basket", "POA": "Proof of Attendance"},
    Facet.LANGUAGE: {
        "AF": "Afrikaans", "AM": "Amharic", "AR": "Arabic", "BG": "Bulgarian", "DA": "Danish", "DE": "German",
        "EL": "Greek", "EN": "English", "FA": "Persian", "FI": "Finnish", "FR": "French", "HE": "Hebrew", "HI": "Hindi",
        "HR": "Croatian", "HU": "Hungarian", "IS": "Icelandic", "ITA": "Italian", "JA": "Japanese", "KA": "Georgian",
        "KOR": "Korean", "LT": "Lithuanian", "ML": "Malayalam", "MT": "Maltese", "NE": "Nepali", "NL": "Dutch",
        "NO": "Norwegian", "POL": "Polish", "POR": "Portuguese", "PUN": "Punjabi", "RUS": "Russian", "S": "Spanish",
        "SK": "Slovak", "SL": "Slovenian", "SV": "Swedish", "TH": "Thai", "TL": "Tagalog", "TUR": "Turkish",
        "UK": "Ukrainian",
    },
}  # fmt: skip
_NOT_ISO = {"ITA": "it", "KOR": "ko", "POL": "pl", "POR": "pt", "PUN": "pa", "RUS": "ru", "S": "es", "TUR": "tr"}
_OLDER_LABELS = {
    "step meeting": "ST", "sign language": "ASL", "outdoor meeting": "OUT", "temporary closure": "TC", "beginner": "BE",
    "beginners": "BE", "newcomers": "BE", "wheelchair accessible": "X", "young people's": "Y", "lgbt": "LGBTQ",
    "cross talk": "XT", "12x12 study": "12x12", "ouvert": "O", "ouverte": "O", "ouvert(e)": "O", "fermé": "C",
    "fermée": "C", "femmes": "W", "hommes": "M", "jeunes": "Y", "accès aux fauteuils roulants": "X",
    "conférencier": "SP", "offen": "O", "geschlossen": "C", "open meeting": "O", "closed meeting": "C", "gesloten": "C",
}  # fmt: skip
_SEVERAL = {"spd": ("SP", "D"), "speaker/discussion": ("SP", "D")}
_COMPUTED = {"onl", "online", "online meeting", "in-person", "in person", "active", "inactive", "hybrid", ""}

FACET_OF = {code: facet for facet, codes in _BY_FACET.items() for code in codes}
_CODE_OF = {
    **_OLDER_LABELS,
    **{label.casefold(): code for codes in _BY_FACET.values() for code, label in codes.items()},
    **{code.casefold(): code for code in FACET_OF},
}


@dataclass(frozen=True)
class Types:
    """What the type codes of one row say."""

    tags: tuple[Tag, ...]

    @property
    def is_open(self) -> bool | None:
        """Open, closed, or not said (also when both are said)."""
        says_open, says_closed = self.has("O"), self.has("C")
        return None if says_open == says_closed else says_open

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes; the feed's own are not ISO."""
        codes = (tag.code for tag in self.tags if tag.facet is Facet.LANGUAGE)
        return tuple(_NOT_ISO.get(code, code.lower()) for code in codes)

    def has(self, code: str) -> bool:
        """The row carries this known code."""
        return any(tag.code == code and tag.facet is not Facet.LOCAL for tag in self.tags)


def read_types(words: list[str]) -> Types:
    """Sort codes and labels, in any capitals, into tags; what is computed elsewhere goes, the unknown stays local."""
    tags: dict[Tag, None] = {}
    for word in words:
        for part in _parts(word):
            for tag in _tags(part):
                tags[tag] = None
    return Types(tuple(tags)[:MOST_TAGS])


def _parts(word: str) -> list[str]:
    is_whole = word.casefold() in _CODE_OF or word.casefold() in _SEVERAL
    return [word] if is_whole else [part.strip() for part in word.split(",")]


def _tags(part: str) -> tuple[Tag, ...]:
    known = part.casefold()
    if known in _COMPUTED:
        return ()
    codes = _SEVERAL.get(known) or ((_CODE_OF[known],) if known in _CODE_OF else ())
    return tuple(Tag(FACET_OF[code], code) for code in codes) or (Tag(Facet.LOCAL, part),)
