"""Carry what was typed from one screen to the next, in hidden fields; the last screen reads all of it anew."""

from collections.abc import Iterator

from flask import request
from wtforms.fields import FormField
from wtforms.form import BaseForm

from entraide.groups.forms import plain_lines
from entraide.meetings.forms.planning import PlanForm

CSRF = "csrf_token"


def carried(form: PlanForm, *, days: bool | None = None, first: bool = True) -> list[tuple[str, str]]:
    """Return the names and values that were typed; `days`: only those of a weekend's days, or all but those.

    Without `first` the page asks for the first date itself.
    """
    own = {name for field in form.day_fields for name in _names(field.form)}
    asked = set() if first else set(_names(form.first.form))
    wanted = [name for name in _names(form) if name not in asked and (days is None or (name in own) is days)]
    return [(name, plain_lines(value)) for name in wanted for value in request.form.getlist(name)]


def _names(form: BaseForm) -> Iterator[str]:
    for field in form:
        if isinstance(field, FormField):
            yield from _names(field.form)
        elif field.name != CSRF:
            yield field.name
