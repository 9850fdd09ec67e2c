"""The type codes of Meeting Guide in the reader's words; a code nobody knows stays as it stands."""

from collections.abc import Iterable

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from entraide.directory.drafts import Facet, Tag

WORDS = {
    "O": _l("Open meeting"),
    "C": _l("Closed meeting"),
    "BE": _l("For newcomers"),
    "11": _l("11th Step meditation"),
    "12x12": _l("Twelve Steps and Twelve Traditions"),
    "A": _l("Secular"),
    "ABSI": _l("As Bill Sees It"),
    "B": _l("Big Book"),
    "BRK": _l("Breakfast"),
    "CAN": _l("By candlelight"),
    "D": _l("Discussion"),
    "DR": _l("Daily Reflections"),
    "GR": _l("Grapevine"),
    "H": _l("Birthdays"),
    "LIT": _l("Literature"),
    "LS": _l("Living Sober"),
    "MED": _l("Meditation"),
    "P": _l("For professionals"),
    "SP": _l("Speaker"),
    "ST": _l("Step study"),
    "TR": _l("Tradition study"),
    "XT": _l("Cross-talk permitted"),
    "AL": _l("Alateen meets at the same time"),
    "AL-AN": _l("Al-Anon meets at the same time"),
    "BI": _l("Bisexual people"),
    "DD": _l("Dual diagnosis"),
    "G": _l("Gay men"),
    "L": _l("Lesbians"),
    "LGBTQ": _l("LGBTQ"),
    "LO-I": _l("Loners"),
    "M": _l("Men"),
    "N": _l("Native Americans"),
    "NB": _l("Non-binary people"),
    "NDG": _l("Indigenous people"),
    "POC": _l("People of color"),
    "SEN": _l("Seniors"),
    "T": _l("Transgender people"),
    "W": _l("Women"),
    "Y": _l("Young people"),
    "ASL": _l("American Sign Language"),
    "BA": _l("Babysitting"),
    "BV-I": _l("Blind and visually impaired people"),
    "CF": _l("Children are welcome"),
    "D-HOH": _l("Deaf and hard of hearing people"),
    "FF": _l("Please wear no fragrance"),
    "OUT": _l("Outdoors"),
    "QSL": _l("Quebec Sign Language"),
    "RSL": _l("Russian Sign Language"),
    "SM": _l("Smoking permitted"),
    "X": _l("Wheelchair access"),
    "XB": _l("Wheelchair-accessible toilet"),
    "DB": _l("Collection online"),
    "POA": _l("Proof of attendance on request"),
}
SAID_ELSEWHERE = {"TC", "X"}  # the series is paused; « without steps » has a place of its own


def words_of(tags: Iterable[Tag], languages: Iterable[str]) -> str:
    """Return one line that says what the codes say, in the language spoken around this call."""
    names = Locale.parse(str(get_locale() or "en")).languages
    said = [_word(tag) for tag in tags if tag.facet is not Facet.LANGUAGE and tag.code not in SAID_ELSEWHERE]
    return " · ".join((*said, *(str(names.get(code, code)) for code in languages)))


def _word(tag: Tag) -> str:
    return str(WORDS.get(tag.code, tag.code)) if tag.facet is not Facet.LOCAL else tag.code
