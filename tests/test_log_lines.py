"""Logs are one JSON object a line, and hold nothing of anybody."""

import json
import logging

from entraide.logs import Lines, Words

SECRET = "lise@poste.example"


def record(name: str, text: str, *values: object, fault: BaseException | None = None) -> logging.LogRecord:
    info = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.LogRecord(name, logging.WARNING, __file__, 1, text, values, info)


def failed() -> BaseException:
    try:
        raise ValueError(f"cannot write to {SECRET}")
    except ValueError as fault:
        return fault


def test_a_line_says_when_how_grave_who_and_what() -> None:
    said = json.loads(Lines().format(record("entraide.mail.sender", "letter %s was taken over", 7)))
    assert said.pop("at").endswith("+00:00")
    assert said == {"level": "warning", "from": "entraide.mail.sender", "says": "letter 7 was taken over"}


def test_another_packages_values_are_left_out() -> None:
    assert SECRET not in Lines().format(record("smtplib", "refused: %s", SECRET))


def test_a_fault_is_told_by_its_place_and_not_by_its_words() -> None:
    line = Lines().format(record("entraide", "failed", fault=failed()))
    assert "ValueError < test_log_lines.py:" in line
    assert SECRET not in line


def test_a_line_break_in_what_is_said_breaks_no_line() -> None:
    assert "\n" not in Lines().format(record("entraide", "two\nlines"))


def test_somebody_at_a_terminal_reads_words() -> None:
    assert Words().format(record("entraide", "the worker stops")).endswith("warning: the worker stops")
