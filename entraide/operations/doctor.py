"""Say what is wrong with an instance, one sentence a finding; this slice looks at keys and addresses."""

from urllib.parse import urlsplit

from flask import Flask

from entraide.access.gate import masked_prefixes
from entraide.errors import EntraideError
from entraide.operations.upgrade import check_revision
from entraide.settings import FIELD_WORDS, Settings
from entraide.vault.sealed import store


def findings(app: Flask, settings: Settings) -> list[str]:
    """Return every finding; none means that keys and addresses are in order."""
    return [*_keys(app, settings), *_addresses(settings), *_database(app), *_mail(settings)]


def _keys(app: Flask, settings: Settings) -> list[str]:
    found = []
    if settings.demo:
        found.append("Demo mode: the master key lies inside the instance folder, and letters are shown to anybody.")
    try:
        with app.app_context():
            store().named("index")
    except EntraideError as fault:
        found.append(f"The key store does not open: {fault}.")
    return found


def _addresses(settings: Settings) -> list[str]:
    found = []
    if not settings.is_https:
        found.append("public_url is not https: everything that leaves this server can be read on the way.")
    if FIELD_WORDS.search(settings.site_name) or FIELD_WORDS.search(settings.host):
        found.append("The façade name or its host contains a word of the field: every letter would tell it.")
    directory = urlsplit(settings.directory_url).hostname or ""
    if directory and directory == settings.host:
        found.append("Members' pages and the directory share one address: a browser's history tells one by the other.")
    elif directory and _registrable(directory) == _registrable(settings.host):
        found.append("The façade's host and the directory's share a domain: one tells of the other.")
    if settings.calendar_host != settings.host:
        found.append(f"Calendar entries name {settings.calendar_host}, not {settings.host}: right only after a move.")
    return found


def _registrable(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _database(app: Flask) -> list[str]:
    try:
        check_revision(app)
    except EntraideError as fault:
        return [f"{str(fault)[0].upper()}{str(fault)[1:]}."]
    return []


def _mail(settings: Settings) -> list[str]:
    if settings.demo or settings.mail_url:
        return []
    return ["ENTRAIDE_MAIL_URL names no mail server: letters wait, and nobody can sign in."]


def proxy_snippet(app: Flask, settings: Settings) -> str:
    """Return an nginx server whose access log hides every address that holds a secret."""
    letters = "".join(sorted(masked_prefixes(app)))
    return f"""# Every address that holds a secret begins with one of these letters; the log shows the letter alone.
map $uri $entraide_path {{
    default $uri;
    "~^/(?<letter>[{letters}])/" /$letter/…;
}}
log_format entraide '[$time_local] "$request_method $entraide_path" $status $body_bytes_sent $request_time';

server {{
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {settings.host};
    ssl_session_cache shared:entraide:10m;   # phones poll: a resumed handshake costs a tenth
    ssl_session_tickets on;
    access_log /var/log/nginx/entraide.log entraide;
    error_log /dev/null;                     # nginx writes whole addresses there
    location / {{
        proxy_pass http://127.0.0.1:8000;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
    }}
}}
"""
