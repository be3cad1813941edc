"""A single sign-on provider (OpenID Connect, code flow with PKCE), asked over HTTP.

Nothing is believed that the provider has not signed: the id_token's signature is
checked with its published keys, and issuer, audience, nonce and times with ours.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

TIMEOUT = 8.0  # seconds, each request
LONGEST = 512 * 1024  # bytes of an answer
LEEWAY = 60  # seconds that the two clocks may differ
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ProviderFailed(Exception):
    """The provider cannot be asked, or answers nonsense. The message can be shown to the user."""

    permanent = False


class NotProven(Exception):
    """The provider's answer proves nothing. The message can be shown to the user."""

    permanent = True

    def __init__(self, why: str) -> None:
        super().__init__(f"单点登录没有成功：{why}。请重新登录；一直不行请联系系统管理员")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider as the operator set it up. `match`: the claim that equals a login, or ""."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    match: str = ""
    scopes: str = "openid profile"
    two_steps: bool = False  # the provider itself asks for a second factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is kept between going to the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    back: str  # the address the provider sends people back to


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the provider says it is."""

    subject: str
    values: Mapping[str, Any]


def is_safe(issuer: str) -> bool:
    """Whether the provider is reached over HTTPS, or lies on this machine."""
    url = urlsplit(issuer)
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)


def door(provider: Provider, asked: Asked) -> str:
    """Return the address at the provider that the browser goes to.

    Raises:
        ProviderFailed: the provider does not describe itself.
    """
    digest = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": asked.back,
        "scope": provider.scopes,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    at = _end_point(_described(provider), "authorization_endpoint")
    return f"{at}{'&' if '?' in at else '?'}{urlencode(query)}"


def claims(provider: Provider, asked: Asked, code: str, now: datetime) -> Claims:
    """Exchange the code for a signed answer, and check it.

    Raises:
        ProviderFailed: the provider cannot be asked.
        NotProven: it refuses the code, or what it signed does not hold.
    """
    described = _described(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked.back,
        "code_verifier": asked.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    ways = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if isinstance(ways, list) and "client_secret_basic" in ways:
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    at = _end_point(described, "token_endpoint")
    answer = _ask(Request(at, data=urlencode(form).encode(), headers=headers))  # noqa: S310 - checked
    token = answer.get("id_token")
    if not isinstance(token, str):
        why = "服务方没有给出身份凭证"
        raise NotProven(why)
    keys = _ask(Request(_end_point(described, "jwks_uri")))  # noqa: S310 - checked
    return _checked(provider, asked, token, keys, now)


def _checked(
    provider: Provider, asked: Asked, token: str, keys: Mapping[str, Any], now: datetime
) -> Claims:
    try:
        head = jwt.get_unverified_header(token)
        key = _key(keys, head)
        told = jwt.decode(
            token,
            key,
            algorithms=[one for one in ALGORITHMS if one == head.get("alg")],
            issuer=provider.issuer,
            audience=provider.client_id,
            # Times are checked below, with the clock that was given.
            options={
                "require": ["iss", "aud", "exp", "iat", "sub"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.PyJWTError as error:
        why = _WHY.get(type(error), "身份凭证的签名不对")
        raise NotProven(why) from error
    if told.get("nonce") != asked.nonce:
        why = "身份凭证不是为这次登录签的"
        raise NotProven(why)
    audience = told["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if told.get("azp", None if several else provider.client_id) != provider.client_id:
        why = "身份凭证是签给别的系统的"
        raise NotProven(why)
    at = now.timestamp()
    if not (_number(told, "iat") - LEEWAY <= at < _number(told, "exp") + LEEWAY):
        why = "身份凭证已过期，或两边的时钟不一致"
        raise NotProven(why)
    return Claims(str(told["sub"]), told)


_WHY: dict[type[jwt.PyJWTError], str] = {
    jwt.InvalidIssuerError: "身份凭证的签发方不对",
    jwt.InvalidAudienceError: "身份凭证是签给别的系统的",
    jwt.MissingRequiredClaimError: "身份凭证不完整",
    jwt.DecodeError: "身份凭证读不出来",
}


def _number(told: Mapping[str, Any], name: str) -> float:
    value = told[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        why = "身份凭证不完整"
        raise NotProven(why)
    return float(value)


def _key(keys: Mapping[str, Any], head: Mapping[str, Any]) -> jwt.PyJWK:
    """Return the published key the token names; without a name, the only one there is."""
    known = [
        one
        for one in jwt.PyJWKSet.from_dict(dict(keys)).keys
        if one.public_key_use in {None, "sig"}
    ]
    named = [one for one in known if head.get("kid") in {None, one.key_id}]
    if len(named) != 1:
        raise jwt.InvalidKeyError
    return named[0]


def _described(provider: Provider) -> Mapping[str, Any]:
    """Read how the provider describes itself; it must name itself as it was set up."""
    at = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    described = _ask(Request(at))  # noqa: S310 - the issuer is checked when settings load
    if described.get("issuer") != provider.issuer:
        msg = "单点登录服务方自报的名称和设置的不一致，请系统管理员核对 CHAPIAO_SSO_ISSUER"
        raise ProviderFailed(msg)
    return described


def _end_point(described: Mapping[str, Any], name: str) -> str:
    at = described.get(name)
    if not isinstance(at, str) or not is_safe(at):
        msg = f"单点登录服务方没有给出安全的 {name}，请系统管理员核对设置"
        raise ProviderFailed(msg)
    return at


class _Stay(HTTPRedirectHandler):
    """A provider is asked where it said it is, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 - the library's own
        """Follow nothing."""


def _ask(request: Request) -> Mapping[str, Any]:
    request.add_header("Accept", "application/json")
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT) as response:
            body = response.read(LONGEST + 1)
    except HTTPError as error:
        with error:
            refused = error.code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}
        if refused and request.data is not None:
            why = "服务方不认这次登录"
            raise NotProven(why) from error
        msg = f"单点登录服务方出错（{error.code}），请稍后再试，或用密码登录"
        raise ProviderFailed(msg) from error
    except OSError as error:
        msg = "连不上单点登录服务方，请稍后再试，或用密码登录"
        raise ProviderFailed(msg) from error
    try:
        told = json.loads(body)
    except ValueError as error:
        told = error
    if len(body) > LONGEST or not isinstance(told, dict):
        msg = "单点登录服务方的回答看不懂，请稍后再试，或用密码登录"
        raise ProviderFailed(msg)
    return told
