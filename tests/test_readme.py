"""README's tables are printed from the code. `python -m tests.test_readme` writes them anew."""

import ast
import re
from pathlib import Path

from entraide.access.policy import RULES
from entraide.settings import ROOT

README = ROOT / "README.md"
WHO = {
    "_signed_in": "whoever is signed in, for herself",
    "_whole": "whoever is signed in, unless by what organisers restored: it opens their own group alone",
    "_member": "members of the group",
    "_organiser": "organisers of the group",
    "_waiting": "who waits in the group's waiting room",
    "_holder": "who has the duty",
    "_rider": "who rides along",
}


def who_can_see_what() -> str:
    deeds: dict[str, list[str]] = {}
    for permission, rules in RULES.items():
        who = "; ".join(sorted(WHO[rule.__name__] for rule in rules))
        deeds.setdefault(who or "nobody", []).append(f"`{permission.value}`")
    return "\n".join(["| who | may |", "|---|---|", *(f"| {who} | {', '.join(may)} |" for who, may in deeds.items())])


def looks_beyond() -> str:
    found: dict[Path, list[str]] = {}
    for file in sorted((ROOT / "entraide").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "everywhere" in ast.unparse(node.func) and node.args:
                why = node.args[0]
                said = str(why.value) if isinstance(why, ast.Constant) else "?"
                found.setdefault(file.relative_to(ROOT), []).append(said)
    return "\n".join(f"- `{file}`: {'; '.join(whys)}" for file, whys in found.items())


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
