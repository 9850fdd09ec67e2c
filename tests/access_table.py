"""Who is answered what, on every route: an address, then one status for each of KINDS.

A form is sent empty, with its token. 200, 303, 409 (made from an older page) and 422 say "you may"; outsiders get 404,
insiders without the right 403 (DECISIONS 18); whoever is not signed in is led to signing in, before anything is looked
for. *Who* knocks at a door open to everyone is told nothing of its own.
"""

KINDS = ["nobody", "outsider", "waiting", "member", "organiser", "elsewhere"]
Row = tuple[str, int, int, int, int, int, int]

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
    "GET home.leave": ("/quitter", 303, 303, 303, 303, 303, 303),
    "GET accounts.sign_in": ("/connexion", 200, 303, 303, 303, 303, 303),
    "POST accounts.ask_sign_in": ("/connexion", 422, 422, 422, 422, 422, 422),
    "GET accounts.by_card": ("/connexion/carte", 200, 303, 303, 303, 303, 303),
    "POST accounts.enter_by_card": ("/connexion/carte", 422, 422, 422, 422, 422, 422),
    "POST members.keep_phrase": ("/connexion/carte/phrase", 303, 303, 303, 303, 303, 303),  # none was shown here
    "GET accounts.code": ("/connexion/code", 200, 200, 200, 200, 200, 200),
    "POST accounts.prove": ("/connexion/code", 422, 422, 422, 422, 422, 422),
    "GET accounts.who": ("/connexion/qui", 404, 404, 404, 404, 404, 404),  # no code was typed on this browser
    "POST accounts.choose": ("/connexion/qui", 404, 404, 404, 404, 404, 404),
    "GET members.show_spoken": ("/rejoindre", 200, 200, 200, 200, 200, 200),
    "POST members.hear": ("/rejoindre", 422, 422, 422, 422, 422, 422),
    "GET demo.mailbox": ("/demo/courrier", 200, 200, 200, 200, 200, 200),
    "GET demo.letter": ("/demo/courrier/nothing", 404, 404, 404, 404, 404, 404),
    "GET static": ("/static/x/look.css", 200, 200, 200, 200, 200, 200),
}
OWN: dict[str, Row] = {
    "POST accounts.sign_out": ("/deconnexion", 303, 303, 303, 303, 303, 303),
    "GET home.agenda": ("/agenda", 303, 200, 200, 200, 200, 200),
    "GET home.groups": ("/g", 303, 200, 200, 200, 200, 200),
    "GET home.me": ("/moi", 303, 200, 200, 200, 200, 200),
    "GET home.kinds": ("/creer/groupe", 303, 200, 200, 200, 200, 200),
    "POST home.found": ("/creer/groupe", 303, 303, 303, 303, 303, 303),
    "GET accounts.sessions": ("/moi/appareils", 303, 200, 200, 200, 200, 200),
    "POST accounts.end_session": ("/moi/appareils/{session}/fin", 303, 404, 404, 303, 404, 404),  # the member's own
    "POST accounts.end_others": ("/moi/appareils/fin", 303, 303, 303, 303, 303, 303),
    "GET accounts.confirm": ("/moi/confirmer", 303, 200, 200, 200, 200, 200),
    "POST accounts.ask_confirm": ("/moi/confirmer", 303, 303, 303, 303, 303, 303),
    "GET accounts.own_card": ("/moi/carte", 303, 404, 404, 404, 404, 404),  # they have an address
    "POST accounts.draw_phrase": ("/moi/carte/phrase", 303, 404, 404, 404, 404, 404),
    "POST accounts.keep_phrase": ("/moi/carte/retenue", 303, 404, 404, 404, 404, 404),
    "POST accounts.show_former": ("/moi/carte/ancienne", 303, 404, 404, 404, 404, 404),
    "GET accounts.kept_form": ("/moi/formulaire", 303, 303, 303, 303, 303, 303),
    "POST accounts.forget_form": ("/moi/formulaire/oublier", 303, 303, 303, 303, 303, 303),
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
    "GET members.show_welcome": ("/g/{group}/bienvenue", 303, 404, 404, 200, 200, 404),
    "POST members.agree": ("/g/{group}/bienvenue", 303, 404, 404, 303, 303, 404),
    "GET calendars.group_feeds": ("/g/{group}/calendrier", 303, 404, 404, 200, 200, 404),
    "POST calendars.connect_group": ("/g/{group}/calendrier", 303, 404, 404, 422, 422, 404),
    "GET members.members": ("/g/{group}/membres", 303, 404, 404, 200, 200, 404),
    "POST members.see": ("/g/{group}/membre/{member}/voir", 303, 404, 404, 200, 200, 404),
    "POST members.choose_call": ("/g/{group}/ma-fiche/appel", 303, 404, 404, 303, 303, 404),  # and says: choose
    "GET members.card": ("/g/{group}/ma-fiche", 303, 404, 404, 200, 200, 404),
    "POST members.change_card": ("/g/{group}/ma-fiche", 303, 404, 404, 422, 422, 404),
    "POST members.let_answer": ("/g/{group}/ma-fiche/telephone", 303, 404, 404, 303, 303, 404),  # and says: choose
    "POST members.choose_ready": ("/g/{group}/ma-fiche/choix", 303, 404, 404, 303, 303, 404),  # and says: choose
    "GET meetings.show": ("/rencontre/{meeting}", 303, 404, 404, 200, 200, 404),
    "GET meetings.tasks": ("/rencontre/{meeting}/taches", 303, 404, 404, 200, 200, 404),
    "POST meetings.take_duty": ("/rencontre/{meeting}/taches/cle/prendre", 303, 404, 404, 303, 303, 404),
    "POST meetings.return_duty": ("/rencontre/{meeting}/taches/cle/rendre", 303, 404, 404, 303, 303, 404),
    "GET meetings.show_lifts": ("/rencontre/{meeting}/covoiturage", 303, 404, 404, 200, 200, 404),
    "POST meetings.do_lift": ("/rencontre/{meeting}/covoiturage", 303, 404, 404, 422, 422, 404),
    "POST meetings.see_phone": ("/rencontre/{meeting}/covoiturage/{lift}/numero", 303, 404, 404, 200, 403, 404),  # rides
    "POST meetings.answer": ("/rencontre/{meeting}/reponse", 303, 404, 404, 422, 422, 404),
}
ORGANISERS: dict[str, Row] = {
    "GET groups.listing": ("/g/{group}/annuaire", 303, 404, 404, 403, 200, 404),
    "POST groups.publish": ("/g/{group}/annuaire", 303, 404, 404, 403, 409, 404),
    "GET groups.settings": ("/g/{group}/reglages", 303, 404, 404, 403, 200, 404),
    "POST groups.change": ("/g/{group}/reglages", 303, 404, 404, 403, 422, 404),
    "POST groups.set_ceiling": ("/g/{group}/reglages/plafond", 303, 404, 404, 403, 422, 404),
    "POST rights.close": ("/g/{group}/fermer", 303, 404, 404, 403, 303, 404),  # an only organiser: done
    "GET rights.taking": ("/g/{group}/tableur", 303, 404, 404, 403, 200, 404),
    "POST rights.take_workbook": ("/g/{group}/tableur", 303, 404, 404, 403, 200, 404),
    "POST rights.take_roster": ("/g/{group}/tableur/liste", 303, 404, 404, 403, 200, 404),
    "GET home.moving_in": ("/g/{group}/installation", 303, 404, 404, 403, 200, 404),
    "POST home.settle": ("/g/{group}/installation", 303, 404, 404, 403, 303, 404),  # and says: nothing was changed
    "GET home.chat": ("/g/{group}/inviter/texte", 303, 404, 404, 403, 200, 404),
    "POST home.make_chat_link": ("/g/{group}/inviter/texte", 303, 404, 404, 403, 303, 404),
    "GET members.requests": ("/g/{group}/demandes", 303, 404, 404, 403, 200, 404),
    "POST members.welcome": ("/g/{group}/demandes/{waiting}/bienvenue", 303, 404, 404, 403, 303, 404),
    "POST members.turn_away": ("/g/{group}/demandes/{waiting}/inconnue", 303, 404, 404, 403, 303, 404),
    "GET members.inviting": ("/g/{group}/inviter", 303, 404, 404, 403, 200, 404),
    "POST members.invite": ("/g/{group}/inviter", 303, 404, 404, 403, 422, 404),
    "GET members.show_way": ("/g/{group}/inviter/{invitation}", 303, 404, 404, 403, 200, 404),
    "POST members.end_way": ("/g/{group}/inviter/{invitation}/fin", 303, 404, 404, 403, 303, 404),
    "POST members.open_spoken": ("/g/{group}/inviter/code", 303, 404, 404, 403, 303, 404),
    "POST members.open_link": ("/g/{group}/inviter/lien", 303, 404, 404, 403, 422, 404),
    "GET members.roles": ("/g/{group}/roles", 303, 404, 404, 403, 200, 404),
    "POST members.change_role": ("/g/{group}/membre/{member}/role", 303, 404, 404, 403, 422, 404),
    "GET members.print_members": ("/g/{group}/membres/imprimer", 303, 404, 404, 403, 200, 404),
    "GET members.new_managed": ("/g/{group}/membres/sans-compte", 303, 404, 404, 403, 200, 404),
    "POST members.add_managed": ("/g/{group}/membres/sans-compte", 303, 404, 404, 403, 422, 404),
    "GET members.managed": ("/g/{group}/membre/{managed}/sans-compte", 303, 404, 404, 403, 200, 404),
    "POST members.change_managed": ("/g/{group}/membre/{managed}/sans-compte", 303, 404, 404, 403, 422, 404),
    "GET members.hand": ("/g/{group}/membre/{managed}/carte", 303, 404, 404, 403, 200, 404),
    "POST members.hand_over": ("/g/{group}/membre/{managed}/carte", 303, 404, 404, 403, 409, 404),
    "GET members.ask_address": ("/g/{group}/membre/{managed}/adresse", 303, 404, 404, 403, 200, 404),
    "POST members.invite_over": ("/g/{group}/membre/{managed}/adresse", 303, 404, 404, 403, 422, 404),
    "GET meetings.new": ("/g/{group}/rencontres/nouvelle", 303, 404, 404, 403, 200, 404),
    "POST meetings.create": ("/g/{group}/rencontres/nouvelle", 303, 404, 404, 403, 422, 404),
    "POST meetings.check": ("/g/{group}/rencontres/verifier", 303, 404, 404, 403, 422, 404),
    "GET meetings.series": ("/g/{group}/series", 303, 404, 404, 403, 200, 404),
    "POST meetings.do_resume": ("/g/{group}/series/{series}/reprendre", 303, 404, 404, 403, 303, 404),
    "GET meetings.end": ("/g/{group}/series/{series}/fin", 303, 404, 404, 403, 200, 404),
    "POST meetings.do_end": ("/g/{group}/series/{series}/fin", 303, 404, 404, 403, 422, 404),
    "GET meetings.phone_list": ("/g/{group}/appels", 303, 404, 404, 403, 200, 404),
    "POST meetings.open_list": ("/g/{group}/appels/numeros", 303, 404, 404, 403, 303, 404),
    "POST meetings.close_list": ("/g/{group}/appels/numeros/fin", 303, 404, 404, 403, 303, 404),
    "POST meetings.have_called": ("/g/{group}/appels/{member}/appelee", 303, 404, 404, 403, 303, 404),
    "GET meetings.untold": ("/rencontre/{meeting}/prevenir", 303, 404, 404, 403, 200, 404),
    "POST meetings.tick": ("/rencontre/{meeting}/prevenir/{member}", 303, 404, 404, 403, 409, 404),
    "POST meetings.open_numbers": ("/rencontre/{meeting}/prevenir/numeros", 303, 404, 404, 403, 303, 404),
    "POST meetings.close_numbers": ("/rencontre/{meeting}/prevenir/numeros/fin", 303, 404, 404, 403, 303, 404),
    "POST meetings.say_presence": ("/rencontre/{meeting}/comptage/{member}", 303, 404, 404, 403, 303, 404),
    "GET meetings.cancel": ("/rencontre/{meeting}/annuler", 303, 404, 404, 403, 200, 404),
    "POST meetings.do_cancel": ("/rencontre/{meeting}/annuler", 303, 404, 404, 403, 409, 404),
    "POST meetings.count": ("/rencontre/{meeting}/comptage", 303, 404, 404, 403, 422, 404),
    "GET meetings.move": ("/rencontre/{meeting}/deplacer", 303, 404, 404, 403, 200, 404),
    "POST meetings.do_move": ("/rencontre/{meeting}/deplacer", 303, 404, 404, 403, 422, 404),
    "GET meetings.change": ("/rencontre/{meeting}/modifier", 303, 404, 404, 403, 200, 404),
    "POST meetings.do_change": ("/rencontre/{meeting}/modifier", 303, 404, 404, 403, 422, 404),
    "GET meetings.hand_over": ("/rencontre/{meeting}/taches/cle/confier", 303, 404, 404, 403, 200, 404),  # or who has it
    "POST meetings.do_hand_over": ("/rencontre/{meeting}/taches/cle/confier", 303, 404, 404, 403, 422, 404),
    "GET meetings.group_duties": ("/g/{group}/taches", 303, 404, 404, 403, 200, 404),
    "POST meetings.choose_group_duties": ("/g/{group}/taches", 303, 404, 404, 403, 303, 404),  # none ticked: none
    "GET meetings.series_duties": ("/g/{group}/series/{series}/taches", 303, 404, 404, 403, 200, 404),
    "POST meetings.choose_series_duties": ("/g/{group}/series/{series}/taches", 303, 404, 404, 403, 422, 404),
    "GET meetings.show_lifts_for": ("/rencontre/{meeting}/covoiturage/pour/{managed}", 303, 404, 404, 403, 200, 404),
    "POST meetings.do_lift_for": ("/rencontre/{meeting}/covoiturage/pour/{managed}", 303, 404, 404, 403, 422, 404),
    "GET meetings.presences": ("/rencontre/{meeting}/presences", 303, 404, 404, 403, 200, 404),
    "POST meetings.record": ("/rencontre/{meeting}/presences/{managed}", 303, 404, 404, 403, 422, 404),
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
