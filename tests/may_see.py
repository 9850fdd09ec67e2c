"""Who may see which secret of the marked world, in words: what the crawl compares with, exactly."""

KINDS = {
    "nobody": None,
    "the invited": None,
    "the one with the link": "lina",
    "the outsider": "nina",
    "the waiting": "wim",
    "the member": "mia",
    "the discreet member": "dina",
    "the blocked member": "bob",
    "the giver": "gil",
    "the organiser": "olga",
    "the member elsewhere": "bea",
    "the organiser elsewhere": "omar",
    "the one in both": "ana",
}
"""Kinds of people, and who of the marked world they are. The invited is nobody yet: she holds a letter."""

MEMBERS = {
    "the member",
    "the discreet member",
    "the blocked member",
    "the giver",
    "the organiser",
    "the one in both",
}
PEOPLE = {
    "nobody": set(),
    "whoever is not signed in, and the members": {
        "nobody",
        "the invited",
        "the member elsewhere",
        "the organiser elsewhere",
        "the one in both",
    },
    "the members": MEMBERS,
    "the members but the blocked": MEMBERS - {"the blocked member"},
    "the members and the invited": MEMBERS | {"the invited"},
    "the members and whoever holds a way in": MEMBERS | {"the invited", "the one with the link"},
    "the organiser": {"the organiser"},
    "the organiser and the one with the link": {"the organiser", "the one with the link"},
    "the organiser and whoever has a place": {"the organiser", "the member"},
    "the members there": {"the member elsewhere", "the organiser elsewhere", "the one in both"},
    "the organiser there": {"the organiser elsewhere"},
}
MAY_SEE = {
    # identity: never another's
    "*: person's id": "nobody",
    "*: session": "nobody",
    "*: own words": "herself",
    "what Mia typed too late": "nobody",  # it is shown to the browser that sent it
    "hana: the number of her card": "nobody",  # it is shown to whoever hands it over, that once
    "hana: the words handed over": "nobody",
    "*: own address": "herself",
    "ana: address to come": "nobody",  # until it holds; whoever reads the present mailbox may be reading along
    "*: first name": "herself",
    "*: device": "herself",
    "mia: lock": "herself",
    "mia: the seed of her app": "nobody",
    "mia: code for loss *": "nobody",
    "*: * feed's label": "herself",
    "*: * feed's address": "herself",
    # a group that is not listed
    "Aulnes: name": "the members and the invited",
    "Aulnes: called": "the organiser",
    "Aulnes: the link to join": "the organiser and the one with the link",
    "Aulnes: the spoken code": "the organiser",
    "Aulnes: *": "the members",
    "Aulnes online soon: link": "the organiser and whoever has a place",
    "Aulnes online soon: dial_in": "the organiser and whoever has a place",
    "Aulnes online later: link": "the organiser",
    "Aulnes online later: dial_in": "the organiser",
    "Aulnes online soon: hour": "the members and the waiting",  # the next meeting's day and hour, nothing else
    "Aulnes *: *": "the members",
    # its members
    "olga in Aulnes: name": "the members and whoever holds a way in",
    "wim in Aulnes: *": "the organiser",
    "hana in Aulnes: phone": "the organiser",
    "tilda in Aulnes: phone, *": "the organiser",
    "zoe on the list: name": "the organiser",
    "hana in Aulnes: name": "the members",
    "mia in Aulnes: what must be known of the key": "herself and the organiser",
    "gil in Aulnes: phone, for me": "herself and the blocked member",  # to whom he gave it; Mia blocks her
    "mia in Aulnes: *, for group": "the members but the blocked",
    "* in Aulnes: *, for me": "herself",
    "dina in Aulnes: *": "herself and the organiser",
    "* in Aulnes: *, for organisers": "herself and the organiser",
    "* in Aulnes: *": "the members",
    # a group that published its name and area, and whose cards are for organisers at most
    "Bouleaux: name": "whoever is not signed in, and the members",
    "Bouleaux: area": "whoever is not signed in, and the members",
    "Bouleaux: called": "the organiser there",
    "Bouleaux: *": "the members there",
    "Bouleaux *: *": "the members there",
    "* in Bouleaux: town, *": "herself",  # a field the group does not have
    "* in Bouleaux: *, for *": "herself and the organiser there",
    "* in Bouleaux: *": "the members there",
}
"""Who may see what on pages: the first pattern that fits a secret rules it."""

RECOGNISABLE = [
    "olga in Aulnes: name",
    "Aulnes table: hour",
    *(f"Aulnes {what}: {part}" for what in ("table", "series") for part in ("place", "address")),
]
FULL = [
    "Aulnes: name",
    *(f"Aulnes {what}: {part}" for what in ("table", "series") for part in ("title", "how_to_find")),
]
IN_LETTERS = {
    "olga": ["olga: own address", *RECOGNISABLE],
    "ana": ["ana: own address", *RECOGNISABLE, "Bouleaux table: hour"],
    "mia": ["mia: own address", *RECOGNISABLE, *FULL],
    "bob": ["bob: own address", *RECOGNISABLE],
    "gil": ["gil: own address", *RECOGNISABLE],
    "dina": ["dina: own address", "dina in Aulnes: own words", "Aulnes table: hour"],
    "bea": ["bea: own address", "Bouleaux table: hour"],
    "omar": ["omar: own address", "Bouleaux table: hour"],
    "ivan": ["ivan: own address", "olga in Aulnes: name"],
    "zoe": ["zoe: own address", "olga in Aulnes: name"],
}
"""What letters tell: Mia reads them full, Dina and everybody of the Bouleaux very discreet, the others recognisable."""

PUBLISHED = {"Bouleaux: name", "Bouleaux: area"}
