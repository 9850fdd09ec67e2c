"""What each form, token and code may be tried: the route's address, and the names of its limits.

A route open to everybody that takes more than GET stands here, with its limits or with the reason why it has none; so
does every route of signed-in people that has a limit.
"""

from datetime import timedelta

LIMITS: dict[str, tuple[str, set[str]]] = {
    # letters: 5 an hour for an address and the block that asks, 20 for an address, 100 for a block
    "accounts.ask_sign_in": ("/connexion", {"letters from here", "letters", "letters to anybody from here"}),
    "home.ask_begin": ("/creer", {"letters from here", "letters", "letters to anybody from here"}),
    "members.ask_join": ("/j/{token}", {"letters from here", "letters", "letters to anybody from here"}),
    "members.take_letter": ("/i/{token}", {"letters from here", "letters", "letters to anybody from here"}),
    "accounts.ask_move": (
        "/moi/adresse",
        {"letters from here", "letters", "letters to anybody from here", "addresses asked"},
    ),
    # codes, phrases and locks: five wrong tries, then a pause
    "accounts.prove": ("/connexion/code", {"code tries"}),
    "accounts.choose": ("/connexion/qui", {"who"}),
    "accounts.pass_door": ("/connexion/verrou", {"lock tries at the door", "lock tries at a door"}),
    "members.enter_by_word": ("/connexion/verrou/organisateurs", {"digits of organisers"}),
    "accounts.ask_device_at_door": ("/connexion/verrou/defi", {"asked at the door"}),
    "accounts.name_at_door": ("/connexion/verrou/nom", {"asked at the door"}),
    "accounts.enter_by_card": ("/connexion/carte", {"card tries", "cards tried from here"}),
    "members.keep_phrase": ("/connexion/carte/phrase", {"own phrases", "own phrases from here"}),
    "accounts.show_former": ("/moi/carte/ancienne", {"phrase again"}),
    "accounts.draw_phrase": ("/moi/carte/phrase", {"phrases drawn"}),
    "accounts.keep_phrase": ("/moi/carte/retenue", {"phrases drawn"}),
    "accounts.ask_confirm": ("/moi/confirmer", {"sure"}),  # a phrase or a lock shown there: as above
    "accounts.add_passkey": ("/moi/verrous/appareil", {"locks made"}),
    "accounts.keep_passkey": ("/moi/verrous/appareil/fin", {"lock tries", "lock tries of one"}),
    "accounts.add_app": ("/moi/verrous/application", {"locks made"}),
    "accounts.keep_app": ("/moi/verrous/application/fin", {"lock tries", "lock tries of one"}),
    "accounts.add_card": ("/moi/verrous/carte", {"locks made"}),
    "accounts.keep_card": ("/moi/verrous/carte/fin", {"lock tries", "lock tries of one"}),
    "accounts.ask_device": ("/moi/verrous/defi", {"passkey challenges"}),
    "members.use_code": ("/moi/acces/code", {"lock tries", "lock tries of one"}),
    "members.ask_to_vouch": ("/moi/acces/{group}", {"asks to vouch"}),
    "rights.protect": ("/moi/protection", {"phrases drawn"}),
    "rights.undo_signed_out": ("/connexion/annuler", {"undone while signed out"}),
    "rights.draw_words": ("/moi/protection/mots", {"phrases drawn"}),
    "rights.draw_words_locked": ("/moi/protection/mots/verrou", {"phrases drawn"}),
    # a code said aloud: 20 an hour for a block, 100 for a /48, 1,000 in all
    "members.hear": ("/rejoindre", {"spoken codes from here", "spoken codes from around", "spoken codes"}),
    # what a link of a letter does
    "meetings.answer_by_link": ("/r/{answer}", {"answers by link"}),
    "meetings.answer_place": ("/v/{place}", {"answers by link"}),
    "reminders.stop": ("/u/{stop}", {"letters stopped by link"}),
    # what organisers cause to be written to others
    "home.found": ("/creer/groupe", {"founding"}),
    "members.invite": ("/g/{group}/inviter", {"invitations"}),
    "members.invite_over": ("/g/{group}/membre/{member}/adresse", {"invitations"}),
    "members.open_spoken": ("/g/{group}/inviter/code", {"ways in"}),
    "members.open_link": ("/g/{group}/inviter/lien", {"ways in"}),
    "home.make_chat_link": ("/g/{group}/inviter/texte", {"ways in"}),
    "meetings.send_trial": ("/g/{group}/lettre-essai", {"trial letters"}),
    "members.hand_over": ("/g/{group}/membre/{member}/carte", {"cards handed over"}),
    "members.keep_pasted": ("/g/{group}/membres/coller/enregistrer", {"lists"}),
    "members.correct_row": ("/g/{group}/membres/liste-apportee/{member}", {"rows"}),
    "members.send_again": ("/g/{group}/membres/liste-apportee/{member}/encore", {"rows"}),
}
WITHOUT: dict[str, str] = {
    "home.choose_display": "sets a cookie of the asking browser; nothing is guessed, kept or sent",
    "home.hide_names": "sets a cookie of the asking browser; nothing is guessed, kept or sent",
    "members.refuse_letter": "256 bits; ends one invitation, and doing it again changes nothing",
    "rights.take_over_by_letter": "256 bits; works once",
    "rights.stay": "sealed; notes that somebody stays, and doing it again changes nothing",
}
SHARED: dict[str, str] = {
    "letters": "20 an hour to one address, whoever asks: it stops new letters, nothing else (DECISIONS 7)",
    "spoken codes": "1,000 an hour in all: the form then points to the code that a phone scans",
    "lock tries at a door": "50 a day for a mailbox whose code was typed; where that lock was shown, 50 of its own",
    "answers by link": "30 an hour for one link: its holder answers on the site as before",
    "letters stopped by link": "30 an hour for one link: its holder chooses on the site as before",
}
HOUR, DAY, PAUSE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=15)
NUMBERS: dict[str, tuple[int, timedelta]] = {
    # codes and words that somebody may guess (DECISIONS 1, 6 and 7)
    "card tries": (5, PAUSE),
    "cards tried from here": (60, PAUSE),
    "code tries": (5, DAY),
    "digits of organisers": (5, PAUSE),
    "lock tries": (5, PAUSE),
    "lock tries at a door": (50, DAY),
    "lock tries at the door": (5, PAUSE),
    "lock tries of one": (50, DAY),
    "own phrases": (10, PAUSE),
    "own phrases from here": (100, PAUSE),
    "phrase again": (5, PAUSE),
    "spoken codes": (1000, HOUR),
    "spoken codes from around": (100, HOUR),
    "spoken codes from here": (20, HOUR),
    # letters that somebody else gets
    "addresses asked": (10, DAY),
    "invitations": (20, DAY),
    "letters": (20, HOUR),
    "letters from here": (5, HOUR),
    "letters to anybody from here": (100, HOUR),
    "lists": (40, DAY),
    "rows": (100, DAY),
    "sure": (10, HOUR),
    "trial letters": (10, DAY),
    # what costs room or work
    "answers by link": (30, HOUR),
    "asked at the door": (60, HOUR),
    "asks to vouch": (10, HOUR),
    "cards handed over": (40, HOUR),
    "founding": (20, DAY),
    "letters stopped by link": (30, HOUR),
    "locks made": (30, DAY),
    "passkey challenges": (60, HOUR),
    "phrases drawn": (20, PAUSE),
    "undone while signed out": (20, HOUR),
    "ways in": (40, DAY),
    "who": (20, HOUR),
}
"""So many times within a window, for whomever its route counts."""
