"""Every form that takes words or facts about people says who reads them; every other is listed here with its reason."""

import re

import pytest

from tests.test_templates import PAGES, ROOT, source_of

CODE = "what is typed is compared and not kept"
DATES = "days and hours of the group, nothing about a person"

SAYS = {
    "accounts/code.html": "Any name. Shown only to people who share your mailbox.",
    "accounts/locks/list.html": "Shown to people who share your mailbox; with the tick above, to nobody.",
    "accounts/locks/show.html": "So that you know it again. Only you see it.",
    "accounts/move.html": "Codes and letters go there. No group sees it unless you put it on your card.",
    "accounts/move_agree.html": "Any name. Shown only to people who share your mailbox.",
    "accounts/_new_address.html": "Shown to nobody, unless you decide so.",
    "accounts/sign_in.html": "The address serves for this code alone.",
    "accounts/who.html": "Any name. Shown only to people who share your mailbox.",
    "calendars/_content.html": "For example: my telephone. Only you see this.",
    "groups/listing.html": (
        "The name and the chapter are always shown. Tick what else may be public. "
        "No meeting, no place and no person ever is."
    ),
    "groups/settings.html": "Only organisers see this page. What you change here stays private.",
    "home/found.html": "The group is private: nobody finds it until you decide so.",
    "home/kit.html": (
        "What you type here goes onto the paper and is kept nowhere. What you leave empty stays a line to write on."
    ),
    "meetings/_anonymous.html": "Your name appears to nobody on the site. In a small group, somebody may guess.",
    "meetings/_came.html": "Only those who organise see this.",
    "meetings/_show.html": (
        "Members read your answer, with your name in this group. It is erased %(days)s days after the date."
    ),
    "meetings/change.html": "What members should know. For members only.",
    "meetings/days.html": "For members only.",
    "meetings/duty_plan.html": "Read by whoever has it, and by those who organise.",
    "meetings/letters.html": (
        "This is how the next date would look on your locked phone. Choose what suits you; nobody is told."
    ),
    "meetings/lifts.html": (
        "Only members of this group see this page. Whoever offers or looks for a seat is named here, "
        "by the name in this group; it is erased %(days)s days after the date."
    ),
    "meetings/link.html": (
        "Your answer is read by the same people as on the site, and erased %(days)s days after the date."
    ),
    "meetings/move.html": (
        "Places stay as they are. Answers are marked « from before the change », and the members are told by letter."
    ),
    "meetings/phone_list.html": "Members read these answers. They are erased %(days)s days after the date.",
    "meetings/plan.html": "Only members see it.",
    "meetings/presences.html": "Members read these answers. They are erased %(days)s days after the date.",
    "meetings/print.html": "Only if you tick the box. It is not kept.",
    "meetings/told.html": (
        "Those who organise share the ticks. Load the page again to see the others'. "
        "Ticks are erased %(days)s days after the date."
    ),
    "members/_call_wish.html": (
        "The organisers see your wish, and your name when it is time. They need your number: show it to them."
    ),
    "members/_entry.html": "Read by those who organise; by members only if you choose so on your card.",
    "members/_see.html": "What for? The member reads your answer, your name and the day.",
    "members/card.html": "Who sees what?",
    "members/hand_address.html": (
        "Those who organise see only part of an address. Unused, it is erased after %(days)s days."
    ),
    "members/invite.html": "Those who organise see only part of an address. Unused, it is erased after %(days)s days.",
    "members/managed.html": "Only organisers can ask to see it.",
    "members/paste.html": "Only those who organise see the list.",
    "members/paste_keep.html": (
        "These people are written down at once. Ask each whether she agrees, and note it: "
        "without that she is erased after 28 days."
    ),
    "members/paste_rows.html": "Nothing is kept yet. The next page says what will happen.",
    "members/pasted.html": "Today's date and your name in this group are kept with it.",
    "members/pasted_row.html": "Without an answer this line is erased on %(day)s.",
    "members/vouch.html": "The others who organise read that you vouched.",
    "rights/end_role.html": "%(name)s is written to at once and reads it here, and so do the other organisers.",
    "rights/leave.html": (
        "Choose somebody who agrees: ask first. It holds at once, a letter says that something was entrusted, "
        "and whoever it is can hand it on in turn."
    ),
    "rights/own_data.html": "Any name. Shown only to people who share your mailbox.",
    "rights/remove.html": "No reason is asked, and none is kept.",
}

NEED_NOT = {
    "accounts/_lock.html": CODE,
    "accounts/card.html": CODE,
    "accounts/card_own.html": CODE,
    "accounts/confirm_phrase.html": CODE,
    "accounts/locks/app.html": CODE,
    "accounts/locks/door.html": CODE,
    "accounts/locks/try_card.html": CODE,
    "accounts/own_card.html": CODE,
    "calendars/feeds.html": "the fields of a partial that says it",
    "home/_meet.html": "the three buttons of the meeting's page, which says it",
    "home/display.html": "how pages look, nothing about a person",
    "meetings/_first.html": DATES,
    "meetings/cancel.html": DATES,
    "meetings/check.html": DATES,
    "meetings/end.html": DATES,
    "meetings/link_confirm.html": "one button, after the page that says it",
    "meetings/link_done.html": "another answer, after the page that says it",
    "meetings/place.html": "takes or leaves a place asked for on a page that says it",
    "members/_consent_form.html": "chooses what is printed; nothing of it is kept",
    "members/join_spoken.html": CODE,
    "members/lost.html": CODE,
    "members/paste_columns.html": "what the columns of a list mean; nothing is kept before another page says it",
    "rights/erase.html": "ticks that one has read what is written above",
    "rights/protection_words.html": CODE,
}

ASKS = re.compile(
    r"forms\.(?:field|check|checks|radios|segments|date3)\(|ui\.rsvp\(|<select|<textarea(?![^>]*readonly)"
    r'|<input(?![^>]*type="hidden")'
)
CHOOSES = re.compile(r'forms\.submit\((?:[^()]|\([^()]*\))*name="(?!again|change|unlisted)')
DESCRIPTIONS = "".join(path.read_text("utf-8") for path in (ROOT.parent / "entraide").rglob("*forms*/*.py"))
DESCRIPTIONS += "".join(path.read_text("utf-8") for path in (ROOT.parent / "entraide").rglob("forms.py"))


def asks(name: str) -> bool:
    """Say whether a template has a field to fill in, a box to tick or several answers to choose among."""
    source = source_of(name)
    return bool(ASKS.search(source) or CHOOSES.search(source))


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("_macros/") and asks(name)])
def test_a_form_says_who_reads_it_or_need_not(name: str) -> None:
    assert (name in SAYS) != (name in NEED_NOT), "a line under its button: who reads it, and how long it is kept"


@pytest.mark.parametrize("name", SAYS)
def test_what_a_form_says_stands_on_its_page(name: str) -> None:
    said = f'_("{SAYS[name]}"'
    is_said_by_the_field = f'description=_l("{SAYS[name]}")' in DESCRIPTIONS and "forms.field(" in source_of(name)
    assert said in source_of(name) or is_said_by_the_field


@pytest.mark.parametrize("name", NEED_NOT)
def test_a_form_that_need_not_say_it_still_stands(name: str) -> None:
    assert asks(name)


@pytest.mark.parametrize(
    "source",
    [
        "{{ forms.field(form.diagnosis) }}",
        '<textarea name="why"></textarea>',
        '<input class="w8" name="age">',
        '{{ forms.submit(_("Yes"), look="soft", name="ill", value="yes") }}',
    ],
)
def test_a_new_field_would_be_noticed(source: str) -> None:
    assert ASKS.search(source) or CHOOSES.search(source)


@pytest.mark.parametrize(
    "source",
    [
        "<textarea readonly>a text</textarea>",
        '<input type="hidden" name="revision">',
        '{{ forms.submit(_("Save")) }}{{ forms.submit(_("Change"), name="change") }}',
    ],
)
def test_what_asks_nothing_is_left_alone(source: str) -> None:
    assert not ASKS.search(source)
    assert not CHOOSES.search(source)
