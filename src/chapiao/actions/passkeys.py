"""Passkeys (WebAuthn): adding one, and signing in with one. Each proves two things at once.

The browser unlocks the key with a finger, a face or a PIN (user verification is asked
for), so a passkey is both steps. What it signed is checked by `fido2`.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chapiao.actions import second_factor, sign_in, sign_in_wait
from chapiao.actions.second_factor import FactorRefused
from chapiao.actions.sign_in import Place, SignInRefused
from chapiao.store.models import Factor, FactorKind, Person
from chapiao.store.sealed import keyed_hash

NAME = "查票"
MOST = 10  # of one person
PASSKEY = "通行密钥"
# What a library raises on bytes that are not what they should be.
_MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error)

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """The site as the browser knows it: `host` without port, `origin` with scheme and port."""

    host: str
    origin: str


def to_add(*, person: Person, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the browser is asked for, as JSON, and what to keep until it answers."""
    user = PublicKeyCredentialUserEntity(
        id=bytes.fromhex(keyed_hash(f"passkey:{person.pk}")),
        name=person.username,
        display_name=str(person),
    )
    options, state = _server(site).register_begin(
        user,
        [_credential(one) for one in _passkeys(person)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), dict(state)


@transaction.atomic
def add(
    *, person: Person, site: Site, state: Told, answer: Told, name: str, now: datetime
) -> tuple[str, ...]:
    """Keep the passkey that the browser made; return recovery codes, if they are fresh.

    Raises:
        FactorRefused: the answer does not fit what was asked, or there are too many.
    """
    if len(_passkeys(person)) >= MOST:
        msg = f"最多{MOST}个通行密钥，请先移除不用的"
        raise FactorRefused(msg)
    try:
        data = _server(site).register_complete(state, answer)
    except _MALFORMED as error:
        msg = "通行密钥没有添加成功，请再试一次"
        raise FactorRefused(msg) from error
    credential = data.credential_data
    if credential is None:
        msg = "设备没有给出通行密钥，请换一台设备或浏览器"
        raise FactorRefused(msg)
    try:
        with transaction.atomic():
            factor = Factor.objects.create(
                person=person,
                kind=FactorKind.PASSKEY,
                name=name.strip()[:60] or PASSKEY,
                handle=hashlib.sha256(credential.credential_id).hexdigest(),
                secret=base64.b64encode(credential).decode(),
                counter=data.counter,
                made_at=now,
            )
    except IntegrityError as error:
        msg = "这个通行密钥已经登记过了"
        raise FactorRefused(msg) from error
    return second_factor.added(factor, now)


def to_sign_in(*, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the browser is asked for, as JSON, and what to keep until it answers.

    No login is asked for: the passkey itself says whose it is.
    """
    options, state = _server(site).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), dict(state)


def by_passkey(*, site: Site, state: Told, answer: Told, place: Place, now: datetime) -> Person:
    """Return who signs in by this answer.

    Raises:
        SignInRefused: the passkey is not known here, or did not sign what was asked.
        sign_in_wait.TooManyTries: this address has to wait.
    """
    where = (sign_in_wait.ADDRESS, sign_in_wait.network(place.address))
    tried = sign_in_wait.begin(now, where)
    factor = _factor_of(answer)
    person = None if factor is None else factor.person
    if factor is None or person is None or not _signed(factor, site, state, answer, now):
        sign_in.wrong(PASSKEY, person, tried, place, now)
        msg = "这个通行密钥没有登记，或没有通过验证。请改用密码登录"
        raise SignInRefused(msg)
    sign_in_wait.right(tried)
    return person


def _factor_of(answer: Told) -> Factor | None:
    try:
        raw = AuthenticationResponse.from_dict(answer).raw_id
    except _MALFORMED:
        return None
    handle = hashlib.sha256(raw).hexdigest()
    known = Factor.objects.filter(kind=FactorKind.PASSKEY, handle=handle, person__is_active=True)
    return known.select_related("person").first()


def _signed(factor: Factor, site: Site, state: Told, answer: Told, now: datetime) -> bool:
    """Check the signature; a counter that went back tells of a copied key."""
    try:
        parsed = AuthenticationResponse.from_dict(answer)
        _server(site).authenticate_complete(state, [_credential(factor)], parsed)
    except _MALFORMED:
        return False
    counter = parsed.response.authenticator_data.counter
    later = Factor.objects.filter(pk=factor.pk)
    if counter or factor.counter:
        later = later.filter(counter__lt=counter)
    return bool(later.update(counter=counter, used_at=now))


def _server(site: Site) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=site.host, name=NAME)
    return Fido2Server(party, verify_origin=lambda origin: origin == site.origin)


def _passkeys(person: Person) -> list[Factor]:
    return list(Factor.objects.filter(person=person, kind=FactorKind.PASSKEY))


def _credential(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(factor.secret))
