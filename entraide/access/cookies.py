"""The cookies: who one is, the asking browser, how it wants its pages. Plain names only on loopback."""

from typing import Any

from flask import request

from entraide.settings import Settings, current


def name_of(name: str, settings: Settings | None = None) -> str:
    """Return a cookie's full name: `__Host-` on https, plain on this machine's loopback."""
    return f"__Host-{name}" if (settings or current()).is_https else name


def read(name: str) -> str:
    """Return what this browser sent under a name, or the empty text."""
    return request.cookies.get(name_of(name), "")


def write(answer: Any, name: str, value: str, *, seconds: int | None = None, strict: bool = False) -> None:
    """Set a cookie; without `seconds` it ends with the browser."""
    answer.set_cookie(
        name_of(name),
        value,
        max_age=seconds,
        secure=current().is_https,
        httponly=True,
        samesite="Strict" if strict else "Lax",
        path="/",
    )


def drop(answer: Any, name: str) -> None:
    """Ask the browser to forget a cookie."""
    answer.delete_cookie(name_of(name), secure=current().is_https, httponly=True, samesite="Lax", path="/")
