"""Forms that came after their session had run out: kept an hour for the same person (DECISIONS 5)."""

from uuid import UUID, uuid4

from sqlalchemy import func, select

from entraide.access.tokens import fingerprint
from entraide.accounts.models import KeptForm, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.vault import sealed

FORMS_KEPT = 10  # of one person within the hour


def keep_form(sid: str, path: str, fields: list[tuple[str, str]]) -> UUID | None:
    """Keep a form whose session has run out, sealed for its person; None where nobody knows the session."""
    run_out = (SignIn.sid_hash == fingerprint(sid)) & SignIn.ended.is_(None)
    person_id = db.session.scalar(select(SignIn.person_id).where(run_out))
    if person_id is None or _keeps_many(person_id):
        return None
    kept_id = uuid4()
    words = sealed.seal_json(person_id, f"form {kept_id}", {"path": path, "fields": fields})
    db.session.add(KeptForm(id=kept_id, person_id=person_id, form_sealed=words, created=now()))
    db.session.flush()
    return kept_id


def _keeps_many(person_id: UUID) -> bool:
    kept = select(func.count()).where(KeptForm.person_id == person_id)
    return (db.session.scalar(kept) or 0) >= FORMS_KEPT


def forget_form(row: KeptForm) -> None:
    """Erase a kept form."""
    db.session.delete(row)
    db.session.flush()
