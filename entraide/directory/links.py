"""Tell a link to join a meeting from any other address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST_LINK = 2000

# meeting services the format's own readers know, and those of groups in Europe
_PROVIDERS = (
    "bluejeans.com", "discord.gg", "discord.com", "freeconference.com", "freeconferencecall.com", "goto.com",
    "gotomeet.me", "gotomeeting.com", "horizon.meta.com", "maps.secondlife.com", "meet.google.com", "meet.jit.si",
    "meetings.dialpad.com", "signal.group", "skype.com", "slurl.com", "teams.live.com", "teams.microsoft.com",
    "vrchat.com", "webex.com", "zoho.com", "zoom.us", "zoom.com", "zoomgov.com",
    "zoho.eu", "whereby.com", "senfcall.de", "8x8.vc", "kmeet.infomaniak.com", "meet.ffmuc.net", "fairmeeting.net",
    "edudip.com", "clickmeeting.com", "livestorm.co", "sichere-videokonferenz.de",
)  # fmt: skip
_ROOM_HOSTS = {"meet", "jitsi", "bbb", "visio", "visioconf", "webconf", "konferenz", "videokonferenz", "conference"}
_CHATS = ("chat.whatsapp.com", "t.me")
_SECRET_PART = re.compile(r"[?&;#](?:pwd|pw|passcode|password|pass|token|tk|secret|key|code)=", re.IGNORECASE)

SPLIT_LINK = re.compile(r"([?&])\s{1,3}(?=(?:pwd|pw|passcode|password)=)", re.IGNORECASE)
LINK = re.compile(
    r"(?<![\w@.-])(?:https?://|www\.)?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#][^\s<>\"\x00]{0,1500})?",
    re.IGNORECASE,
)


def host_of(link: str) -> str:
    """Return the lower-case host of a link, or nothing when there is none."""
    try:
        return (urlsplit(link if "//" in link else "https://" + link).hostname or "").casefold()
    except ValueError:
        return ""


def is_meeting_link(link: str) -> bool:
    """A known meeting service, or a host whose first word says that it is one."""
    host = host_of(link)
    return _belongs(host, _PROVIDERS) or (host.count(".") >= 2 and host.split(".")[0] in _ROOM_HOSTS)


def is_private_link(link: str) -> bool:
    """A link that lets in whoever has it: to a meeting, to a chat, or one that carries a password."""
    has_path = "/" in link.split("//", 1)[-1].rstrip("/") or "?" in link
    return (has_path and (is_meeting_link(link) or _belongs(host_of(link), _CHATS))) or bool(_SECRET_PART.search(link))


def usable_link(text: str) -> str | None:
    """Return an http(s) link as it may be kept, or None: no other scheme, no name before the host, no blanks."""
    link = SPLIT_LINK.sub(r"\1", text.strip()).replace("&amp;", "&")
    if "://" not in link:
        link = "https://" + link
    try:
        parts = urlsplit(link)
        is_plain = parts.username is None and (parts.port or 0) >= 0
    except ValueError:
        return None
    is_web = parts.scheme.casefold() in {"http", "https"} and "." in (parts.hostname or "")
    return link if is_plain and is_web and len(link) <= LONGEST_LINK and not re.search(r"\s", link) else None


def same_meeting(one: str, other: str) -> bool:
    """Two links lead to the same room, whatever passwords they carry."""
    return _room(one) == _room(other)


def _room(link: str) -> tuple[str, str]:
    path = re.split(r"[?#]", link.split("//", 1)[-1], maxsplit=1)[0].partition("/")[2]
    return host_of(link), path.rstrip("/")


def _belongs(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
