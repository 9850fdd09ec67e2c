"""Take out of a text what must not stand in it: people's addresses and numbers, links to join, passcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entraide.directory.links import LINK, SPLIT_LINK, is_private_link
from entraide.directory.plain_text import tidy

_GONE = "\x00"  # marks a removed piece until its label is removed too; plain text never holds it
_FLAGS = re.IGNORECASE

_MEETING_NUMBER = re.compile(
    r"(?<![^\W_])(?:zoom|teams|webex|skype)?[ -]?(?:meeting|réunion|besprechungs|vergadering)?[ -]?"
    r"(?:id|pmi|kennung|identifiant|numéro de réunion)(?:[ .:=#]|is|est|number|no){0,6}"
    r"\d(?:[ .-]?\d){5,15}",
    _FLAGS,
)
_NAMES = (
    r"pass[ -]?codes?|pass[ -]?words?|pass[ -]?worte?|pwd|pw|passwd|mots? de passe|mdp|codes? d['’]accès"
    r"|codes? secrets?|access codes?|kennw(?:o|ö)rte?r?|kenncodes?|zugangs-?codes?|wachtwoord(?:en)?|toegangscodes?"
    r"|contraseñas?|claves?"
)
_ASSIGNED = re.compile(rf"(?<![^\W\d_])(?:{_NAMES})=\s?\S{{1,300}}", _FLAGS)
_PASSCODE = re.compile(
    rf"(?<![^\W\d_])(?:(?:the|le|das|het|zoom)\s)?(?:{_NAMES})(?![^\W\d_])"
    r"(?P<sign>(?:\s?(?:[:=#–—-]|\.{2,4}|…|is\b|est\b|ist\b|lautet\b)){0,5})[ ]?"
    r"(?P<value>[^\s.,;!?)\]][^\n]{0,300}?)(?=[.!?;](?:\s|$)|\n|$)",
    _FLAGS,
)
_PIN = re.compile(r"(?<![^\W_])pin(?:[ ]?code)?[ ]?(?:[:=#]|is\b)[ ]?#?\d[\d ]{2,12}#?", _FLAGS)
_NO_SECRET = re.compile(
    r"(?:is |est |ist )?(?:not |non |pas |nicht )?(?:required|needed|necessary|protected|requis|nécessaire|obligatoire"
    r"|erforderlich|nötig|benötigt|nodig|and|or|et|ou|und|oder|en|of|to|for|pour|from|on request|sur demande)\b",
    _FLAGS,
)

_EMAIL = re.compile(r"(?:mailto:)?[^\s@<>()\[\],;:\"\x00]{1,64}@[^\s@<>()\[\],;\"\x00]{1,190}\.[^\W\d_]{2,24}", _FLAGS)
_VEILED_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?[\[({]\s?(?:at|à|chez|arobase|@)\s?[\])}]\s?[\w.-]{1,100}"
    r"(?:\s?[\[({]\s?(?:dot|point|punkt|punt|\.)\s?[\])}]\s?\w{2,24}){0,3}",
    _FLAGS,
)
_PERSONAL_LINK = re.compile(r"(?:https?://)?(?:wa\.me|signal\.me|m\.me)/[^\s\x00]{1,200}", _FLAGS)
_PHONES = (
    re.compile(r"(?:\+|(?<!\d)00)\s?[1-9](?:[ ().\/-]{0,3}\d){6,14}(?!\d)"),
    re.compile(r"(?<!\d)(?:1[-. ])?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)"),
    re.compile(r"(?<!\d)\(?0\d{1,4}\)?(?:[ ./-]{1,2}\d{2,8}){1,5}(?!\d)"),
)
_LOOSE_PHONES = (
    re.compile(r"(?<![\d.,])\(?\d{3}\)?[ -]?\d{3}-?\d{4}(?!\d)"),
    re.compile(r"(?<![\d-])\d{3}-\d{4}(?![\d-])"),
    re.compile(r"(?<!\d)\d(?:[ .()\/-]{0,2}\d){8,24}"),
)
_DATE = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)")
_CALL = re.compile(
    r"\b(?:please\s)?(?:contact(?:er|ez)?|call|ring|text|ask|reach|phone|e-?mail|write to|appel(?:er|ez)|téléphone[rz]"
    r"|écri(?:re|vez)|ruf(?:en)?|anruf(?:en)?|bel(?:len)?|mail)\b(?: [^\s\x00.:]{1,30}){0,4}[ :(]{0,3}\x00"
    r"(?:[ )]{1,2}(?:for|to|if|before|pour|si|avant|um|zu|für|om|voor)\b[^\x00.\n]{0,80})?",
    _FLAGS,
)
_LABELLED = re.compile(
    r"(?:\b(?:contact|zoom|teams|phone|tele?phone|téléphone|tél|tel|gsm|mobile|handy|natel|fax|e-?mail|mail|courriel"
    r"|link|lien|dial[ -]?in|whatsapp|signal|skype|call|text)s?\b[ .:#=-]{0,4}){0,3}\x00[\x00 ]*",
    _FLAGS,
)
_JOINED = re.compile(r"\x00(?:[ ,/]{0,3}(?:\b(?:or|and|ou|et|und|oder|of|en)\b)?[ ]?\x00)+", _FLAGS)
_BRACKETED = re.compile(r"[(\[] ?\x00[\x00 ]*[)\]]")
_ENDING = re.compile(r"(?:[ ,;:–-]*\x00)+[ ]*$", re.MULTILINE)
_ORPHANED = re.compile(r"(?P<before>^|[.,;:!?]|\n)(?:[ ]*\x00[ ]*(?:[.,;:!?]+(?=\s|$|\x00))?)+")


@dataclass(frozen=True)
class Scrubbed:
    """A text fit to be kept, what members may still see, and whether a person's address or number was in it."""

    text: str
    secrets: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    had_contact: bool = False


def scrub(text: str, *, is_postal: bool = False) -> Scrubbed:
    """Part a plain text; in a postal address house numbers are spared, so only clear phone numbers are removed."""
    text = text.replace(_GONE, "")
    secrets: list[str] = []
    links: list[str] = []
    had_contact = False
    while True:
        rest = _move_secrets(text, secrets, links)
        marked = _mark_contacts(rest, is_postal)
        had_contact = had_contact or marked.count(_GONE) > rest.count(_GONE)
        cleaner = _without_marks(marked)
        if cleaner == text:
            return Scrubbed(text, tuple(dict.fromkeys(secrets)), tuple(dict.fromkeys(links)), had_contact)
        text = cleaner


def without_contacts(text: str) -> str:
    """Remove people's addresses and numbers, nothing else."""
    while (cleaner := _without_marks(_mark_contacts(text, is_postal=False))) != text:
        text = cleaner
    return text


def _move_secrets(text: str, secrets: list[str], links: list[str]) -> str:
    def move_link(match: re.Match[str]) -> str:
        link = match[0].rstrip(".,;:!?)\"'*")
        if not is_private_link(link):
            return match[0]
        links.append(link)
        return _GONE + match[0][len(link) :]

    def move(match: re.Match[str]) -> str:
        secrets.append(match[0].strip())
        return _GONE

    def move_passcode(match: re.Match[str]) -> str:
        if _NO_SECRET.match(match["value"]) and not re.search(r"[:=#]", match["sign"]):
            return match[0]
        value, bracket, after = match["value"], "", ""
        if match.string[: match.start()].endswith("("):
            value, bracket, after = value.partition(")")
        first, space, rest = value.partition(" ")
        head = match[0][: match.start("value") - match.start()]
        secrets.append((head + first + space + without_contacts(rest)).strip())
        return _GONE + bracket + after

    text = LINK.sub(move_link, SPLIT_LINK.sub(r"\1", text))
    text = _MEETING_NUMBER.sub(move, text)
    text = _PIN.sub(move, _ASSIGNED.sub(move, text))
    return _PASSCODE.sub(move_passcode, text)


def _mark_contacts(text: str, is_postal: bool) -> str:
    for pattern in (_PERSONAL_LINK, _EMAIL, _VEILED_EMAIL):
        text = pattern.sub(_GONE, text)
    for pattern in _PHONES if is_postal else (*_PHONES, *_LOOSE_PHONES):
        text = pattern.sub(_mark_phone, text)
    return text


def _mark_phone(match: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in match[0])
    is_short = digits < 9 and not re.fullmatch(r"\d{3}-\d{4}", match[0])
    return match[0] if is_short or _DATE.match(match[0].lstrip("( ")) else _GONE


def _without_marks(text: str) -> str:
    if _GONE in text:
        text = _JOINED.sub(_GONE, text)
        text = _LABELLED.sub(f" {_GONE} ", _CALL.sub(_GONE, text))
        text = _ENDING.sub("", _BRACKETED.sub(_GONE, text))
        text = _ORPHANED.sub(lambda match: match["before"] + " ", text).replace(_GONE, " ")
        text = re.sub(r"[ ]+([.,;!?])(?=\s|$)", r"\1", text)
    return tidy(text)
