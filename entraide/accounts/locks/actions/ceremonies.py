"""What a browser is told and what is checked when a passkey is made or shown (WebAuthn): nothing is read or kept here.

Loaded with the first passkey of a process: few need one, and the library takes 7 MiB of every web worker.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from entraide.accounts.locks.queries import CHALLENGE_LIFE
from entraide.settings import current

MILLISECONDS = int(CHALLENGE_LIFE.total_seconds() * 1000)
PORTS = {"https": 443, "http": 80}


def to_make(handle: bytes, challenge: bytes, others: Iterable[bytes], *, strict: bool) -> str:
    """Return what the browser needs to make a passkey, as JSON; `others`: the credentials this person has."""
    name = current().site_name
    options = generate_registration_options(
        rp_id=current().host,
        rp_name=name,
        user_id=handle,
        user_name=name,
        user_display_name=name,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_verification(strict)
        ),
        exclude_credentials=_named(others),
    )
    return options_to_json(options)


def to_show(challenge: bytes, credentials: Iterable[bytes], *, strict: bool) -> str:
    """Return what the browser needs to show a passkey, as JSON."""
    options = generate_authentication_options(
        rp_id=current().host,
        challenge=challenge,
        timeout=MILLISECONDS,
        user_verification=_verification(strict),
        allow_credentials=_named(credentials),
    )
    return options_to_json(options)


def made(answer: str, challenge: bytes, *, strict: bool) -> VerifiedRegistration:
    """Return the passkey that signed this challenge, or raise ValueError."""
    try:
        return verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=current().host,
            expected_origin=origin(),
            require_user_verification=strict,
        )
    except WebAuthnException as fault:
        raise ValueError from fault


def shown(answer: str, challenge: bytes, key: bytes, counter: int, *, strict: bool) -> VerifiedAuthentication:
    """Return what the passkey with this key said when it signed this challenge, or raise ValueError."""
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=current().host,
            expected_origin=origin(),
            credential_public_key=key,
            credential_current_sign_count=counter,
            require_user_verification=strict,
        )
    except WebAuthnException as fault:
        raise ValueError from fault


def origin() -> str:
    """Return the origin of the site as browsers write it."""
    parts = urlsplit(current().public_url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    is_usual = parts.port in (None, PORTS.get(parts.scheme))
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{parts.port}")


def _named(credentials: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one) for one in credentials]


def _verification(strict: bool) -> UserVerificationRequirement:
    return UserVerificationRequirement.REQUIRED if strict else UserVerificationRequirement.PREFERRED
