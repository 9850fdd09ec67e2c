"""Bring a federation's real groups in: read the file, compare, store group by group, report."""

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from entraide.db import db, reading, writing
from entraide.directory import actions, meeting_guide, queries
from entraide.directory.drafts import Reading, Unreadable
from entraide.directory.meeting_guide_document import LARGEST_BYTES
from entraide.directory.meeting_guide_times import zone_name
from entraide.directory.report import Report, Work, as_json, in_words, report_of
from entraide.directory.steps import GroupStep, Zones, missing, steps_for
from entraide.errors import EntraideError
from entraide.mail.rendering import language
from entraide.settings import current

FORMATS = {"meeting-guide": meeting_guide.read}


class Stopped(EntraideError):
    """The database could not be written any more; what was stored before stays."""


@dataclass(frozen=True)
class Wanted:
    """What the operator asks for."""

    file: Path
    form: str
    organiser: str
    timezone: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Organiser:
    """Who keeps the groups; `person_id` None: nobody yet, in a dry run."""

    person_id: UUID | None
    language: str


def address(text: str) -> str:
    """Return the one spelling of an e-mail address, or refuse it as wrong use."""
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError as fault:
        raise ArgumentTypeError("this is not an e-mail address") from fault


def zone(text: str) -> str:
    """Return the name of a time zone in its own capitals, or refuse it as wrong use."""
    if (name := zone_name(text)) is None:
        raise ArgumentTypeError("this is not a time zone; an example: Europe/Brussels")
    return name


def run(app: Flask, wanted: Wanted, *, as_object: bool) -> None:
    """Import and print the report: words for people, or one JSON object and nothing else."""
    with app.app_context(), language(current().language):
        try:
            report = bring(wanted, _progress)
        except Unreadable as fault:
            raise Unreadable(_(str(fault))) from fault
        lines = iter([json.dumps(as_json(report))]) if as_object else in_words(report)
        for line in lines:
            _say(line)


def bring(wanted: Wanted, progress: Callable[[int, int], None] = lambda done, of: None) -> Report:
    """Import one file in the running app; each group is committed on its own, so that a second run goes on.

    Raises Unreadable or Stopped, with one sentence.
    """
    zones = Zones(wanted.timezone, current().timezone)
    with language(current().language):
        read = FORMATS[wanted.form](_content(wanted.file))
        organiser = _organiser(wanted, read)
        with _stopping(0):
            known = _known(organiser, wanted.form, {queries.shared_key(wanted.form, one.key) for one in read.groups})
            steps = steps_for(read.groups, known, zones, wanted.form)
            db.session.remove()
    with language(organiser.language):
        work: dict[str, Work] = {}
        for number, step in enumerate(steps, start=1):
            work[step.draft.key] = _work(step, organiser, number, wanted.dry_run)
            progress(number, len(steps))
    if not wanted.dry_run:
        _remember(known, steps)
    refused = [row.external_id for row in read.reports if row.external_id and row.group is None]
    gone = missing(steps, refused, known)
    zone_taken = zones.given or zones.default
    return report_of(wanted.form, zone_taken, read.reports, work, gone, dry_run=wanted.dry_run)


def _remember(known: queries.Known, steps: list[GroupStep]) -> None:
    """Remember for longer what was erased here and stands in the file; and by which key others would know a group."""
    met = [key for step in steps for key in step.erased]
    nameless = {
        step.known.key: step.shared_key
        for step in steps
        if step.known and step.known.key in known.groups and not step.known.shared_key
    }
    if met or nameless:
        with _stopping(len(steps)):
            writing()
            actions.meet_again(known, met, [step.shared_key for step in steps if step.erased])
            actions.share_keys(known.source, nameless)
            db.session.commit()
            db.session.remove()


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise Unreadable(_("The file cannot be opened, so nothing was read.")) from fault


def _organiser(wanted: Wanted, read: Reading) -> Organiser:
    """Find who keeps the groups; an address unknown here gets an account, once there is a group to keep."""
    with _stopping(0):
        reading()
        person = queries.organiser_at(wanted.organiser, wanted.form)
        found = Organiser(person.id if person else None, person.language if person else current().language)
        db.session.remove()
        if person is None and read.groups and not wanted.dry_run:
            writing()
            found = Organiser(actions.make_organiser(wanted.organiser, found.language), found.language)
            db.session.commit()
            db.session.remove()
        return found


def _known(organiser: Organiser, form: str, shared: set[str]) -> queries.Known:
    """Return what is known; to whoever has no account yet, in a dry run, only what was left behind."""
    reading()
    return queries.known_of(organiser.person_id or uuid4(), form, shared)


def _work(step: GroupStep, organiser: Organiser, number: int, is_dry: bool) -> Work:
    known_id = step.known.group_id if step.known else None
    if is_dry or not step.is_work or organiser.person_id is None:
        return Work(step, known_id)
    try:
        with _stopping(number - 1):
            writing()
            group_id, failed = actions.bring_in(step, organiser.person_id, organiser.language)
            db.session.commit()
            return Work(step, group_id, frozenset(failed))
    except (EntraideError, DataError, IntegrityError) as fault:
        if isinstance(fault, Stopped):
            raise
        return Work(step, known_id, is_lost=True)
    finally:
        db.session.remove()


@contextmanager
def _stopping(done: int) -> Iterator[None]:
    try:
        yield
    except OperationalError as fault:
        raise Stopped(
            _(
                "The database cannot be used: %(num)d groups were stored, and stay. "
                "Run the same command again later: it goes on from there.",
                num=done,
            )
        ) from fault


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)  # noqa: T201


def _say(line: str) -> None:
    """Print a line, whatever the terminal can write."""
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding))  # noqa: T201
