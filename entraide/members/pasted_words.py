"""The words that columns, names and hosts are recognised by: French, German, Dutch, English; all without accents."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


HEALTH = _set("""
    diagnostic diagnostique diagnose diagnosis maladie maladies pathologie pathologies patient patients symptome
    symptomes traitement traitements medicament medicaments medication handicap sante etat medical medicale
    medecin allergie allergies allergy allergien hopital clinique therapie therapeute psy psychiatre psychologue
    dependance addiction trouble troubles cancer stade operation operations krankheit krankheiten behandlung
    medikament medikamente arzt behinderung gesundheit ziekte ziekten behandeling medicatie dokter gezondheid
    beperking illness disease condition treatment doctor health disability therapy rechute sobriete mutuelle
    mutualite krankenkasse ziekenfonds concerne pourquoi
""")
BIRTH = _set("""
    naissance ne nee anniversaire age geburtsdatum geburtstag geboren alter geboortedatum geboorte verjaardag
    leeftijd birth birthday born dob
""")
MONEY = _set("""
    cotisation cotisations paye payee paiement euro euros montant solde iban compte banque don dons beitrag
    beitrage bezahlt konto lidgeld bijdrage betaald rekening dues fee fees paid amount account
""")
NUMBERS = _set("n no niss national registre rijksregister numero nr id identifiant matricule code reference siret")
NOTES = _set("""
    remarque remarques note notes commentaire commentaires observation observations divers info infos bemerkung
    bemerkungen notiz notizen opmerking opmerkingen nota comment comments remark remarks memo
""")
OTHERS = _set(
    "urgence urgences notfall notfallkontakt nood noodgeval emergency ice tuteur conjoint parent parents epoux"
)
STREET = _set("""
    adresse rue numero boite cp postal postale domicile strasse hausnummer plz anschrift straat adres huisnummer
    postcode address street zip quartier
""")
EMAIL = _set("email emails mail mails courriel courriels mel emailadresse mailadresse mailadres emailadres")
PHONE = _set("""
    tel telephone telephones gsm portable mobile fixe phone cell handy telefon telefonnummer handynummer
    telefoon mobiel telefoonnummer natel whatsapp telprive
""")
CALLED = _set("pseudo pseudonyme surnom pseudos spitzname bijnaam nickname alias")
FIRST = _set("prenom prenoms vorname vornamen voornaam voornamen firstname forename given rufname roepnaam")
LAST = _set("nachname familienname achternaam familienaam surname lastname patronyme famille")
NAME = _set("nom noms name namen naam names")
FULL = _set("""
    participant participants participante participantes membre membres personne personnes mitglied mitglieder
    teilnehmer deelnemer deelnemers lid leden member members person people qui inscrits inscrit
""")
TOWN = _set("ville commune localite village lieu ort stadt wohnort gemeinde stad gemeente woonplaats plaats town city")
LANGUAGES = _set("langue langues sprache sprachen taal talen language languages")

NOTHING = _set("""
    - – — / ? x n/a na non pas aucun aucune neant rien sans nein kein keine nicht geen nee neen no none nothing
    inconnu 0
""") | {f"pas {none}{what}" for none in ("de ", "d'") for what in ("mail", "email", "e-mail", "gsm", "telephone")}

HEADINGS = _set("""
    comite bureau membres membre familles proches liste groupe total totaux anciens anciennes nouveaux nouvelles
    participants benevoles volontaires amis sympathisants aidants animateurs vorstand mitglieder angehorige
    gruppe leden bestuur vrijwilligers groep members relatives board volunteers group list liste contacts
    remarques legende
""")
SUMS = _set("total totaux totaal summe gesamt sum")
TITLES = _set("""
    m mr mme mlle mrs ms miss dr prof monsieur madame mademoiselle messieurs mesdames herr frau hr dhr mevr mw
    mevrouw meneer heer soeur frere
""")
PARTICLES = _set(
    "de du des d le la les van von vander vanden van't ter ten den der vom zu zum zur di da del el al ben op"
)
FAMILY = _set("famille fam familie family")
JOINED = ("et", "und", "en", "and")  # « Jean et Marie »

GIVEN = _set("""
    adele adrien agathe agnes aicha alain albert alex alexandre alexis alice aline alphonse amandine amelie
    amina ana andre andrea andree anita ann anna anne annelies annette annick annie antoine antonio armand
    arnaud arthur astrid audrey aurelie axel barbara bart bastien bea beatrice benedicte benjamin benoit
    bernadette bernard bert bertrand birgit brigitte bruno camille carine carl carla carmen carole caroline
    catherine cecile celine chantal charles charlotte chloe chris christa christel christian christiane
    christine christophe claire clara claude claudia claudine clement colette corinne cristina cyril damien
    daniel daniele danielle david delphine denis denise didier dieter dimitri dirk dominique dora edith eddy
    edouard eliane elias elisabeth elise elke ella elodie els elsa emile emilie emma emmanuel eric erik erika
    estelle esther etienne eva eveline evelyne fabian fabienne fabrice farid fatima felix fernand fernande filip
    firmin florence florian franca francine francis franck francois francoise frank franz fred frederic
    frederique fritz gabriel gabrielle gaston geert genevieve georges gerard gerda germaine gert ghislaine
    gilbert gilberte gilles ginette giovanni gisele godelieve greet greta gregory griet guido guillaume gustave
    guy hakim hans hassan heidi heinz helena helene helga henri henriette herman hilde hubert hugo hugues ida
    ines inge ingrid irene iris isabelle ivan jack jacky jacqueline jacques jan jana jean jeanne jeannine jef
    jenny jeremy jerome jessica joanna joel joelle johan johanna johannes john jolien jordan jorg jos jose josee
    josef joseph josephine josiane josette joyce juan judith jules julia julie julien juliette jurgen justine
    karel karim karin karine karl karolien kathleen kathrin katia katrien kevin khadija klaus koen kris kurt
    laetitia lambert lara laura laure laurence laurent lea leen leila lena leo leon leonie liliane lina linda
    lise lisa lode louis louisa louise luc luca lucas lucette lucie lucien lucienne ludo ludovic lut lydia lydie
    madeleine magali magda mandy manon manuel marc marcel marcelle marcelline margot marguerite maria marianne
    marie mariette marijke marina mario marion mark marlene marthe martin martine mathieu mathilde matthias maud
    maurice max maxime melanie mia michael michel michele micheline mieke mike mireille mohamed monica monika
    monique muriel myriam nadia nadine nancy natacha nathalie nele nicolas nicole nina noel noelle nora odette
    odile olga olivier ortrud oscar pascal pascale patrice patricia patrick paul paula paulette pauline pedro
    peggy peter petra philippe pia pierre piet pieter rachel rachid raf raymond raymonde regine reinhard renate
    rene renee rita rob robert roberte robin roger roland rolande romain rosa rosalie rose rosette roxane rudi
    ruth sabine sabrina said salvatore samir samuel sandra sandrine sara sarah sebastien serge severine sigrid
    silke simon simone solange sonia sophia sophie stef stefaan stefan stefanie stephane stephanie steven
    susanne suzanne sylvain sylvia sylvie tamara tanja tatiana thea theo theodora theophile therese thibault
    thierry thomas tim tine tom trees ulrich ulrike ursula valentin valerie vanessa vera veronique victor
    vincent viviane walter wendy werner wilfried willem willy wim wolfgang xavier yann yasmina yolande youssef
    yves yvette yvonne zoe
""")

HOSTS = sorted(
    _set("""
    gmail.com hotmail.com hotmail.be hotmail.fr outlook.com outlook.be outlook.fr yahoo.com yahoo.fr icloud.com live.com
    live.be live.fr skynet.be telenet.be proximus.be scarlet.be orange.fr wanadoo.fr laposte.net free.fr sfr.fr voo.be
    gmx.de gmx.net web.de t-online.de bluewin.ch msn.com me.com
""")
)
MISTYPED = {
    "gmail": "gmail.com", "gmail.be": "gmail.com", "gmail.fr": "gmail.com", "gmail.de": "gmail.com",
    "gmail.nl": "gmail.com", "gmailcom": "gmail.com", "hotmail": "hotmail.com", "outlook": "outlook.com",
    "yahoo": "yahoo.com", "skynet": "skynet.be", "skynet.com": "skynet.be", "telenet": "telenet.be",
    "laposte.fr": "laposte.net", "orange.com": "orange.fr",
}  # fmt: skip
