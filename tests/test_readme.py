"""README's tables are printed from the code. `python -m tests.test_readme` writes them anew."""

import ast
import re

from entraide.access.policy import RULES
from entraide.settings import ROOT

README = ROOT / "README.md"
WHO = {
    "_signed_in": "whoever is signed in, for herself",
    "_member": "members of the group",
    "_organiser": "organisers of the group",
    "_waiting": "who waits in the group's waiting room",
}


def who_can_see_what() -> str:
    lines = ["| deed | who |", "|---|---|"]
    for permission, rules in RULES.items():
        names = ", ".join(WHO.get(rule.__name__, rule.__name__.strip("_").replace("_", " ")) for rule in rules)
        lines.append(f"| `{permission.value}` | {names or 'nobody'} |")
    return "\n".join(lines)


def looks_beyond() -> str:
    found = []
    for file in sorted((ROOT / "entraide").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "everywhere" in ast.unparse(node.func) and node.args:
                why = node.args[0]
                found.append(f"- `{file.relative_to(ROOT)}`: {why.value if isinstance(why, ast.Constant) else '?'}")
    return "\n".join(found)


BLOCKS = {"who": who_can_see_what, "beyond": looks_beyond}


def renewed(text: str) -> str:
    for name, made in BLOCKS.items():
        text = re.sub(
            rf"<!-- {name} -->.*?<!-- /{name} -->",
            lambda _, name=name, made=made: f"<!-- {name} -->\n{made()}\n<!-- /{name} -->",  # type: ignore[misc]
            text,
            flags=re.S,
        )
    return text


def test_the_readme_says_what_the_code_says() -> None:
    text = README.read_text("utf-8")
    assert renewed(text) == text


def test_every_command_stands_in_the_readme() -> None:
    from entraide.cli import _parser

    commands = next(action for action in _parser()._actions if action.dest != "help")
    text = README.read_text("utf-8")
    assert [name for name in commands.choices or () if f"`{name}" not in text] == []


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
