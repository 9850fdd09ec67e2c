"""The ticking process: sends letters in two lanes and runs each feature's jobs; it joins the letters' kinds."""

import logging
import signal
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from entraide.access import limits
from entraide.accounts import jobs as accounts_jobs
from entraide.accounts import letters as accounts_letters
from entraide.accounts.locks import jobs as lock_jobs
from entraide.accounts.locks import letters as lock_letters
from entraide.accounts.protection import guarded
from entraide.calendars import jobs as calendars_jobs
from entraide.directory import jobs as directory_jobs
from entraide.errors import trace
from entraide.journal import jobs as journal_jobs
from entraide.mail import jobs as mail_jobs
from entraide.mail import sender
from entraide.mail.models import Lane
from entraide.mail.rendering import Kinds
from entraide.meetings import jobs as meetings_jobs
from entraide.meetings import letters as meetings_letters
from entraide.members import jobs as members_jobs
from entraide.members import letters as members_letters
from entraide.members import losing_letters
from entraide.operations import alive, going_back, journaling, strays
from entraide.reminders import jobs as reminders_jobs
from entraide.reminders import letters as reminders_letters
from entraide.retention import Kept
from entraide.rights import jobs as rights_jobs
from entraide.rights import letters as rights_letters
from entraide.rights import quiet_letters
from entraide.settings import current
from entraide.vault import rotation
from entraide.vault.sealed import store

log = logging.getLogger(__name__)

KINDS: Kinds = {
    **accounts_letters.KINDS,
    **lock_letters.KINDS,
    **meetings_letters.KINDS,
    **members_letters.KINDS,
    **losing_letters.KINDS,
    **reminders_letters.KINDS,
    **rights_letters.KINDS,
    **quiet_letters.KINDS,
}
OFTEN: dict[str, Callable[[], None]] = {
    "show that it runs": lambda: alive.touch(current()),
    "change addresses": accounts_jobs.change_addresses,
    "erase who asked for it": rights_jobs.erase_due,
    "expire offers": meetings_jobs.expire_offers,
    "lift locks": accounts_jobs.lift_locks,
    "let notices take effect": rights_jobs.let_notices_take_effect,
    "remind": reminders_jobs.materialise,
    "seal the journal": journal_jobs.seal,
    "settle erasures": rights_jobs.settle,
}
HOURLY: dict[str, Callable[[], None]] = {
    "forget address changes": accounts_jobs.forget_changes,
    "forget challenges": accounts_jobs.forget_challenges,
    "forget forms": accounts_jobs.forget_forms,
    "forget phrases": accounts_jobs.forget_phrases,
    "forget locks never shown": lock_jobs.forget_unshown,
    "forget sessions": accounts_jobs.forget_sessions,
    "forget copies": going_back.forget_copies,
    "forget attempts": lambda: limits.forget(current().kept(Kept.ATTEMPTS)),
    "forget letters": mail_jobs.forget_sent,
    "forget bodies nobody reads": calendars_jobs.forget_bodies,
    "forget feeds switched off": calendars_jobs.forget_tombstones,
    "let go of cancelled": calendars_jobs.let_go_of_cancelled,
    "end waits": members_jobs.end_waits,
    "draw unnamed": meetings_jobs.draw_unnamed,
    "count missed": meetings_jobs.count_missed,
    "forget answers": meetings_jobs.forget_answers,
    "forget erased imports": directory_jobs.forget_erased_imports,
    "forget bans": members_jobs.forget_bans,
    "forget call lists": members_jobs.forget_call_lists,
    "forget lost locks": members_jobs.forget_vouchings,
    "forget news": meetings_jobs.forget_news,
    "forget invitations": members_jobs.forget_invitations,
    "forget numbers": members_jobs.forget_numbers,
    "forget receipts": members_jobs.forget_receipts,
    "forget lifts": meetings_jobs.forget_lifts,
    "make meetings ahead": meetings_jobs.make_ahead,
    "name unasked": members_jobs.name_unasked,
    "note signs of life": rights_jobs.note_signs,
    "ask who is quiet": rights_jobs.ask_quiet,
    "end who stayed quiet": rights_jobs.end_quiet,
    "end unused accounts": rights_jobs.end_unused,
    "erase closed groups": rights_jobs.erase_closed,
    "forget ended memberships": rights_jobs.forget_ended,
    "forget unasked": rights_jobs.forget_unasked,
    "obey the erasure journal": rights_jobs.obey_journal,
    "shut who asked to be erased": rights_jobs.shut_again,
    "forget former keys": lambda: rotation.forget_former(store()),
    "let go of past months": journal_jobs.drop_past_months,
    "note the journal's end": journal_jobs.note_end,
    "mail the journal's end": journaling.mail_end,
    "shred keys without owner": strays.sweep_at_night,
}


def send(app: Flask, lane: Lane) -> int:
    """Send what is due in one lane."""
    return sender.drain(app.app_context, guarded(KINDS), lane)


def run_jobs(app: Flask, jobs: dict[str, Callable[[], None]]) -> None:
    """Run jobs one after the other; one that fails does not stop the others."""
    for name, job in jobs.items():
        try:
            with app.app_context():
                job()
        except Exception as fault:
            log.error("job %s failed: %s", name, trace(fault))


def once(app: Flask) -> int:
    """Do everything that is due now, in this process; return how many letters left."""
    run_jobs(app, OFTEN)
    run_jobs(app, HOURLY)
    return send(app, Lane.CODE) + send(app, Lane.ORDINARY)


def run(app: Flask, stop: threading.Event | None = None) -> None:
    """Tick until SIGTERM or SIGINT; what is under way is finished first."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(send, "interval", (app, Lane.CODE), seconds=1)
    scheduler.add_job(send, "interval", (app, Lane.ORDINARY), seconds=2)
    scheduler.add_job(run_jobs, "interval", (app, OFTEN), seconds=30)
    scheduler.add_job(run_jobs, "interval", (app, HOURLY), hours=1)
    scheduler.start()
    run_jobs(app, OFTEN | HOURLY)
    stop.wait()
    scheduler.shutdown(wait=True)
