"""What organisers choose between when somebody's part in a group is to end."""

from flask_babel import lazy_gettext as _l

from entraide.members.models import DecisionKind

END, BAN = "end", "ban"
HOW = {
    END: (_l("End the membership"), _l("This person can come back by a new invitation.")),
    BAN: (
        _l("End it, and shut the address out"),
        _l("For 24 months this person's e-mail address does not lead into this group."),
    ),
}
ENDS = {
    DecisionKind.ROLE: (_l("The role alone"), _l("This person stays a member like any other.")),
    DecisionKind.REMOVE: (_l("The role and the membership"), _l("This person can come back by a new invitation.")),
    DecisionKind.BAN: (
        _l("The role and the membership, and the address is shut out"),
        _l("For 24 months this person's e-mail address does not lead into this group."),
    ),
}
