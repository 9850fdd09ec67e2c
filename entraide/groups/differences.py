"""Say, setting by setting, what stands and what was typed: for whoever saves after somebody else did."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field


@dataclass(frozen=True)
class Difference:
    """A setting that stands otherwise than it was typed here."""

    label: str
    stands: str
    typed: str


def differences(stands: FlaskForm, typed: FlaskForm) -> list[Difference]:
    """Return where two fillings of one form differ, each in words."""
    return [
        Difference(str(ours.label.text), _said(theirs), _said(ours))
        for theirs, ours in zip(stands, typed, strict=True)
        if ours.type not in ("CSRFTokenField", "HiddenField") and _kept(theirs.data) != _kept(ours.data)
    ]


def _kept(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value or ""


def _said(field: Field) -> str:
    if field.type == "BooleanField":
        return _("Yes") if field.data else _("No")
    if field.type in ("RadioField", "SelectField", "SelectMultipleField"):
        wanted = {str(value) for value in (field.data if isinstance(field.data, list) else [field.data])}
        return ", ".join(str(choice.label) for choice in field.iter_choices() if str(choice.value) in wanted) or "–"
    return str(field.data or "") or "–"
