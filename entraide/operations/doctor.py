"""Say what is wrong with an instance, one sentence a finding, each with what to do."""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.mail.models import Lane
from entraide.mail.queries import Outbox, outbox, room_today
from entraide.meetings.queries.recount import seats_astray
from entraide.operations import backup, erasures_checked, journaling, restore
from entraide.operations.alive import last_seen
from entraide.operations.doctor_files import master, open_to_others, reason, room
from entraide.operations.upgrade import check_revision
from entraide.settings import FIELD_WORDS, Settings, strange

BACKUP_WITHIN = timedelta(hours=48)
REHEARSED_WITHIN = timedelta(days=366)
DUE_WITHIN = timedelta(minutes=5)
SEEN_WITHIN = timedelta(minutes=5)
CLOCK_WITHIN = timedelta(minutes=10)
SHARED_ENDINGS = {"ac", "asso", "co", "com", "edu", "gouv", "gov", "ne", "net", "or", "org"}
THEME_WORDS = re.compile(
    FIELD_WORDS.pattern + r"|alcool|alcohol|alkohol|drogue|drogen|drugs|toxico|d[eé]pend|verslaa|d[eé]pres|suicid"
    r"|bipol|borderline|boulimi|anorex|cancer|krebs|kanker|\bhiv|\bvih|sida\b|incest|trauma|viol(?:ence|\b)|trauer"
    r"|\brouw|veu(?:f|ve)s?\b|parkinson|alzheimer|diab[eè]t|psych|schizo|autis|gambl|sobri|r[eé]tabli|support"
    r"|soutien|self-?help|recovery|rehab|sevrage|codep|co-d[eé]p",
    re.I,
)


def findings(app: Flask, settings: Settings) -> list[str]:
    """Return every finding; none means that all looked at is in order."""
    found = [*_mistyped(), *master(app, settings), *_addresses(app, settings)]
    found += [*open_to_others(settings), *room(settings)]
    if wrong := list(_database(app)):
        return [*found, *wrong]
    with app.app_context():
        found += [*_letters(settings, outbox()), *_worker(settings)]
    found += [*_journal(app, settings), *_seats(app), *erasures_checked.findings(app, settings)]
    return [*found, *_clock(settings), *_backups(settings), *_said(settings)]


def _journal(app: Flask, settings: Settings) -> list[str]:
    try:
        return list(journaling.findings(app, settings))
    except (EntraideError, SQLAlchemyError, OSError) as fault:
        return [f"The journal cannot be checked: {reason(fault)}."]


def _mistyped() -> Iterator[str]:
    if names := strange(os.environ):
        yield f"{', '.join(names)} is no setting, and is left out: is it written as README, « Settings », does?"


def _addresses(app: Flask, settings: Settings) -> Iterator[str]:
    if app.debug:
        yield "Debug mode is on: whoever makes a page fail could run code here."
    if not settings.is_https:
        yield "public_url is not https: everything that leaves this server can be read on the way."
    elif not settings.proxies:
        yield "No proxy is counted (ENTRAIDE_PROXIES=0): all visitors look like one, and share one limit."
    if any(THEME_WORDS.search(words) for words in (settings.site_name, settings.host, settings.mail_from)):
        yield "The façade name, its host or the letters' address contains a word of the field: every letter tells it."
    directory = urlsplit(settings.directory_url).hostname or ""
    if directory and directory == settings.host:
        yield "Members' pages and the directory share one address: a browser's history tells one by the other."
    elif directory and _registrable(directory) == _registrable(settings.host):
        yield "The façade's host and the directory's share a domain: one tells of the other."
    if settings.calendar_host != settings.host:
        yield f"Calendar entries name {settings.calendar_host}, not {settings.host}: right only after a move."


def _registrable(host: str) -> str:
    """Return the part of a host name that somebody registered: `lilas.be` of `a.lilas.be`, `lilas.co.uk` too."""
    parts = host.split(".")
    is_shared = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in SHARED_ENDINGS
    return ".".join(parts[-3 if is_shared else -2 :])


def _database(app: Flask) -> Iterator[str]:
    try:
        check_revision(app)
    except EntraideError as fault:
        yield f"{str(fault)[0].upper()}{str(fault)[1:]}."
    except SQLAlchemyError as fault:
        yield f"The database does not answer: {reason(fault)}."


def _letters(settings: Settings, box: Outbox) -> Iterator[str]:
    if not (settings.demo or settings.mail_url):
        yield "ENTRAIDE_MAIL_URL names no mail server: letters wait, and nobody can sign in."
    elif settings.mail_per_day and not room_today(Lane.ORDINARY, settings.mail_per_day):
        yield f"The day's {settings.mail_per_day} letters are used up: {box.due} wait until there is room."
    elif box.oldest_due and now() - box.oldest_due > DUE_WITHIN:
        waited = _minutes(box.oldest_due)
        yield f"{box.due} letters wait, one for {waited} minutes: does the worker reach the mail server?"
    if box.refused:
        yield f"{box.refused} letters were refused for good in the last day: `doctor --mail ADDRESS` sends one to try."


def _worker(settings: Settings) -> Iterator[str]:
    seen = last_seen(settings)
    if seen is None:
        yield "No worker has run from this folder: without one no letter leaves and no date is made ahead."
    elif now() - seen > SEEN_WITHIN:
        yield f"The worker was last seen {_minutes(seen)} minutes ago: start it again."


def _clock(settings: Settings) -> Iterator[str]:
    """Say that the clock stands before something that was done here: a worker's sign of life, or a back-up."""
    folder = Path(settings.backup_dir or settings.instance / "nowhere")
    seen, made = last_seen(settings), backup.last(folder) if folder.is_dir() else None
    newest = max(filter(None, (seen, made)), default=now())
    if newest - now() > CLOCK_WITHIN:
        yield (
            f"This machine's clock says {now():%d.%m.%Y at %H:%M} UTC, and something was done here on "
            f"{newest:%d.%m.%Y at %H:%M}: set it right, codes, links and what is kept for a time go by it."
        )


def _seats(app: Flask) -> Iterator[str]:
    with app.app_context():
        astray = seats_astray()
        db.session.remove()
    if astray:
        yield f"Places taken and answers given differ for {astray} meetings: please report this, it must not happen."


def _backups(settings: Settings) -> Iterator[str]:
    if not settings.backup_to:
        yield "No back-up is made: backup_to names no key to encrypt them to, `key pair` makes one."
        return
    if not settings.backup_dir:
        yield "backup_dir names no folder: only a back-up made by hand exists."
    elif not (folder := Path(settings.backup_dir)).is_dir():
        yield f"{folder}, where back-ups belong, is not there: is its disk mounted?"
    elif (made := backup.last(folder)) is None:
        yield f"There is no back-up in {folder} yet: run `backup`, and see to it that it runs every night."
    elif now() - made > BACKUP_WITHIN:
        yield f"The last back-up is {(now() - made).days} days old: it should run every night."
    tried = restore.rehearsed(settings)
    if tried is None or now() - tried > REHEARSED_WITHIN:
        yield "Restoring was not rehearsed in the last year: `restore DIR --identity FILE --rehearse` keeps nothing."


def _said(settings: Settings) -> Iterator[str]:
    names = {"operator": "who runs this server", "server_place": "where it stands", "snapshots": "what else copies it"}
    missing = [f"{name} ({words})" for name, words in names.items() if not getattr(settings, name)]
    if missing and not settings.demo:
        yield f"The server's page keeps silent on {', '.join(missing)}: set it, people decide by it."


def _minutes(since: datetime) -> int:
    return int((now() - since).total_seconds() // 60)
