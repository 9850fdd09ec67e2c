"""Typed settings: defaults, then instance/settings.toml, then ENTRAIDE_*; an unsafe mix refuses to start."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app

from entraide import retention
from entraide.errors import EntraideError
from entraide.retention import Kept

ROOT = Path(__file__).parents[1]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ELSEWHERE = {"ENTRAIDE_DEMO_HOST", "ENTRAIDE_DEMO_SCHEME", "ENTRAIDE_TEST_DB"}  # read by the demo, and by tests
LANGUAGES = ("fr", "de", "nl", "en")
FIELD_WORDS = re.compile(r"entraide|selbsthilfe|zelfhulp|anonym|addict|sucht|malad|deuil|krank|patient|handicap", re.I)


class Unsafe(EntraideError):
    """These settings would tell or lose something; the program does not start with them."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides; every path absolute, every address without a slash at its end."""

    instance: Path
    database_url: str = ""
    keys_url: str = ""
    master_key_file: str = ""
    public_url: str = "http://127.0.0.1:8000"
    directory_url: str = ""
    site_name: str = "Rendez-vous"
    calendar_host: str = ""
    mail_url: str = ""
    mail_from: str = ""
    mail_per_day: int = 0  # what the mailbox's provider allows; 0: no limit
    helpline: str = ""
    helpline_hours: str = ""
    quit_url: str = "https://www.meteo.be/fr"
    timezone: str = "Europe/Brussels"
    language: str = "fr"
    languages: tuple[str, ...] = ("fr", "en")
    backup_dir: str = ""
    backup_to: tuple[str, ...] = ()
    erasures_file: str = ""  # the erasure journal, apart from both stores; in the instance folder unless named
    journal_anchor: str = ""  # a file on another disk or machine; in the instance folder unless named
    journal_anchor_mail: str = ""  # the operator's own mailbox, which gets the journal's end once a day
    proxies: int = 0
    minimum_age: int = 16
    retention: Mapping[str, int] = field(default_factory=dict)  # days, where the operator chose others
    operator: str = ""  # who runs this server, as its page says
    operator_contact: str = ""
    server_place: str = ""
    snapshots: str = ""  # what else keeps copies of the disk, and for how long
    demo: bool = False

    @property
    def host(self) -> str:
        """The host name on everything that leaves the site."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.public_url.startswith("https://")

    def kept(self, what: Kept) -> timedelta:
        """Say how long something is kept here."""
        return retention.life(self.retention, what)

    @property
    def mail_dir(self) -> Path:
        """Where demo mode writes its letters."""
        return self.instance / "demo-mail"


def current() -> Settings:
    """Return the settings of the running app."""
    return cast(Settings, current_app.extensions["entraide.settings"])


def instance_in(environ: Mapping[str, str]) -> Path:
    """Return the instance folder that ENTRAIDE_INSTANCE names."""
    return Path(environ.get("ENTRAIDE_INSTANCE") or ROOT / "instance").absolute()


def load(environ: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """Read the settings of the instance folder that ENTRAIDE_INSTANCE names; raise Unsafe with one sentence."""
    instance = Path(given.pop("instance", None) or instance_in(environ)).absolute()
    values: dict[str, Any] = {}
    file = instance / "settings.toml"
    try:
        values |= tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        pass
    except OSError as fault:
        raise Unsafe(f"{file} cannot be read: {fault.strerror or fault}; is this the service's own user?") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Unsafe(f"{file} cannot be read: {fault}") from fault
    known = {field.name: field for field in fields(Settings) if field.name != "instance"}
    for name in known:
        if (text := environ.get(f"ENTRAIDE_{name.upper()}")) is not None:
            values[name] = text
    values |= given
    if unknown := values.keys() - known.keys():
        raise Unsafe(f"unknown settings: {', '.join(sorted(unknown))}")
    return _checked(replace(Settings(instance), **{name: _typed(name, value) for name, value in values.items()}))


def strange(environ: Mapping[str, str]) -> list[str]:
    """Name what looks like a setting in the environment and is none: mistyped, it would be left out in silence."""
    known = {f"ENTRAIDE_{one.name.upper()}" for one in fields(Settings)} | ELSEWHERE
    return sorted(name for name in environ.keys() - known if name.startswith("ENTRAIDE_"))


def _typed(name: str, value: Any) -> Any:
    wanted = type(getattr(Settings(Path()), name))
    if isinstance(value, wanted):
        return value
    if wanted is bool:
        return str(value).lower() in ("1", "true", "yes", "on")
    if wanted is dict:
        return _numbers(name, str(value))
    if wanted is tuple:
        return tuple(value.split(",") if isinstance(value, str) else value)
    try:
        return wanted(value)
    except ValueError as fault:
        raise Unsafe(f"{name} is not understood: {value!r}") from fault


def _numbers(name: str, text: str) -> dict[str, int]:
    """Read `answers=7,letters=14`."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    try:
        return {key.strip(): int(number) for key, _, number in pairs}
    except ValueError as fault:
        raise Unsafe(f"{name} is not understood: {text!r}") from fault


def _checked(settings: Settings) -> Settings:
    """Fill in what depends on other settings, and refuse what is unsafe."""
    at = settings.instance
    settings = replace(
        settings,
        public_url=settings.public_url.rstrip("/"),
        directory_url=settings.directory_url.rstrip("/"),
        database_url=settings.database_url or f"sqlite:///{at / 'entraide.db'}",
        keys_url=settings.keys_url or f"sqlite:///{at / 'keys.db'}",
    )
    settings = replace(
        settings,
        master_key_file=settings.master_key_file or (str(at / "master.key") if settings.demo else ""),
        directory_url=settings.directory_url or (settings.public_url if settings.demo else ""),
        calendar_host=settings.calendar_host or settings.host,
        mail_from=settings.mail_from or f"agenda@{settings.host}",
    )
    is_local = settings.host in LOOPBACK
    if not settings.is_https and not is_local:
        raise Unsafe("public_url must be https, except on this machine's own loopback address")
    if settings.mail_url.startswith("smtp+plain:") and urlsplit(settings.mail_url).hostname not in LOOPBACK:
        raise Unsafe("smtp+plain goes unencrypted: it is for a relay on this machine's own loopback address")
    if settings.demo and not is_local:
        raise Unsafe("demo mode runs on a loopback address only: its letters are shown to whoever asks")
    if settings.keys_url == settings.database_url:
        raise Unsafe("keys_url must be a store of its own, apart from database_url")
    if not settings.site_name.strip() or "\n" in settings.site_name:
        raise Unsafe("site_name must be one line")
    if settings.mail_per_day < 0:
        raise Unsafe("mail_per_day is a number of letters, or 0 for no limit")
    if wrong := retention.fault_in(settings.retention):
        raise Unsafe(wrong)
    if settings.language not in LANGUAGES or not set(settings.languages) <= set(LANGUAGES):
        raise Unsafe(f"languages are some of {', '.join(LANGUAGES)}")
    return settings


def master_key(settings: Settings) -> bytes:
    """Read the 32-byte master key; raise Unsafe when its file is absent, short, or open to others."""
    if not settings.master_key_file:
        raise Unsafe("ENTRAIDE_MASTER_KEY_FILE names no file: run `python -m entraide upgrade` after setting it")
    file = Path(settings.master_key_file)
    if not settings.demo and settings.instance in file.absolute().parents:
        raise Unsafe("the master key lies inside the instance folder: a copy of one would be a copy of both")
    try:
        kept = file.read_text("ascii").strip()
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise Unsafe(f"{file} can be read by others: chmod 600 it")
        key = bytes.fromhex(kept)
    except FileNotFoundError as fault:
        raise Unsafe(
            f"{file}, the master key, is not there: `python -m entraide upgrade` makes a new server's, "
            "`python -m entraide key enter` brings back one that is on paper"
        ) from fault
    except (OSError, ValueError) as fault:
        raise Unsafe(f"the master key cannot be read from {file}") from fault
    if len(key) != 32:
        raise Unsafe(f"{file} does not hold a master key")
    return key
