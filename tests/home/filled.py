"""What a browser would send of a form as the page shows it."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects the fields of the first form that is posted to one address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.found: dict[str, list[str]] = {}
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self.inside = (said.get("action"), said.get("method")) == (self.action, "post") and not self.found
        elif not self.inside:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in said:
            self._keep(self.select, value)
        elif tag == "textarea":
            self.text = name
            self._keep(name, "")
        elif tag == "input" and name and (said.get("type", "text") not in ("radio", "checkbox") or "checked" in said):
            self._keep(name, value)

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found[self.text] = [data.removeprefix("\r\n").removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = ""
        elif tag == "form":
            self.inside = False

    def _keep(self, name: str, value: str) -> None:
        self.found.setdefault(name, []).append(value)


def filled(page: str, action: str) -> dict[str, object]:
    """Return the fields of the form with this action, each with its values."""
    reader = _Reader(action)
    reader.feed(page)
    return dict(reader.found)
