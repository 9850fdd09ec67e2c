"""Every macro, drawn: forms that say what to put right, answers, tables, letters."""

import re
from datetime import date

import pytest
from wtforms import (
    BooleanField,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, ValidationError

from tests.drawing import draw

THREE = [SelectChoice("a", "First"), SelectChoice("b", "Second"), SelectChoice("c", "Third")]


class DateForm(Form):
    day = StringField("Day")
    month = SelectField("Month", choices=[SelectChoice("11", "November")])
    year = StringField("Year")

    def validate_day(self, field: StringField) -> None:
        raise ValidationError("Type the day in figures.")


class MeetingForm(Form):
    title = StringField("Name", [InputRequired("Give it a name.")], description="Only members see it.")
    town = StringField("Town")
    kind = RadioField("Kind", choices=THREE, validators=[InputRequired("Choose one.")], validate_choice=False)
    meals = SelectMultipleField("Meals", choices=THREE)
    hidden = BooleanField("Without my name")
    first = FormField(DateForm, "First date")

    def validate_meals(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Tick one.")


def refused() -> MeetingForm:
    form = MeetingForm()
    form.validate()
    return form


def test_a_form_without_faults_shows_no_summary():
    assert "role=" not in draw(
        "{% import '_macros/forms.html' as forms %}{{ forms.error_summary(form) }}", form=MeetingForm()
    )


def test_the_summary_links_to_each_field_to_be_put_right():
    drawn = draw("{% import '_macros/forms.html' as forms %}{{ forms.error_summary(form) }}", form=refused())
    assert 'role="alert" tabindex="-1"' in drawn
    assert re.findall(r'href="#([\w-]+)"', drawn) == ["title", "kind-0", "meals-0", "first-day"]


def test_a_refused_field_says_so_to_every_reader():
    drawn = draw("{% import '_macros/forms.html' as forms %}{{ forms.field(form.title) }}", form=refused())
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="title-hint title-error"' in drawn
    assert drawn.index("Give it a name.") < drawn.index("<input")


def test_a_field_that_may_stay_empty_says_so():
    drawn = draw("{% import '_macros/forms.html' as forms %}{{ forms.field(form.town) }}", form=MeetingForm())
    assert "(optional)" in drawn


@pytest.mark.parametrize(
    ("macro", "field"), [("radios", "kind"), ("checks", "meals"), ("date3", "first"), ("segments", "kind")]
)
def test_choices_stand_in_a_fieldset_with_a_legend(macro, field):
    form = refused()
    drawn = draw(f"{{% import '_macros/forms.html' as forms %}}{{{{ forms.{macro}(form.{field}) }}}}", form=form)
    assert drawn.count("<fieldset") == drawn.count("<legend") == 1
    assert f'aria-describedby="{field}-error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_every_box_and_field_has_its_label():
    source = "{% import '_macros/forms.html' as forms %}{% for f in form %}{{ forms.field(f) }}{% endfor %}"
    drawn = draw(source.replace("form %}{{", "form if f.id != 'first' %}{{"), form=refused())
    for control in re.findall(r"<input[^>]*>", drawn):
        name = re.search(r' id="([\w-]+)"', control).group(1)
        assert f'for="{name}"' in drawn or re.search(rf"<label[^>]*>\s*{re.escape(control)}", drawn)


def test_what_people_typed_is_never_markup():
    form = MeetingForm(data={"title": '"><script>'})
    assert "<script>" not in draw("{% import '_macros/forms.html' as forms %}{{ forms.field(form.title) }}", form=form)


def test_the_answer_given_is_pressed():
    drawn = draw('{% import "_macros/ui.html" as ui %}{{ ui.rsvp("/x", "maybe") }}')
    assert re.findall(r'value="(\w+)" aria-pressed="true"', drawn) == ["maybe"]


def test_the_round_table_says_in_words_what_it_draws():
    drawn = draw('{% import "_macros/ui.html" as ui %}{{ ui.round_table(12, 9, mine=true) }}')
    assert 'aria-label="9 places of 12 taken, yours among them"' in drawn
    assert (drawn.count('"s on"'), drawn.count('"s me"'), drawn.count('"s"')) == (8, 1, 3)


def test_a_bar_never_overflows():
    drawn = draw('{% import "_macros/ui.html" as ui %}{{ ui.bar("", 14, 12, maybe=3) }}')
    assert re.findall(r'class="(?:fg|mb)"[^>]*width="([\d.]+)"', drawn) == ["100"]


def test_a_tile_can_be_read_by_machines():
    drawn = draw('{% import "_macros/ui.html" as ui %}{{ ui.tile(when) }}', when=date(2026, 11, 24))
    assert 'datetime="2026-11-24"' in drawn


def test_a_letter_is_small_and_knows_its_language():
    button = f'{{{{ letter.button("https://x.example/r/{"t" * 60}", "Yes") }}}}'
    drawn = draw(
        '{% extends "letters/_frame.html" %}{% block heading %}Tuesday{% endblock %}'
        f'{{% block body %}}{{{{ letter.paragraph("Are you coming?") }}}}{button * 3}{{% endblock %}}'
        '{% block foot %}{{ letter.link("https://x.example", "Stop") }}{% endblock %}'
    )
    assert '<html lang="en">' in drawn
    assert drawn.count("Tuesday") == 2
    assert len(drawn.encode()) <= 5_000
    assert drawn.count("<table") == drawn.count('role="presentation"')
