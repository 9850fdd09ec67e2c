"""create_app: the only place that knows every feature."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from entraide import settings as settings_module
from entraide.settings import ROOT, Settings, master_key


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """Build the app; it refuses to start with an unmarked route, without its keys, or on unsafe settings."""
    from entraide import actors, web
    from entraide.access import gate
    from entraide.db import db, engine_options, tune
    from entraide.vault.store import KeyStore

    settings = settings or settings_module.load()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.testing = testing
    keys = KeyStore(settings.keys_url, master_key(settings), Path(settings.master_key_file))
    app.config.update(
        SECRET_KEY=keys.derive("pages"),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
    )
    app.extensions["entraide.settings"] = settings
    app.extensions["entraide.vault"] = keys
    app.extensions["entraide.templates"] = app.jinja_env
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
    web.dress(app, settings)
    _register(app, settings)
    app.extensions["entraide.has_session"] = actors.has_session
    gate.close(app, web.csrf, actors.current_actor, actors.keep_form, actors.note_first_deed)
    app.after_request(actors.keep_seen)
    return app


def _register(app: Flask, settings: Settings) -> None:
    """Give the app every feature's pages; importing them makes every table known."""
    from entraide.accounts import views as accounts
    from entraide.accounts.locks.views import adding as _adding_locks  # noqa: F401
    from entraide.accounts.locks.views import door as _lock_door  # noqa: F401
    from entraide.accounts.locks.views import own as _own_locks  # noqa: F401
    from entraide.accounts.locks.views import showing as _showing_locks  # noqa: F401
    from entraide.accounts.views import by_card as _by_card  # noqa: F401
    from entraide.accounts.views import confirming as _confirming  # noqa: F401
    from entraide.accounts.views import doors as _doors  # noqa: F401
    from entraide.accounts.views import moving as _address  # noqa: F401
    from entraide.accounts.views import own as _own  # noqa: F401
    from entraide.accounts.views import own_card as _own_card  # noqa: F401
    from entraide.calendars import views as calendars
    from entraide.calendars.views import connecting as _connecting  # noqa: F401
    from entraide.calendars.views import reading as _reading  # noqa: F401
    from entraide.directory import models as _directory  # noqa: F401
    from entraide.groups import views as groups
    from entraide.home import views as home
    from entraide.home.views import agenda as _agenda  # noqa: F401
    from entraide.home.views import by_links as _by_links  # noqa: F401
    from entraide.home.views import chat as _chat  # noqa: F401
    from entraide.home.views import display as _display  # noqa: F401
    from entraide.home.views import erasures as _erasures  # noqa: F401
    from entraide.home.views import evening as _evening  # noqa: F401
    from entraide.home.views import first as _first  # noqa: F401
    from entraide.home.views import founding as _founding  # noqa: F401
    from entraide.home.views import group as _group  # noqa: F401
    from entraide.home.views import kit as _kit  # noqa: F401
    from entraide.home.views import own_letters as _own_letters  # noqa: F401
    from entraide.home.views import printing as _printing  # noqa: F401
    from entraide.home.views import privacy as _privacy  # noqa: F401
    from entraide.home.views import seeing as _seeing  # noqa: F401
    from entraide.home.views import server as _server  # noqa: F401
    from entraide.meetings import models as _meetings  # noqa: F401
    from entraide.meetings import views as meetings
    from entraide.meetings.views import answers as _answers  # noqa: F401
    from entraide.meetings.views import calls as _calls  # noqa: F401
    from entraide.meetings.views import changing as _changing  # noqa: F401
    from entraide.meetings.views import duties as _duties  # noqa: F401
    from entraide.meetings.views import duty_plans as _duty_plans  # noqa: F401
    from entraide.meetings.views import letters as _letters  # noqa: F401
    from entraide.meetings.views import lifts as _lifts  # noqa: F401
    from entraide.meetings.views import links as _links  # noqa: F401
    from entraide.meetings.views import moving as _moving  # noqa: F401
    from entraide.meetings.views import papers as _papers  # noqa: F401
    from entraide.meetings.views import planning as _planning  # noqa: F401
    from entraide.meetings.views import rhythms as _rhythms  # noqa: F401
    from entraide.meetings.views import speaker as _speaker  # noqa: F401
    from entraide.meetings.views import told as _told  # noqa: F401
    from entraide.meetings.views import waiting as _waiting  # noqa: F401
    from entraide.members import views as members
    from entraide.members.views import by_letter as _by_letter  # noqa: F401
    from entraide.members.views import calls as _members_calls  # noqa: F401
    from entraide.members.views import cards as _cards  # noqa: F401
    from entraide.members.views import handing as _handing  # noqa: F401
    from entraide.members.views import inviting as _inviting  # noqa: F401
    from entraide.members.views import looks as _looks  # noqa: F401
    from entraide.members.views import losing as _losing  # noqa: F401
    from entraide.members.views import losing_door as _losing_door  # noqa: F401
    from entraide.members.views import papers as _members_papers  # noqa: F401
    from entraide.members.views import pasted_list as _pasted_list  # noqa: F401
    from entraide.members.views import pasting as _pasting  # noqa: F401
    from entraide.members.views import person as _person  # noqa: F401
    from entraide.members.views import roster as _roster  # noqa: F401
    from entraide.members.views import taking_over as _taking_over  # noqa: F401
    from entraide.members.views import ties as _ties  # noqa: F401
    from entraide.members.views import vouching as _vouching  # noqa: F401
    from entraide.members.views import ways_in as _ways_in  # noqa: F401
    from entraide.reminders import views as reminders
    from entraide.rights import views as rights
    from entraide.rights.views import deciding as _deciding  # noqa: F401
    from entraide.rights.views import erasing as _erasing  # noqa: F401
    from entraide.rights.views import leaving as _leaving  # noqa: F401
    from entraide.rights.views import moderation as _moderation  # noqa: F401
    from entraide.rights.views import own_data as _own_data  # noqa: F401
    from entraide.rights.views import own_data_for as _own_data_for  # noqa: F401
    from entraide.rights.views import protecting as _protecting  # noqa: F401
    from entraide.rights.views import staying as _staying  # noqa: F401
    from entraide.rights.views import taking as _taking  # noqa: F401
    from entraide.rights.views import taking_over as _over  # noqa: F401
    from entraide.rights.views import unasked as _unasked  # noqa: F401
    from entraide.rights.views import undoing as _undoing  # noqa: F401
    from entraide.vault import models as _vault  # noqa: F401

    for blueprint in (home.bp, rights.bp, meetings.bp, calendars.bp, reminders.bp, members.bp, groups.bp, accounts.bp):
        app.register_blueprint(blueprint)
    if settings.demo:
        from entraide.demo import views as demo

        app.register_blueprint(demo.bp)


__all__ = ["ROOT", "create_app"]
