"""A list as an organiser kept it for years: thirty lines with all that spreadsheets do to names and numbers."""

TITLE = "Groupe de parole\tListe 2024"
HEADER = "\t".join(["N°", "NOM", "Prénom", "", "Adresse mail", "GSM", "Tél. fixe", "Né le", "Diagnostic", "Cotisation"])
PEOPLE = [
    # number, last, first, empty, mail, mobile, landline, born, diagnosis, dues
    "1\tDUPONT\tMarie\t\tmarie.dupont@poste.example\t0475.12.34.56\t\t12/03/1951\tFM\toui",
    "2\tDupont\tMonique\t\tmonique@poste.example\t\t\t\t\toui",
    "3\tDURAND\tJean et Odile\t\tdurand@maison.example\t081/22.33.44\t\t\t\tnon",
    "4\tVan den Berg\tLouise\t\tlouise@gmial.example\t+32 (0)476 11 22 33\t\t1.4.1948\t\toui",
    "5\tPEETERS\tLuc\t\t\t475123456\t\t\t\toui",
    "6\tLAMBERT\tAnne-Marie\t\t\t4.75E+08\t\t\t\t",
    "7\tMARTIN\tGeorgette\t\t\t\t\t\tdébut 2019\toui",
    "",
    "Comité\t\t\t\t\t\t\t\t\t",
    "8\tLEROY\tPaul\t\tpaul.leroy@poste.example\t'0475998877\t\t\t\toui",
    "9\t\tSimone\t\t\t\t\t\t\t",  # merged with Paul's line: his wife
    "10\tClaes\tRita\t\trita(at)poste.example\t\t\t\t\toui",
    '11\tHubert\tJosé\t\t"jose@poste.example\njose.hubert@travail.example"\t0470 00 00 01\t\t\t\toui',
    "12\tNoël\tZoé\t\tzoe@poste.example\t0032475000002\t\t\t\t",
    "13\tSimon\tGérard\t\tnéant\t0470/00.00.03 ou 02 511 22 33\t\t\t\toui",
    "14\tMARÉCHAL\tFrançoise\t\tfrancoise@poste.example\t0470 00 00 04\t081 11 22 33\t\t\toui",
    "15\tMaréchal\tFrançoise\t\tfrancoise@poste.example\t0470 00 00 04\t\t\t\toui",  # twice
    "16\tDelvaux\tM. et Mme\t\tdelvaux@maison.example\t\t\t\t\tnon",
    "17\tGoffin\tThérèse (fille de Rita)\t\t\t1234\t\t\t\toui",
    "18\tWouters\tGreet\t\tgreet@poste.example\t\t\t\t\toui",
    "Proches\t\t\t\t\t\t\t\t\t",
    "19\tD'HONDT\tKOEN\t\tkoen@poste.example\t\t\t\t\toui",
    "20\tRousseau\tNadine/Michel\t\tnadine@poste.example ; michel@poste.example\t\t\t\t\toui",
    "21\tMichel\tAnne\t\tvia sa fille\t0470 00 00 05\t\t\t\toui",
    "22\tLemaire\tJeanne\t\t\t\t081 44 55 66\t\t\toui",
    "23\tMüller\tJürgen\t\tjuergen@poste.example\t+49 (0)241 123456\t\t\t\toui",
    '24\t"Da Silva"\tMaria\t\tmaria@poste.example\t\t\t\t"va ""mieux"""\toui',
    "25\tBodart\tÉlise\t\telise@poste.example\t\t\t\t\t",
    "26\tBodart\tEmma\t\temma@poste.example\t\t\t\t\t",
    "Total : 26\t\t\t\t\t\t\t\t\t",
]
SHEET = "\n".join([TITLE, "", HEADER, *PEOPLE, ""])
