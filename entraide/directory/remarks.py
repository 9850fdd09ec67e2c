"""Every sentence an import can say about a document or a row, with the code a program reads."""

from __future__ import annotations

from entraide.directory.drafts import Remark


def N_(msgid: str) -> str:  # noqa: N802 (the name gettext's extraction knows)
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return msgid


# why a document cannot be read
NOT_UTF8 = N_("This file is not text in UTF-8, so nothing could be read.")
NOT_JSON = N_("This file is neither JSON nor a table with Meeting Guide's column names, so nothing could be read.")
NOT_A_LIST = N_("This file holds no list of meetings, so nothing could be read.")
TOO_DEEP = N_("This file is nested too deeply to be a list of meetings, so nothing could be read.")
TOO_LARGE = N_("This file is too large to be a list of meetings, so nothing was read.")

# why a row is refused
NOT_A_ROW = Remark("not_a_row", N_("This entry is not a meeting with named fields."))
NO_SLUG = Remark("no_slug", N_("The row has no slug, so the next import could not recognise it."))
DUPLICATE_SLUG = Remark("duplicate_slug", N_("Row %(line)d has the same slug; give each meeting its own."))
NO_NAME = Remark("no_name", N_("The row names neither a meeting nor a group."))
UNKNOWN_DAY = Remark("unknown_day", N_("The day of the week cannot be understood."))
UNKNOWN_TIME = Remark("unknown_time", N_("The hour of the meeting cannot be understood."))

# what a reader of an accepted row should know
BY_APPOINTMENT = Remark(
    "by_appointment", N_("The row has no day: the group comes in, by appointment, without meetings.")
)
NO_TIME = Remark("no_time", N_("The row has a day but no hour: the group comes in without meetings."))
SOME_DAYS_UNKNOWN = Remark("some_days_unknown", N_("One of the days cannot be understood and was left out."))
UNKNOWN_END = Remark("unknown_end", N_("The end cannot be understood: one hour is assumed."))
ENDS_NEXT_DAY = Remark(
    "ends_next_day", N_("The end is not after the start: the meeting is taken to end on the next day.")
)
UNKNOWN_ZONE = Remark("unknown_zone", N_("The time zone is not a known one and was left out."))
UNKNOWN_UPDATED = Remark("unknown_updated", N_("The date of the last change cannot be understood and was left out."))
SLUG_REPLACED = Remark(
    "slug_replaced", N_("The slug is too long or not fit for an address; a short mark stands for it.")
)
SHORTENED = Remark("shortened", N_("A text was too long and was shortened."))
CONTACTS_LEFT_OUT = Remark("contacts_left_out", N_("Names, addresses and numbers of contact persons were left out."))
CONTRIBUTIONS_LEFT_OUT = Remark("contributions_left_out", N_("Names for payments were left out."))
CONTACT_REMOVED = Remark("contact_removed", N_("An e-mail address or phone number was removed from the row's texts."))
SECRET_MOVED = Remark("secret_moved", N_("A link, meeting number or passcode was moved to what only members see."))
LINK_FROM_TEXT = Remark(
    "link_from_text",
    N_("The link to join stood only in a text: it is kept for members, please check the kind of meeting."),
)
UNKNOWN_PROVIDER = Remark(
    "unknown_provider",
    N_("The link leads to no known meeting service: it is kept, but the meeting is not taken for online."),
)
UNUSABLE_LINK = Remark("unusable_link", N_("The link to join is not an address; its words are kept for members."))
UNUSABLE_PHONE = Remark("unusable_phone", N_("The number to dial in cannot be dialled and was left out."))
LOCATION_CLOSED = Remark(
    "location_closed", N_("The place is closed for now and there is no link: the meetings are paused.")
)
NO_PLACE = Remark("no_place", N_("There is neither an exact place nor a link: the meetings are paused."))
OPEN_AND_CLOSED = Remark("open_and_closed", N_("The row says both open and closed: neither was taken."))
LOCAL_TAGS = Remark("local_tags", N_("Unknown type codes were kept as labels of this group."))
NOT_A_WORD = Remark("not_a_word", N_("Something that is not a word was left out of a list."))
MONTHLY_WORDS = Remark(
    "monthly_words", N_("The texts speak of certain dates of the month: this was not applied, please check.")
)

# what bringing it in adds
DEFAULT_ZONE = Remark(
    "default_zone", N_("The row has no time zone: the usual one of this instance was taken (--timezone gives another).")
)
PAUSED = Remark("paused", N_("The series came in without dates: its meetings are paused."))
CLOCKS_CHANGE = Remark(
    "clocks_change",
    N_("On the day the clocks change, this hour is left out or comes twice: the nearest or the first was taken."),
)
KEPT_SHORTER = Remark("kept_shorter", N_("A name or text is longer than what is kept here and was shortened."))
ENDED_HERE = Remark("ended_here", N_("The group ended this series itself: the row's change was not taken over."))
CLOSED_HERE = Remark("closed_here", N_("This group is closed here: nothing of it was changed."))
ERASED_HERE = Remark("erased_here", N_("This group was erased here in %(month)s; it was not founded again."))
KEPT_BY_OTHERS = Remark("kept_by_others", N_("This group is no longer kept by this person: nothing of it was changed."))
NOT_STORED = Remark("not_stored", N_("The row could not be stored; the others were not touched by it."))
