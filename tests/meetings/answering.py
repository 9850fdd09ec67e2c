"""A meeting's page as its readers find it, in French."""

import re
from datetime import UTC, datetime

from entraide.access.tokens import short

WHEN = datetime(2027, 3, 9, 19, tzinfo=UTC)  # a Tuesday, 20 h in Brussels
NEWS = {"accept-language": "fr"}


def read(client, meeting_id, path="") -> str:
    """Return a page's words, without markup."""
    answer = client.get(f"/rencontre/{short(meeting_id)}{path}", headers=NEWS)
    assert answer.status_code == 200
    main = answer.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


def answers_with(client, meeting_id, **fields):
    """Press an answer on the page."""
    return client.post(f"/rencontre/{short(meeting_id)}/reponse", fields, headers=NEWS)
