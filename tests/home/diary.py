"""Somebody's agenda in French, and what stands in it."""

from tests.people import Client

FRENCH = {"Accept-Language": "fr"}


def agenda(client: Client, query: str = "") -> str:
    """Return the words of the page."""
    answer = client.get(f"/agenda{query}", headers=FRENCH)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")
