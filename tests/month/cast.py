"""Who takes part: the founder, the list she pastes, and a newcomer whom nobody had on the list."""

AGNES, NEWCOMER = "Agnès M.", "Mona"
ADDRESSES = {
    AGNES: "agnes@poste.example",
    "Bernard C.": "bernard@poste.example",
    "Claire D.": "claire@poste.example",
    "Denise E.": "denise@poste.example",
    "Émile F.": "emile@poste.example",
    "Fatima H.": "fatima@poste.example",
    "Gérard I.": "gerard@poste.example",
    "Jules L.": "jules@poste.example",  # from the day he has one
    NEWCOMER: "mona@poste.example",
}
NAMES = {address: name for name, address in ADDRESSES.items()}
INVITED = ["Bernard C.", "Claire D.", "Denise E.", "Émile F.", "Fatima H.", "Gérard I."]
BY_PHONE = ["Hélène J.", "Ida K.", "Jules L."]
ON_PAPER = ["Karin M.", "Léon N."]
GROUP, THEME = "Les Mésanges", "deuil"
HALL, OTHER_HALL = "Maison des Aînés", "Salle du Pont"
TITLES = ("Table ronde", "Café du mardi", "Promenade", "Soirée crêpes")
SPREADSHEET = """\
NOM\tPrénom\tCourriel\tGSM\tRemarque
Colin\tBernard\tbernard@poste.example\t\tvient avec sa canne
Denis\tClaire\tclaire@poste.example\t0470.11.22.33\t
Evrard\tDenise\tdenise@poste.example\t\t
Fontaine\tÉmile\temile@poste.example\t\t
Haddad\tFatima\tfatima@poste.example\t\t
Istace\tGérard\tgerard@poste.example\t\t
Jacob\tHélène\t\t0471.00.00.01\t
Kremer\tIda\t\t0471.00.00.02\t
Lambert\tJules\t\t0471.00.00.03\t
Maes\tKarin\t\t\t
Nys\tLéon\t\t\t
"""
