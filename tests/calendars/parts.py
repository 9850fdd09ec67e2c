"""A feed's lines and components as they stand in its bytes, read without any library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One unfolded content line."""

    name: str
    parameters: str
    value: str

    @classmethod
    def read(cls, line: str) -> "Line":
        if (match := LINE.fullmatch(line)) is None:
            raise ValueError(f"not a content line: {line}")
        return cls(match[1], match[2], match[3])

    @property
    def zone(self) -> str:
        """Its TZID, empty without one."""
        return self.parameters.partition("TZID=")[2].partition(";")[0].strip('"')


@dataclass(frozen=True)
class Part:
    """A component with its own lines."""

    kind: str
    lines: list[Line]
    parts: list["Part"]

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        return next((line.value for line in self.all(name)), "")

    def of_kind(self, kind: str) -> list["Part"]:
        return [part for part in self.parts if part.kind == kind]

    def every(self) -> Iterator["Part"]:
        yield self
        for part in self.parts:
            yield from part.every()


def unfolded(feed: bytes) -> str:
    """Join what was folded; lines still end in CRLF."""
    return feed.decode().replace("\r\n ", "")


def read(feed: bytes) -> Part:
    """Read the one calendar of a feed, or ValueError."""
    lines = [Line.read(line) for line in unfolded(feed).removesuffix("\r\n").split("\r\n")]
    top = Part("", [], [])
    stack = [top]
    for line in lines:
        if line.name == "BEGIN":
            part = Part(line.value, [], [])
            stack[-1].parts.append(part)
            stack.append(part)
        elif line.name == "END":
            if stack.pop().kind != line.value or not stack:
                raise ValueError(f"END:{line.value} ends nothing")
        elif stack[-1].parts:
            raise ValueError(f"{line.name} stands after a component")
        else:
            stack[-1].lines.append(line)
    if [part.kind for part in stack] != [""] or [part.kind for part in top.parts] != ["VCALENDAR"] or top.lines:
        raise ValueError("not one whole VCALENDAR")
    return top.parts[0]
