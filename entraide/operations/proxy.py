"""The proxy that stands in front: TLS, and logs that hide every address with a secret in it."""

from flask import Flask

from entraide.access.gate import masked_prefixes
from entraide.access.hosts import directory_host
from entraide.settings import Settings

CIPHERS = ":".join(
    f"ECDHE-{signed}-{sealed}"  # forward secrecy and authenticated encryption alone; TLS 1.3 has no others
    for sealed in ("AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-GCM-SHA256")
    for signed in ("ECDSA", "RSA")
)


def proxy_snippet(app: Flask, settings: Settings) -> str:
    """Return the nginx servers of this instance's hosts, for the folder that nginx reads its sites from."""
    letters = "".join(sorted(masked_prefixes(app)))
    hosts = [settings.host, *filter(None, [directory_host(settings)])]
    servers = "\n".join(_server(host) for host in hosts)
    return f"""# Every address that holds a secret begins with one of these letters; the log shows the letter alone,
# and no visitor's address. Keep the log 14 days at most.
map $uri $shown_path {{
    default $uri;
    "~^/(?<letter>[{letters}])/" /$letter/...;
}}
log_format discreet '[$time_local] "$request_method $shown_path" $status $body_bytes_sent $request_time';

server {{
    listen 80;
    listen [::]:80;
    server_name {" ".join(hosts)};
    access_log off;
    error_log /dev/null;
    return 301 https://$host$request_uri;
}}
{servers}"""


def _server(host: str) -> str:
    return f"""
server {{
    listen 443 ssl http2;
    listen [::]:443 ssl http2;
    server_name {host};
    ssl_certificate /etc/letsencrypt/live/{host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers {CIPHERS};
    ssl_prefer_server_ciphers on;
    ssl_session_cache shared:discreet:10m;   # phones poll: a resumed handshake costs a tenth
    ssl_session_timeout 1d;
    ssl_session_tickets on;
    server_tokens off;
    access_log /var/log/nginx/rendez-vous.log discreet;
    error_log /dev/null;                     # nginx writes whole addresses there
    client_max_body_size 1m;
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
