"""What is pasted, chosen and put right before a list is kept; everything travels in the forms, nothing is stored."""

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, HiddenField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from entraide.access.tokens import from_short
from entraide.groups.forms import CHOOSE, TOO_LONG, one_line
from entraide.members.models import Field, Reach
from entraide.members.paste_words import PARTS, UNREADABLE
from entraide.members.pasted_columns import LOOKED_AT, NAMES, Part, Reading, guess, parts_of
from entraide.members.pasted_contacts import MOST_ADDRESS, spelled
from entraide.members.pasted_names import LONGEST
from entraide.members.pasted_rows import MOST_PEOPLE, Remark, Row, Said, rows_of, sources
from entraide.members.pasted_table import Table, Unreadable, read_table, text_of

NOW, TOMORROW = "now", "tomorrow"
MOST_SAID, MOST_TEXT = 8, 200
PREVIEW = 50
TOO_MANY = Unreadable.LONG


class PasteForm(FlaskForm):
    """A list as it was copied, or a file; `read` is what stands in it once the form was validated."""

    read: str = ""
    table: Table | None = None
    text = TextAreaField(
        _l("Your list"),
        description=_l("With or without a line of headings; empty lines and other columns do no harm."),
    )
    file = FileField(
        _l("Or a file"),
        description=_l("A .csv or .txt file. Any other: open it, select everything, copy, and paste it above."),
    )

    def validate_text(self, field: TextAreaField) -> None:
        """Read the table, or say why nobody can."""
        uploaded = self.file.data.read() if self.file.data else b""
        self.read = _or_refuse(text_of(uploaded)) if uploaded else field.data or ""
        self.table = _or_refuse(read_table(self.read))


class ColumnsForm(FlaskForm):
    """What each column holds; `columns_form` adds one choice a column."""

    table: Table
    reading: Reading
    text = HiddenField()
    header = SelectField(_l("Where do the people begin?"))

    def columns(self) -> list[tuple[Any, Any]]:
        """Return each column with its choice."""
        return [(column, self[f"column_{column.number}"]) for column in self.reading.columns]

    @property
    def begins(self) -> int:
        """How many lines stand before the people."""
        said = str(self.header.data)
        return int(said) if said in {choice.value for choice in self.header.choices} else self.reading.header

    def parts(self) -> dict[int, Part]:
        """Return what each column was said to hold."""
        chosen = {column.number: field.data for column, field in self.columns()}
        return {number: Part(part) if part in set(Part) else Part.LEFT_OUT for number, part in chosen.items()}

    def validate_header(self, _header: SelectField) -> None:
        """Ask for a column by which people are named or reached, and for one way of naming them."""
        parts = set(self.parts().values())
        if not parts & {*NAMES, Part.EMAIL, Part.PHONE}:
            raise ValidationError(_l("Say which column holds the names, or the addresses."))
        if parts & {Part.FULL, Part.FULL_REVERSED} and parts & {Part.FIRST, Part.LAST}:
            raise ValidationError(_l("The whole name stands in one column, or in two: choose one way."))
        if len(self.rows()) > MOST_PEOPLE:
            raise ValidationError(UNREADABLE[TOO_MANY])

    def rows(self) -> list[Row]:
        """Return one row a person."""
        parts = self.parts()
        return rows_of(sources(self.table, self.begins, parts), has_last=Part.LAST in parts.values())


def columns_form(text: str, table: Table, fields: Collection[Field], header: int | None = None) -> ColumnsForm:
    """Return the form over a table, filled with what was guessed unless it comes with choices of its own."""
    reading = guess(table, fields, header)
    held = [SelectChoice(part.value, PARTS[part]) for part in parts_of(fields)]
    parts: dict[str, Any] = {
        f"column_{column.number}": SelectField(_l("What is it?"), choices=held, default=column.part.value)
        for column in reading.columns
    }
    made = type("ColumnsForm", (ColumnsForm,), parts)
    form: ColumnsForm = made(formdata=None) if header is not None else made()
    form.header.choices = _beginnings(table, reading)
    form.table, form.reading = table, reading
    if not form.is_submitted() or form.header.data is None or header is not None:
        form.header.data = str(reading.header)
    if form.text.data is None or header is not None:
        form.text.data = text
    return form


def _beginnings(table: Table, reading: Reading) -> list[SelectChoice]:
    """Return the lines after which people may begin; of people's own lines only what is kept is shown."""
    kept = [column.part is not Part.LEFT_OUT for column in reading.columns]
    found = [SelectChoice("0", _l("There is no line of headings"))]
    for at, line in enumerate(table.lines[:LOOKED_AT], 1):
        shown = [
            cell for cell, is_kept in zip(line.cells, kept, strict=True) if cell and (is_kept or at <= reading.header)
        ]
        words = " · ".join(shown).replace("\n", " ")[:PREVIEW]
        found.append(SelectChoice(str(at), _l("After line %(line)s: %(words)s", line=line.number, words=words)))
    return found


class KeepForm(FlaskForm):
    """When letters leave; `once` tells a form sent twice."""

    once_id: UUID
    once = HiddenField()
    when = RadioField(
        _l("When do the letters leave?"),
        choices=[SelectChoice(NOW, _l("Straight away")), SelectChoice(TOMORROW, _l("Tomorrow at 9"))],
        validators=[InputRequired(CHOOSE)],
    )

    def validate_once(self, field: HiddenField) -> None:
        """Refuse what no page of ours wrote."""
        try:
            self.once_id = from_short(field.data or "")
        except ValueError:
            raise ValidationError(CHOOSE) from None


class CorrectForm(FlaskForm):
    """Another address for one row."""

    email = EmailField(
        _l("The right address"),
        filters=[one_line],
        validators=[DataRequired(_l("Type at least one e-mail address.")), Length(max=MOST_ADDRESS, message=TOO_LONG)],
    )

    def validate_email(self, typed: EmailField) -> None:
        """Refuse what no letter can be written to."""
        if (address := spelled(typed.data)) is None:
            raise ValidationError(_l("This does not look like an e-mail address. Example: marie@poste.example"))
        typed.data = address


def typed_rows(form: MultiDict[str, str]) -> list[Row]:
    """Read the rows as they were put right; a row is there if its line is."""
    return [_row(form, at) for at in range(MOST_PEOPLE) if f"line-{at}" in form]


def written_rows(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Write rows as the fields that typed_rows reads."""
    fields: list[tuple[str, str]] = []
    for at, row in enumerate(rows):
        words = {"line": str(row.line), "name": row.name, "reach": row.reach.value, "email": row.email}
        words |= {"phone": row.phone, "town": row.town, "languages": row.languages, "said": written_said(row)}
        fields += [(f"{name}-{at}", text) for name, text in words.items() if text or name == "line"]
        if row.is_kept:
            fields.append((f"kept-{at}", "1"))
    return fields


def written_said(row: Row) -> str:
    """Write what was said of a row as one hidden text."""
    said = [[one.remark.value, one.text[:MOST_TEXT]] for one in row.said[:MOST_SAID]]
    return json.dumps(said, ensure_ascii=False) if said else ""


def _row(form: MultiDict[str, str], at: int) -> Row:
    def typed(name: str, longest: int) -> str:
        return one_line(form.get(f"{name}-{at}", ""))[:longest]

    line, reach = typed("line", 6), typed("reach", 10)
    return Row(
        line=int(line) if line.isascii() and line.isdigit() else at + 1,
        name=typed("name", LONGEST),
        reach=Reach(reach) if reach in set(Reach) else Reach.PAPER,
        email=typed("email", MOST_ADDRESS + 1),
        phone=typed("phone", 40),
        town=typed("town", 120),
        languages=typed("languages", 120),
        is_kept=f"kept-{at}" in form,
        said=tuple(_said(form.get(f"said-{at}", ""))),
    )


def _said(written: str) -> list[Said]:
    """Read what was said of a row when it was read; anything else in its place says nothing."""
    try:
        pairs = json.loads(written[: 2 * MOST_SAID * MOST_TEXT]) if written else []
        return [Said(Remark(remark), one_line(str(text))[:MOST_TEXT]) for remark, text in pairs[:MOST_SAID]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def _or_refuse(read: Any) -> Any:
    if isinstance(read, Unreadable):
        raise ValidationError(UNREADABLE[read])
    return read
