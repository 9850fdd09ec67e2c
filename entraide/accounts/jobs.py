"""Let changes of address take effect; forget challenges, sessions and phrases that have run out."""

from sqlalchemy import delete, or_, select, update

from entraide.accounts import losing, moving
from entraide.accounts.models import Card, Challenge, Device, KeptForm, SignIn
from entraide.accounts.queries import FORM_KEPT, SHARED_IDLE, SHARED_LIFE
from entraide.clock import now
from entraide.db import db, writing
from entraide.errors import NotFound
from entraide.retention import Kept
from entraide.settings import current
from entraide.vault import sealed


def change_addresses() -> None:
    """Let each address hold whose 48 hours are over, one after the other."""
    due = moving.due_changes()
    db.session.remove()
    for change_id in due:
        writing()
        try:
            moving.take_effect(change_id)
            db.session.commit()
        except NotFound:
            db.session.rollback()
        finally:
            db.session.remove()


def forget_changes() -> None:
    """Erase the former addresses of people who moved a week ago."""
    writing()
    moving.forget_done()
    db.session.commit()


def forget_challenges() -> None:
    """Erase challenges after 24 hours, then the keys of the addresses they held."""
    writing()
    before = now() - current().kept(Kept.ATTEMPTS)
    old = list(db.session.scalars(select(Challenge.id).where(Challenge.created < before)))
    db.session.execute(delete(Challenge).where(Challenge.id.in_(old)))
    db.session.commit()
    sealed.shred(*old)


def forget_sessions() -> None:
    """Erase sessions nobody can use any more, an hour late: a form sent after the end is kept for its person."""
    writing()
    at, shared = now() - FORM_KEPT, SignIn.device == Device.SHARED
    is_over = or_(
        SignIn.ended.is_(None) & (SignIn.seen < at - current().kept(Kept.SESSIONS)),
        SignIn.kept_until < at,
        shared & (SignIn.seen < at - SHARED_IDLE),
        shared & (SignIn.created < at - SHARED_LIFE),
    )
    db.session.execute(delete(SignIn).where(is_over), execution_options={"synchronize_session": False})
    db.session.commit()


def forget_forms() -> None:
    """Erase forms that were kept an hour."""
    writing()
    db.session.execute(delete(KeptForm).where(KeptForm.created < now() - FORM_KEPT))
    db.session.commit()


def forget_phrases() -> None:
    """Erase what is left of phrases that open nothing any more: handed over a day ago, or shown and never typed."""
    writing()
    given = update(Card).where(Card.given_until < now())
    given = given.values(given_hmac=None, given_group_id=None, given_from=None, given_until=None)
    shown = update(Card).where(Card.drawn_until < now())
    shown = shown.values(drawn_hmac=None, drawn_check=None, drawn_until=None, drawn_ref_hash=None)
    for forgotten in (given, shown):
        db.session.execute(forgotten, execution_options={"synchronize_session": False})
    db.session.commit()


def lift_locks() -> None:
    """Take away the locks that the operator's command named 48 hours ago, unless their owner stopped it."""
    losing.lift_due()
