"""A passkey device in software: it signs what it is told to, right or wrong."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG
ORIGIN = "http://localhost"


class Device:
    """One key. The attributes are what it says; the honest ones are preset."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.origin = ORIGIN
        self.host = "localhost"
        self.verified = True
        self.counter = 0

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a request for a new passkey."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self._data(credential, FLAGS.AT)
        client = self._client(CollectedClientData.TYPE.CREATE, options)
        made = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=made)

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a request to sign in."""
        data = self._data(None, FLAGS(0))
        client = self._client(CollectedClientData.TYPE.GET, options)
        digest = hashlib.sha256(client).digest()
        signature = self.key.sign(data + digest, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(
        self, credential: AttestedCredentialData | None, more: AuthenticatorData.FLAG
    ) -> AuthenticatorData:
        flags = FLAGS.UP | more | (FLAGS.UV if self.verified else FLAGS(0))
        digest = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData.create(digest, flags, self.counter, credential or b"")

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        challenge = websafe_decode(options["publicKey"]["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **response: bytes) -> dict[str, Any]:
        named = websafe_encode(self.id)
        told = {name: websafe_encode(value) for name, value in response.items()}
        return {"id": named, "rawId": named, "type": "public-key", "response": told}


def post(client: Client, address: str, body: object) -> tuple[int, dict[str, Any]]:
    """Send JSON as the page's script does; return status and answer."""
    response = client.post(
        address,
        body if isinstance(body, bytes) else json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json", "Host": "localhost"},
    )
    told: dict[str, Any] = json.loads(response.content)
    return response.status_code, told
