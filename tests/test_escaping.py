"""What templates write is escaped as markupsafe escapes it, wherever a value comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from jinja2 import Environment
from markupsafe import Markup, escape

from entraide.access.escaping import write_quickly, written

pytestmark = pytest.mark.once
BAD = "<b>\"&'</b>"
PAGE = """
{% macro twice(one) %}{{ one }}{{ one }}{{ caller() if caller }}{% endmacro %}
{{ bad }} {{ 3 }} {{ none }} {{ nothing }} {{ bad|safe }} {{ bad|upper }} {{ bad ~ "<i>" }} {{ bad ~ good }}
{% set kept %}{{ bad }}{{ good }}{% endset %}{{ kept }} {{ twice(bad) }} {% call twice(good) %}{{ bad }}{% endcall %}
{% filter upper %}{{ bad }}{% endfilter %}{% for one in [bad, good] recursive %}{{ one }}{% endfor %}
{% autoescape false %}{{ bad }}{{ good }}{% endautoescape %}{% autoescape how %}{{ bad }}{{ good }}{% endautoescape %}
"""


class Spoken(str):
    """A text that says how it stands in a page."""

    def __html__(self) -> str:
        return f"<i>{escape(str(self))}</i>"


@given(some.text())
def test_a_text_is_escaped_as_ever(text: str) -> None:
    assert written(text) == str(escape(text))


@given(some.text())
def test_what_is_markup_already_is_not_escaped_again(text: str) -> None:
    assert written(Markup(text)) == text


def test_anything_else_is_written_as_escape_writes_it() -> None:
    assert [written(one) for one in (3, None, Spoken("<"), [BAD])] == [escape(n) for n in (3, None, Spoken("<"), [BAD])]


@pytest.mark.parametrize("how", [True, False])
@pytest.mark.parametrize("escapes", [True, False])
def test_a_template_writes_the_same_bytes_as_without(how: bool, escapes: bool) -> None:
    environments = [Environment(autoescape=escapes) for _ in range(2)]
    write_quickly(environments[1])
    values = {"bad": BAD, "good": Markup("<u>&amp;</u>"), "how": how}
    plain, quick = (environment.from_string(PAGE).render(values) for environment in environments)
    assert plain == quick


def test_a_value_of_a_page_never_stands_in_it_as_it_came() -> None:
    environment = Environment(autoescape=True)
    write_quickly(environment)
    assert environment.from_string("{{ bad }}").render(bad=BAD) == "&lt;b&gt;&#34;&amp;&#39;&lt;/b&gt;"
