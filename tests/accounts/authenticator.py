"""A phone's own lock, made of software: it keeps keys, counts signatures, and can be told to cheat."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN, RP_ID = "http://localhost", "localhost"
PRESENT, VERIFIED, KEY_INSIDE = 1, 4, 64


def written(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Phone:
    """One passkey; each attribute is what it says to the site."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    verifies: bool = True
    counter: int = 0
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    handle: bytes = b""

    def make(self, options: str) -> str:
        """Answer the options of navigator.credentials.create()."""
        asked = json.loads(options)
        self.handle = read(asked["user"]["id"])
        public = self.key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")})
        inside = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cose
        data = self._data(KEY_INSIDE) + inside
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer(attestationObject=written(attestation), clientDataJSON=written(client))

    def show(self, options: str, **more: Any) -> str:
        """Answer the options of navigator.credentials.get()."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._data(0)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"userHandle": written(self.handle)} | more
        return self._answer(
            authenticatorData=written(data), clientDataJSON=written(client), signature=written(signature), **said
        )

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        self.counter += self.counts
        return sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: str) -> str:
        known = written(self.credential)
        return json.dumps({"id": known, "rawId": known, "type": "public-key", "response": response})
