"""The vocabulary of what may be done: `thing:deed`, each granted by rules in policy.py."""

from enum import StrEnum


class Permission(StrEnum):
    """One deed on one kind of thing."""

    SELF_SEE = "self:see"  # one's own account, agenda, sessions, feeds
    SELF_CHANGE = "self:change"
    SELF_LOOSEN = "self:loosen"  # take one of her locks away, draw other codes for loss
    SELF_TAKE = "self:take"  # everything about oneself, to take along
    SELF_ERASE = "self:erase"
    SELF_KEEP = "self:keep"  # take back that all of hers is to be erased
    SELF_PROTECT = "self:protect"  # set her mailbox aside, take it back
    SELF_MOVE = "self:move"  # her letters to another address
    GROUP_FOUND = "group:found"
    GROUP_ENTER = "group:enter"  # by a way in that one holds
    GROUP_SEE = "group:see"  # the private page of a group
    GROUP_CHANGE = "group:change"  # its settings, its listing
    INVITATION_MAKE = "invitation:make"  # invite, see and end invitations, the waiting room
    WAITING_SEE = "waiting:see"  # the waiting room, by the one who waits, or has just been let in
    ROSTER_SEE = "roster:see"
    ROSTER_CHANGE = "roster:change"  # roles, managed members
    ROSTER_TAKE = "roster:take"  # group, dates and roster as a spreadsheet
    CONTACT_SEE = "contact:see"  # one person's contact details, as far as she shows them
    MEMBER_REMOVE = "member:remove"  # end memberships, shut addresses out, decide with other organisers
    LOCK_VOUCH = "lock:vouch"  # for a member whose lock or card is lost
    CALL_MAKE = "call:make"  # the phone list, numbers for two hours, who has not been told
    CARD_CHANGE = "card:change"  # one's own card
    GROUP_LEAVE = "group:leave"
    GROUP_CLOSE = "group:close"  # for its only organiser
    MEETING_SEE = "meeting:see"
    MEETING_PLAN = "meeting:plan"  # make, move, cancel, count heads
    ANSWER_GIVE = "answer:give"
    DUTY_TAKE = "duty:take"  # and give back one's own
    DUTY_HAND_ON = "duty:hand_on"  # hand one over, or give it to somebody
    LIFT_USE = "lift:use"  # see lifts, offer and look for one
    LIFT_RECORD = "lift:record"  # an organiser sees to a managed member's
    LIFT_PHONE = "lift:phone"  # a driver's number, for who rides with her
    ANSWER_RECORD = "answer:record"  # an organiser answers for a managed member
