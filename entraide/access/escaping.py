"""How templates write values: escaped as markupsafe does it, without wrapping each of thousands to unwrap it again."""

from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape
from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]  # what escape() itself calls


def written(value: Any) -> str:
    """Return a value as it stands in a page: what `escape` makes of it, as plain text to be joined."""
    kind = type(value)
    text: str = value if kind is Markup else _escaped(value) if kind is str else escape(value)
    return text


class Writing(CodeGenerator):
    """Jinja's code, with `written` for `escape` wherever a template writes a value and is known to escape."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


def write_quickly(environment: Environment) -> None:
    """Let the templates of this environment be written so."""
    environment.code_generator_class = Writing
    environment.written = written  # type: ignore[attr-defined]
