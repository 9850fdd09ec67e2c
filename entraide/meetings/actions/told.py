"""News that everybody is to hear of: kept with the deed that makes it, ticked off member by member, forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from entraide.clock import now
from entraide.db import db, upsert
from entraide.meetings.models import Meeting, News, NewsKind, Series, Told
from entraide.members.models import Membership

A_MONTH = timedelta(days=35)  # after its first two dates a change of a monthly series is no news
QUIETLY = {"synchronize_session": False}


def keep_news(meeting: Meeting, kind: NewsKind, *, due: datetime, by: UUID | None) -> None:
    """Keep that a meeting moved or was cancelled, in the transaction of the deed; what was told before counts no more.

    `due`: when its letters may leave. It matters until the old and the new start are over.
    """
    before = meeting.moved_from if kind is NewsKind.MOVED else None
    before = before or meeting.starts_at
    until = max(before, meeting.starts_at)
    _keep(kind, meeting.id, meeting.sequence, [meeting], before=before, until=until, due=due, by=by)


def keep_news_of_series(
    series: Series, kind: NewsKind, dates: Sequence[Meeting], *, due: datetime, by: UUID | None
) -> None:
    """Keep one change of many dates as one piece of news; it matters for a month, or until the last of them."""
    if not dates:
        return
    first, last = dates[0].starts_at, dates[-1].starts_at
    until = min(last, first + A_MONTH)
    _keep(kind, series.id, series.revision, dates, before=first, until=until, due=due, by=by)


def tick(news: News, membership_id: UUID, by: UUID) -> None:
    """Note that a member was told; of two helpers who tick at once the first stands."""
    row = {
        "group_id": news.group_id,
        "id": uuid4(),
        "news_id": news.id,
        "membership_id": membership_id,
        "by_id": by,
        "at": now(),
    }
    once = upsert(db.session())(Told).on_conflict_do_nothing(
        index_elements=[Told.group_id, Told.news_id, Told.membership_id]
    )
    db.session.execute(once, [row])


def untick(news: News, membership_id: UUID) -> None:
    """Take a tick back, whoever made it."""
    of_this = (Told.group_id == news.group_id) & (Told.news_id == news.id) & (Told.membership_id == membership_id)
    db.session.execute(delete(Told).where(of_this), execution_options=QUIETLY)


def forget_told(membership: Membership) -> None:
    """Erase what says that a member was told: she leaves."""
    of_her = (Told.group_id == membership.group_id) & (Told.membership_id == membership.id)
    db.session.execute(delete(Told).where(of_her), execution_options=QUIETLY)


def forget_news(group_id: UUID, before: datetime) -> None:
    """Erase a group's news that ceased to matter before an instant, with every tick."""
    over = select(News.id).where(News.group_id == group_id, News.until < before)
    ids = list(db.session.scalars(over))
    of_these = (Meeting.group_id == group_id) & Meeting.news_id.in_(ids)
    unlinked = update(Meeting).where(of_these).values(news_id=None, tell_until=None)
    db.session.execute(unlinked, execution_options=QUIETLY)
    ticks = delete(Told).where(Told.group_id == group_id, Told.news_id.in_(ids))
    db.session.execute(ticks, execution_options=QUIETLY)
    db.session.execute(delete(News).where(News.group_id == group_id, News.id.in_(ids)), execution_options=QUIETLY)


def _keep(
    kind: NewsKind,
    subject_id: UUID,
    turn: int,
    dates: Sequence[Meeting],
    *,
    before: datetime,
    until: datetime,
    due: datetime,
    by: UUID | None,
) -> None:
    """Keep one piece of news, and let its dates point at it."""
    news = News(
        group_id=dates[0].group_id,
        id=uuid4(),
        kind=kind,
        subject_id=subject_id,
        turn=turn,
        at=now(),
        due=due,
        before=before,
        until=until,
        by_id=by,
    )
    db.session.add(news)
    for meeting in dates:
        meeting.news_id, meeting.tell_until = news.id, until
    db.session.flush()
