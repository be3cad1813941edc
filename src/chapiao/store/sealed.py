"""Identity numbers in the database: sealed with a key that is not there, found by a keyed hash.

A dump of the database alone gives none of them away, and trying all numbers against
the hashes needs the key too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
VERSION = "1:"


class WrongKey(Exception):
    """The key is not the one it was sealed with. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("身份证号解不开：数据文件夹里的 identity_key 不是当初那一把，请从备份恢复")


def seal(text: str, about: str) -> str:
    """Return the text sealed; `about` binds it to its row, so that rows cannot be swapped."""
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_key("seal")).encrypt(nonce, text.encode(), about.encode())
    return VERSION + base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, about: str) -> str:
    """Return the text.

    Raises:
        WrongKey: it was sealed with another key, for another row, or was changed.
    """
    raw = base64.b64decode(sealed.removeprefix(VERSION))
    try:
        return AESGCM(_key("seal")).decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
    except InvalidTag as error:
        raise WrongKey from error


def keyed_hash(text: str) -> str:
    """Return what the same text is found again by."""
    return hmac.new(_key("find"), text.encode(), hashlib.sha256).hexdigest()


def _key(use: str) -> bytes:
    return _derived(settings.IDENTITY_KEY, use)


@lru_cache(maxsize=8)
def _derived(secret: str, use: str) -> bytes:
    """Return a key of its own for each use."""
    return hmac.new(secret.encode(), f"chapiao {use}".encode(), hashlib.sha256).digest()
