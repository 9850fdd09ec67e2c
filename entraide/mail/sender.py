"""Claim, render late, hand over, mark: at least once, and twice only when a process dies between the last two."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, update

from entraide.access import scope
from entraide.clock import now
from entraide.db import db, writing
from entraide.errors import trace
from entraide.mail.carrier import Carrier, NotTaken, carrier, envelope
from entraide.mail.models import Lane, Letter, State
from entraide.mail.queries import room_today
from entraide.mail.quiet import leaves_at, night
from entraide.mail.rendering import Kinds, Rendered
from entraide.settings import current
from entraide.vault.store import Shredded

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
TRIES = 8
NO_HURRY = timedelta(days=7)
AT_ONCE = timedelta(minutes=10)  # what has been due for longer waited for its day's share, or for the server
AppContext = Callable[[], AbstractContextManager[object]]


def drain(app_context: AppContext, kinds: Kinds, lane: Lane, limit: int = 20) -> int:
    """Send what is due in a lane; each step is a unit of work with a session of its own. Return how many left.

    Where the mailbox's provider takes a number a day, the rest waits here, and codes have a share of their own.
    """
    sent = 0
    with app_context():
        settings = current()
    with carrier(settings) as way:
        while claimed := _claim(app_context, lane, limit, settings.mail_per_day):
            token, ids, until = claimed
            for letter_id in ids:
                if until - now() < LEASE * 0.4:
                    break  # the lease may end under a slow server: leave the rest to the next claim
                sent += _send_one(app_context, kinds, letter_id, token, way)
    return sent


def _claim(app_context: AppContext, lane: Lane, limit: int, a_day: int) -> tuple[UUID, list[UUID], datetime] | None:
    at, token = now(), uuid4()
    with app_context():
        writing()
        is_free = or_(Letter.state == State.WAITING, (Letter.state == State.CLAIMED) & (Letter.lease_until < at))
        if lane is not Lane.CODE:
            _let_night_pass(is_free, at)
        if a_day and not (limit := min(limit, room_today(lane, a_day))):
            db.session.commit()
            return None
        due = select(Letter.id).where(Letter.lane == lane, is_free, Letter.run_at <= at)
        due = due.order_by(Letter.run_at, Letter.created).limit(limit)
        ids = list(db.session.scalars(due.with_for_update(skip_locked=True)))
        if ids:
            db.session.execute(
                update(Letter)
                .where(Letter.id.in_(ids))
                .values(state=State.CLAIMED, lease_until=at + LEASE, lease_token=token, attempts=Letter.attempts + 1),
                execution_options={"synchronize_session": False},
            )
        db.session.commit()
    return (token, ids, at + LEASE) if ids else None


def _let_night_pass(is_free: ColumnElement[bool], at: datetime) -> None:
    """Let what should have left by day wait for the morning, by the server's clock, but for what is about that day.

    Written in the night to leave at once, a letter leaves; kept back for hours, it would ring at three o'clock.
    """
    settings = current()
    if settings.demo or (quiet := night(at, ZoneInfo(settings.timezone))) is None:
        return
    can_wait = or_(Letter.deadline.is_(None), Letter.deadline >= quiet.late)
    late = select(Letter.id).where(Letter.lane == Lane.ORDINARY, is_free, Letter.run_at < at - AT_ONCE, can_wait)
    db.session.execute(
        update(Letter)
        .where(Letter.id.in_(late.with_for_update(skip_locked=True)))
        .values(state=State.WAITING, run_at=quiet.morning, lease_until=None),
        execution_options={"synchronize_session": False},
    )


def _send_one(app_context: AppContext, kinds: Kinds, letter_id: UUID, token: UUID, way: Carrier) -> int:
    kind = None
    try:
        with app_context():
            letter = db.session.get_one(Letter, letter_id)
            kind = kinds[letter.kind]
            if letter.deadline and letter.deadline <= now():
                return _mark(app_context, letter_id, token, State.REFUSED, None)
            if kind.before:
                writing_apart(app_context, kind.before, letter_id)
        with app_context():
            letter = db.session.get_one(Letter, letter_id)
            scope.add(*filter(None, [letter.group_id]))
            rendered = _render(kinds, letter)
            settings = current()
        if rendered is None:
            return _mark(app_context, letter_id, token, State.DROPPED, None)
        way.carry(envelope(letter_id, rendered, settings))
    except NotTaken as refusal:
        return _put_off(app_context, letter_id, token, refusal.code, refusal.for_good)
    except Exception as fault:
        log.error("letter %s could not be made: %s", letter_id, trace(fault))
        return _put_off(app_context, letter_id, token, None, for_good=False)
    _mark(app_context, letter_id, token, State.SENT, 250)
    if kind.taken:
        writing_apart(app_context, kind.taken, letter_id)
    return 1


def writing_apart(app_context: AppContext, deed: Callable[[Letter], None], letter_id: UUID) -> None:
    """Do and commit what a kind asks for before or after handing over, in a session of its own."""
    with app_context():
        writing()
        letter = db.session.get_one(Letter, letter_id)
        scope.add(*filter(None, [letter.group_id]))
        deed(letter)
        db.session.commit()


def _render(kinds: Kinds, letter: Letter) -> Rendered | None:
    try:
        return kinds[letter.kind].render(letter)
    except Shredded:
        return None  # its reader was erased


def _mark(app_context: AppContext, letter_id: UUID, token: UUID, state: State, code: int | None) -> int:
    """Note how it ended; a letter whose lease another took over is counted there."""
    with app_context():
        writing()
        mine = (Letter.id == letter_id) & (Letter.lease_token == token)
        sent_at = now() if state is State.SENT else None
        changed = db.session.scalar(
            update(Letter)
            .where(mine)
            .values(state=state, sent_at=sent_at, answer_code=code, lease_until=None)
            .returning(Letter.id),
            execution_options={"synchronize_session": False},
        )
        db.session.commit()
    if changed is None:
        log.warning("letter %s was taken over", letter_id)
    return 0


def _put_off(app_context: AppContext, letter_id: UUID, token: UUID, code: int | None, for_good: bool) -> int:
    """Try again later, 30 s × 4ⁿ with jitter, at most 6 h apart; or give up. In quiet hours only what cannot wait."""
    with app_context():
        letter = db.session.get_one(Letter, letter_id)
        wait = min(30 * 4 ** (letter.attempts - 1), 6 * 3600) * (0.8 + secrets.randbelow(400) / 1000)
        again = _by_day(letter, now() + timedelta(seconds=wait))
        is_over = for_good or letter.attempts >= TRIES or (letter.deadline is not None and letter.deadline <= again)
        db.session.rollback()
        writing()
        db.session.execute(
            update(Letter)
            .where(Letter.id == letter_id, Letter.lease_token == token)
            .values(
                state=State.REFUSED if is_over else State.WAITING, run_at=again, answer_code=code, lease_until=None
            ),
            execution_options={"synchronize_session": False},
        )
        db.session.commit()
    log.info("letter %s was not taken: %s", letter_id, code)
    return 0


def _by_day(letter: Letter, at: datetime) -> datetime:
    """Let a second try wait for the morning by the server's clock, but for a code, and for what is about that day."""
    if letter.lane is Lane.CODE:
        return at
    return leaves_at(at, letter.deadline or at + NO_HURRY, ZoneInfo(current().timezone))
