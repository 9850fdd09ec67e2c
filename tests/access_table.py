"""Who is answered what, on every route: an address, then one status for each of KINDS.

A form is sent empty, with its token. 200, 303, 409 (made from an older page) and 422 say "you may"; outsiders get 404,
insiders without the right 403 (DECISIONS 18); whoever is not signed in is led to signing in, before anything is looked
for. *Who* knocks at a door open to everyone is told nothing of its own.
"""

from tests.access_organisers import ORGANISERS, Row

KINDS = ["nobody", "outsider", "waiting", "member", "organiser", "elsewhere"]

OPEN: dict[str, Row] = {
    "GET home.first": ("/", 200, 303, 303, 303, 303, 303),
    "GET home.show_display": ("/affichage", 200, 200, 200, 200, 200, 200),
    "POST home.choose_display": ("/affichage", 422, 422, 422, 422, 422, 422),
    "POST home.hide_names": ("/affichage/noms", 303, 303, 303, 303, 303, 303),
    "GET home.begin": ("/creer", 200, 303, 303, 303, 303, 303),
    "POST home.ask_begin": ("/creer", 422, 422, 422, 422, 422, 422),
    "GET home.health": ("/healthz", 200, 200, 200, 200, 200, 200),
    "GET home.ready": ("/readyz", 200, 200, 200, 200, 200, 200),
    "GET home.server": ("/serveur", 200, 200, 200, 200, 200, 200),  # one address for both hosts here
    "GET home.privacy": ("/confidentialite", 200, 200, 200, 200, 200, 200),
    "GET home.durations": ("/durees", 200, 200, 200, 200, 200, 200),
    "GET home.erased": ("/serveur/effacements", 200, 200, 200, 200, 200, 200),
    "GET home.leave": ("/quitter", 303, 303, 303, 303, 303, 303),
    "GET accounts.sign_in": ("/connexion", 200, 303, 303, 303, 303, 303),
    "POST accounts.ask_sign_in": ("/connexion", 422, 422, 422, 422, 422, 422),
    "GET accounts.by_card": ("/connexion/carte", 200, 303, 303, 303, 303, 303),
    "POST accounts.enter_by_card": ("/connexion/carte", 422, 422, 422, 422, 422, 422),
    "POST members.keep_phrase": ("/connexion/carte/phrase", 303, 303, 303, 303, 303, 303),  # none was shown here
    "GET accounts.code": ("/connexion/code", 200, 303, 303, 303, 303, 303),
    "POST accounts.prove": ("/connexion/code", 422, 422, 422, 422, 422, 422),
    "GET rights.signed_out_page": ("/connexion/annuler", 404, 404, 404, 404, 404, 404),  # nothing to undo here
    "POST rights.undo_signed_out": ("/connexion/annuler", 404, 404, 404, 404, 404, 404),
    "GET accounts.who": ("/connexion/qui", 404, 404, 404, 404, 404, 404),  # no code was typed on this browser
    "POST accounts.choose": ("/connexion/qui", 404, 404, 404, 404, 404, 404),
    "GET accounts.lock_door": ("/connexion/verrou", 303, 303, 303, 303, 303, 303),  # no code was typed on this browser
    "POST accounts.pass_door": ("/connexion/verrou", 303, 303, 303, 303, 303, 303),
    "POST members.enter_by_word": ("/connexion/verrou/organisateurs", 303, 303, 303, 303, 303, 303),
    "POST accounts.name_at_door": ("/connexion/verrou/nom", 303, 303, 303, 303, 303, 303),
    "POST accounts.ask_device_at_door": ("/connexion/verrou/defi", 404, 404, 404, 404, 404, 404),
    "GET members.show_spoken": ("/rejoindre", 200, 200, 200, 200, 200, 200),
    "POST members.hear": ("/rejoindre", 422, 422, 422, 422, 422, 422),
    "GET demo.mailbox": ("/demo/courrier", 200, 200, 200, 200, 200, 200),
    "GET demo.letter": ("/demo/courrier/nothing", 404, 404, 404, 404, 404, 404),
    "GET static": ("/static/x/look.css", 200, 200, 200, 200, 200, 200),
}
OWN: dict[str, Row] = {
    "POST accounts.sign_out": ("/deconnexion", 303, 303, 303, 303, 303, 303),
    "GET home.agenda": ("/agenda", 303, 200, 200, 200, 200, 200),
    "POST accounts.mailbox_seen": ("/agenda/courrier", 303, 303, 303, 303, 303, 303),
    "POST home.links_seen": ("/agenda/liens", 303, 303, 303, 303, 303, 303),
    "POST home.take_back_letters": ("/agenda/liens/lettres", 303, 303, 303, 303, 303, 303),
    "GET home.print_agenda": ("/agenda/imprimer", 303, 200, 200, 200, 200, 200),
    "GET home.groups": ("/g", 303, 200, 200, 200, 200, 200),
    "GET home.me": ("/moi", 303, 200, 200, 200, 200, 200),
    "GET home.kinds": ("/creer/groupe", 303, 200, 200, 200, 200, 200),
    "POST home.found": ("/creer/groupe", 303, 303, 303, 303, 303, 303),
    "GET accounts.sessions": ("/moi/appareils", 303, 200, 200, 200, 200, 200),
    "POST accounts.end_session": ("/moi/appareils/{session}/fin", 303, 404, 404, 303, 404, 404),  # the member's own
    "POST accounts.end_others": ("/moi/appareils/fin", 303, 303, 303, 303, 303, 303),
    "POST accounts.end_all": ("/moi/appareils/tout", 303, 303, 303, 303, 303, 303),
    "GET accounts.move": ("/moi/adresse", 303, 200, 200, 200, 200, 200),
    "POST accounts.ask_move": ("/moi/adresse", 303, 422, 422, 422, 422, 422),
    "GET accounts.agree": ("/moi/adresse/suite", 303, 404, 404, 404, 404, 404),  # no code was typed on this browser
    "POST accounts.do_move": ("/moi/adresse/suite", 303, 404, 404, 404, 404, 404),
    "POST accounts.keep_address": ("/moi/adresse/garder", 303, 303, 303, 303, 303, 303),
    "GET accounts.locks": ("/moi/verrous", 303, 200, 200, 200, 200, 200),
    "GET accounts.lock": ("/moi/verrous/{lock}", 303, 404, 404, 200, 404, 404),  # the member's own
    "POST accounts.rename_lock": ("/moi/verrous/{lock}/nom", 303, 404, 404, 303, 404, 404),
    "POST accounts.remove_lock": ("/moi/verrous/{lock}/retirer", 303, 404, 404, 303, 404, 404),
    "POST accounts.add_passkey": ("/moi/verrous/appareil", 303, 200, 200, 200, 200, 200),
    "POST accounts.keep_passkey": ("/moi/verrous/appareil/fin", 303, 303, 303, 303, 303, 303),
    "POST accounts.add_app": ("/moi/verrous/application", 303, 303, 303, 303, 303, 303),
    "GET accounts.try_app": ("/moi/verrous/application", 303, 303, 303, 303, 303, 303),  # none was asked for here
    "POST accounts.keep_app": ("/moi/verrous/application/fin", 303, 303, 303, 303, 303, 303),  # none was shown here
    "POST accounts.add_card": ("/moi/verrous/carte", 303, 200, 200, 200, 200, 200),
    "GET accounts.try_card": ("/moi/verrous/carte", 303, 303, 303, 303, 303, 303),
    "POST accounts.keep_card": ("/moi/verrous/carte/fin", 303, 303, 303, 303, 303, 303),
    "POST accounts.renew_recovery": ("/moi/verrous/secours", 303, 404, 404, 200, 404, 404),  # for who has a lock
    "POST accounts.guard_door": ("/moi/verrous/porte", 303, 404, 404, 303, 404, 404),
    "POST accounts.ask_device": ("/moi/verrous/defi", 303, 200, 200, 200, 200, 200),
    "GET home.letters": ("/moi/lettres", 303, 200, 200, 200, 200, 200),
    "GET home.what_they_see": ("/moi/apercu", 303, 200, 200, 200, 200, 200),
    "GET home.print_what_they_see": ("/moi/apercu/imprimer", 303, 200, 200, 200, 200, 200),
    "GET rights.protection_page": ("/moi/protection", 303, 200, 200, 200, 200, 200),
    "POST rights.draw_words": ("/moi/protection/mots", 303, 200, 200, 303, 200, 200),  # the member has a lock
    "POST rights.draw_words_locked": ("/moi/protection/mots/verrou", 303, 200, 200, 200, 200, 200),
    "POST rights.protect": ("/moi/protection", 303, 303, 303, 303, 303, 303),  # no words were shown
    "POST rights.unprotect": ("/moi/protection/fin", 303, 404, 404, 404, 404, 404),  # nobody is in protected mode
    "POST rights.undo_protection": ("/moi/protection/annuler", 303, 404, 404, 404, 404, 404),
    "POST rights.choose_quick_exit": ("/moi/protection/quitter-vite/oui", 303, 303, 303, 303, 303, 303),
    "GET accounts.confirm": ("/moi/confirmer", 303, 200, 200, 200, 200, 200),
    "POST accounts.ask_confirm": ("/moi/confirmer", 303, 303, 303, 303, 303, 303),
    "GET accounts.way_back": ("/moi/retour", 303, 303, 303, 303, 303, 303),
    "GET members.lost": ("/moi/acces", 303, 200, 200, 200, 200, 200),
    "POST members.use_code": ("/moi/acces/code", 303, 422, 422, 422, 422, 422),
    "POST members.keep_lock": ("/moi/acces/arreter", 303, 303, 303, 303, 303, 303),
    "GET accounts.own_card": ("/moi/carte", 303, 404, 404, 404, 404, 404),  # they have an address
    "POST accounts.draw_phrase": ("/moi/carte/phrase", 303, 404, 404, 404, 404, 404),
    "POST accounts.keep_phrase": ("/moi/carte/retenue", 303, 404, 404, 404, 404, 404),
    "POST accounts.show_former": ("/moi/carte/ancienne", 303, 404, 404, 404, 404, 404),
    "GET accounts.kept_form": ("/moi/formulaire", 303, 303, 303, 303, 303, 303),
    "POST accounts.forget_form": ("/moi/formulaire/oublier", 303, 303, 303, 303, 303, 303),
    "GET rights.own_data": ("/moi/donnees", 303, 200, 200, 200, 200, 200),
    "POST rights.take_own_data": ("/moi/donnees", 303, 422, 422, 422, 422, 422),
    "POST rights.name_oneself": ("/moi/donnees/prenom", 303, 303, 303, 303, 303, 303),
    "GET rights.erasing_page": ("/moi/effacer", 303, 200, 200, 200, 200, 200),
    "POST rights.erase": ("/moi/effacer", 303, 422, 422, 422, 422, 422),
    "POST rights.undo_erasing": ("/moi/effacer/annuler", 303, 303, 303, 303, 303, 303),
    "POST rights.finish_erasing": ("/moi/effacer/fin", 303, 303, 303, 303, 303, 303),
    "GET calendars.feeds": ("/agenda/calendrier", 303, 200, 200, 200, 200, 200),
    "POST calendars.connect": ("/agenda/calendrier", 303, 422, 422, 422, 422, 422),
    "GET calendars.feed": ("/agenda/calendrier/{feed}", 303, 404, 404, 200, 404, 404),  # the member's own
    "POST calendars.change": ("/agenda/calendrier/{feed}", 303, 404, 404, 422, 404, 404),
    "POST calendars.change_address": ("/agenda/calendrier/{feed}/adresse", 303, 404, 404, 303, 404, 404),
    "POST calendars.switch_off": ("/agenda/calendrier/{feed}/fin", 303, 404, 404, 303, 404, 404),
}
WAITING: dict[str, Row] = {
    "GET meetings.wait": ("/attente/{group}", 303, 404, 200, 303, 303, 404),  # who is inside is led inside
    "POST meetings.stop": ("/attente/{group}/fin", 303, 404, 303, 404, 404, 404),
    "GET rights.leave": ("/g/{group}/quitter", 303, 404, 200, 200, 200, 404),
    "POST rights.leave_now": ("/g/{group}/quitter", 303, 404, 303, 303, 422, 404),  # the last organiser stays
}
MEMBERS: dict[str, Row] = {
    "GET home.group": ("/g/{group}", 303, 404, 404, 200, 200, 404),
    "GET meetings.letters": ("/g/{group}/lettres", 303, 404, 404, 200, 200, 404),
    "POST meetings.choose_level": ("/g/{group}/lettres", 303, 404, 404, 422, 422, 404),
    "POST meetings.choose_words": ("/g/{group}/lettres/mots", 303, 404, 404, 422, 422, 404),
    "GET members.show_welcome": ("/g/{group}/bienvenue", 303, 404, 404, 200, 200, 404),
    "POST members.agree": ("/g/{group}/bienvenue", 303, 404, 404, 303, 303, 404),
    "GET calendars.group_feeds": ("/g/{group}/calendrier", 303, 404, 404, 200, 200, 404),
    "POST calendars.connect_group": ("/g/{group}/calendrier", 303, 404, 404, 422, 422, 404),
    "GET members.members": ("/g/{group}/membres", 303, 404, 404, 200, 200, 404),
    "POST members.see": ("/g/{group}/membre/{member}/voir", 303, 404, 404, 200, 200, 404),
    "GET members.person": ("/g/{group}/membre/{member}", 303, 404, 404, 200, 200, 404),
    "POST members.ask_number": ("/g/{group}/membre/{member}/numero", 303, 404, 404, 303, 303, 404),
    "GET members.ask_block": ("/g/{group}/membre/{member}/bloquer", 303, 404, 404, 200, 200, 404),
    "POST members.block": ("/g/{group}/membre/{member}/bloquer", 303, 404, 404, 303, 303, 404),
    "GET members.ties": ("/g/{group}/ma-fiche/personnes", 303, 404, 404, 200, 200, 404),
    "POST members.change_tie": ("/g/{group}/ma-fiche/personnes/{member}", 303, 404, 404, 422, 404, 404),  # her own
    "GET members.looks": ("/g/{group}/ma-fiche/ouvertures", 303, 404, 404, 200, 200, 404),
    "POST members.choose_call": ("/g/{group}/ma-fiche/appel", 303, 404, 404, 303, 303, 404),  # and says: choose
    "GET members.card": ("/g/{group}/ma-fiche", 303, 404, 404, 200, 200, 404),
    "POST members.change_card": ("/g/{group}/ma-fiche", 303, 404, 404, 422, 422, 404),
    "POST members.let_answer": ("/g/{group}/ma-fiche/telephone", 303, 404, 404, 303, 303, 404),  # and says: choose
    "POST members.choose_ready": ("/g/{group}/ma-fiche/choix", 303, 404, 404, 303, 303, 404),  # and says: choose
    "POST members.ask_to_vouch": ("/moi/acces/{group}", 303, 404, 404, 303, 303, 404),  # too few organisers
    "POST members.stop_own": ("/moi/acces/{group}/arreter", 303, 404, 404, 303, 303, 404),
    "GET meetings.show": ("/rencontre/{meeting}", 303, 404, 404, 200, 200, 404),
    "GET meetings.tasks": ("/rencontre/{meeting}/taches", 303, 404, 404, 200, 200, 404),
    "POST meetings.take_duty": ("/rencontre/{meeting}/taches/cle/prendre", 303, 404, 404, 303, 303, 404),
    "POST meetings.return_duty": ("/rencontre/{meeting}/taches/cle/rendre", 303, 404, 404, 303, 303, 404),
    "GET meetings.show_lifts": ("/rencontre/{meeting}/covoiturage", 303, 404, 404, 200, 200, 404),
    "POST meetings.do_lift": ("/rencontre/{meeting}/covoiturage", 303, 404, 404, 422, 422, 404),
    "POST meetings.see_phone": ("/rencontre/{meeting}/covoiturage/{lift}/numero", 303, 404, 404, 200, 403, 404),
    "POST meetings.answer": ("/rencontre/{meeting}/reponse", 303, 404, 404, 422, 422, 404),
    "POST home.take_back_answer": ("/rencontre/{meeting}/reponse/avant", 303, 404, 404, 303, 303, 404),
}
FORGED: dict[str, Row] = {
    "GET calendars.read": ("/c/{forged}.ics", 404, 404, 404, 404, 404, 404),
    "GET meetings.by_link": ("/r/{forged}", 404, 404, 404, 404, 404, 404),
    "GET meetings.by_link_with_word": ("/r/{forged}/oui", 404, 404, 404, 404, 404, 404),
    "POST meetings.answer_by_link": ("/r/{forged}", 404, 404, 404, 404, 404, 404),
    "GET meetings.place": ("/v/{forged}", 404, 404, 404, 404, 404, 404),
    "POST meetings.answer_place": ("/v/{forged}", 404, 404, 404, 404, 404, 404),
    "GET reminders.show_stop": ("/u/{forged}", 404, 404, 404, 404, 404, 404),
    "POST reminders.stop": ("/u/{forged}", 404, 404, 404, 404, 404, 404),
    "GET rights.show_staying": ("/s/{forged}", 404, 404, 404, 404, 404, 404),
    "POST rights.stay": ("/s/{forged}", 404, 404, 404, 404, 404, 404),
    "GET members.open_letter": ("/i/{forged}", 404, 404, 404, 404, 404, 404),
    "POST members.take_letter": ("/i/{forged}", 404, 404, 404, 404, 404, 404),
    "GET members.show_own_letter": ("/i/{forged}/entrer", 303, 404, 404, 404, 404, 404),
    "POST members.enter_by_letter": ("/i/{forged}/entrer", 303, 404, 404, 404, 404, 404),
    "POST rights.take_over_by_letter": ("/i/{forged}/reprise", 404, 404, 404, 404, 404, 404),
    "GET rights.show_over": ("/i/{forged}/reprendre", 303, 404, 404, 404, 404, 404),
    "POST rights.take_over_own": ("/i/{forged}/reprendre", 303, 404, 404, 404, 404, 404),
    "GET members.show_refusal": ("/i/{forged}/refus", 404, 404, 404, 404, 404, 404),
    "POST members.refuse_letter": ("/i/{forged}/refus", 404, 404, 404, 404, 404, 404),
    "GET members.show_join": ("/j/{forged}", 404, 404, 404, 404, 404, 404),
    "POST members.ask_join": ("/j/{forged}", 404, 404, 404, 404, 404, 404),
    "GET members.show_entry": ("/j/{forged}/entrer", 303, 404, 404, 404, 404, 404),
    "POST members.enter": ("/j/{forged}/entrer", 303, 404, 404, 404, 404, 404),
}
TABLE: dict[str, Row] = OPEN | OWN | WAITING | MEMBERS | ORGANISERS | FORGED

# What a link opens, it opens to whoever holds it; only what goes on to signing in looks at who that is.
# `own_letter` was sent to the outsider, `letter` and `over` to somebody unknown, the rest to the member.
HELD: dict[str, Row] = {
    "GET calendars.read": ("/c/{calendar}.ics", 200, 200, 200, 200, 200, 200),
    "GET meetings.by_link": ("/r/{answer}", 200, 200, 200, 200, 200, 200),
    "GET meetings.by_link_with_word": ("/r/{answer}/oui", 200, 200, 200, 200, 200, 200),
    "POST meetings.answer_by_link": ("/r/{answer}", 422, 422, 422, 422, 422, 422),
    "GET meetings.place": ("/v/{place}", 200, 200, 200, 200, 200, 200),
    "POST meetings.answer_place": ("/v/{place}", 422, 422, 422, 422, 422, 422),
    "GET reminders.show_stop": ("/u/{stop}", 200, 200, 200, 200, 200, 200),
    "POST reminders.stop": ("/u/{stop}", 200, 200, 200, 200, 200, 200),
    "GET rights.show_staying": ("/s/{stay}", 200, 200, 200, 200, 200, 200),
    "POST rights.stay": ("/s/{stay}", 200, 200, 200, 200, 200, 200),
    "GET members.open_letter": ("/i/{letter}", 200, 200, 200, 200, 200, 200),
    "POST members.take_letter": ("/i/{letter}", 200, 200, 200, 200, 200, 200),
    "POST rights.take_over_by_letter": ("/i/{over}/reprise", 422, 422, 422, 422, 422, 422),
    "GET rights.show_over": ("/i/{over}/reprendre", 303, 404, 404, 404, 404, 404),  # sent to somebody unknown
    "POST rights.take_over_own": ("/i/{over}/reprendre", 303, 404, 404, 404, 404, 404),
    "GET members.show_refusal": ("/i/{letter}/refus", 200, 200, 200, 200, 200, 200),
    "POST members.refuse_letter": ("/i/{letter}/refus", 200, 200, 200, 200, 200, 200),
    "GET members.show_own_letter": ("/i/{own_letter}/entrer", 303, 200, 404, 404, 404, 404),
    "POST members.enter_by_letter": ("/i/{own_letter}/entrer", 303, 422, 404, 404, 404, 404),
    "GET members.show_join": ("/j/{join}", 200, 303, 303, 303, 303, 303),
    "POST members.ask_join": ("/j/{join}", 422, 422, 422, 422, 422, 422),
    "GET members.show_entry": ("/j/{join}/entrer", 303, 200, 303, 303, 303, 200),
    "POST members.enter": ("/j/{join}/entrer", 303, 422, 422, 422, 422, 422),
}
