"""Single sign-on: whose account it is that the provider vouches for.

Nobody comes into being by it: an account is bound by its own person, who is signed in;
by the operator; or, where the operator says so, by a claim that equals the login.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from chapiao.actions import invite
from chapiao.actions.sign_in import SignInRefused
from chapiao.outside import openid
from chapiao.outside.openid import Asked, Claims, Provider
from chapiao.store import access, audit
from chapiao.store.models import OuterLogin, Person

SSO = "单点登录"


class CannotBind(ValueError):
    """The account cannot be bound. The message can be shown to the user."""


def go(provider: Provider, back: str) -> tuple[str, Asked]:
    """Return where the browser goes, and what to keep until it comes back.

    Raises:
        openid.ProviderFailed: the provider cannot be asked.
    """
    asked = Asked(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        back=back,
    )
    return openid.door(provider, asked), asked


def by_provider(*, provider: Provider, asked: Asked, code: str, now: datetime) -> Person:
    """Return who signs in.

    Raises:
        openid.ProviderFailed: the provider cannot be asked.
        openid.NotProven: what it says does not hold.
        SignInRefused: nobody here is bound to who it is.
    """
    told = openid.claims(provider, asked, code, now)
    found = (
        OuterLogin.objects.filter(issuer=provider.issuer, subject=told.subject)
        .select_related("person")
        .first()
    )
    if found is None:
        found = _matched(provider, told, now)
    if found is None or not found.person.is_active:
        msg = (
            "您在单点登录里的身份还没有绑定查票账号："
            "请先用密码登录，在“我的账号”里绑定；没有账号请找本单位管理员邀请"
        )
        raise SignInRefused(msg)
    OuterLogin.objects.filter(pk=found.pk).update(used_at=now)
    return found.person


def bind_by_provider(
    *, person: Person, provider: Provider, asked: Asked, code: str, now: datetime
) -> None:
    """Bind one's own account to who the provider says one is.

    Raises:
        openid.ProviderFailed, openid.NotProven: as above.
        CannotBind: somebody else is bound to it.
    """
    told = openid.claims(provider, asked, code, now)
    bind(by=person, person=person, issuer=provider.issuer, subject=told.subject, now=now)


def come_by_provider(
    *, key: str, provider: Provider, asked: Asked, code: str, now: datetime
) -> Person:
    """Accept an invitation without a password: the account is bound to who the provider says.

    Raises:
        openid.ProviderFailed, openid.NotProven: as above.
        invite.InvitationRefused, accounts.AccountRefused: the link opens nothing any more.
        CannotBind: somebody else is bound to it.
    """
    told = openid.claims(provider, asked, code, now)  # before anything is written: it takes time
    with transaction.atomic():
        person = invite.accept(key=key, password=None, full_name="", now=now)
        bind(by=person, person=person, issuer=provider.issuer, subject=told.subject, now=now)
    return person


@transaction.atomic
def bind(*, by: Person, person: Person, issuer: str, subject: str, now: datetime) -> None:
    """Bind an account: one's own, or anybody's for a superuser. A former binding is replaced.

    Raises:
        access.NotSeen: it is not one's own.
        CannotBind: somebody else is bound to it.
    """
    if by.pk != person.pk and not by.is_superuser:
        raise access.NotSeen
    OuterLogin.objects.filter(person=person, issuer=issuer).delete()
    try:
        with transaction.atomic():
            OuterLogin.objects.create(person=person, issuer=issuer, subject=subject, made_at=now)
    except IntegrityError as error:
        msg = "单点登录里的这个身份已经绑定了另一个查票账号"
        raise CannotBind(msg) from error
    audit.append(at=now, person_id=by.pk, act="绑定单点登录", subject=f"person:{person.pk}")


@transaction.atomic
def unbind(*, by: Person, person: Person, now: datetime) -> bool:
    """Take the bindings of an account away; False when there were none.

    Raises:
        access.NotSeen: it is not one's own.
        CannotBind: there would be no way in left.
    """
    if by.pk != person.pk and not by.is_superuser:
        raise access.NotSeen
    if by.pk == person.pk and not person.has_usable_password():
        msg = "您还没有密码：请先设一个，再解除单点登录"
        raise CannotBind(msg)
    taken, _ = OuterLogin.objects.filter(person=person).delete()
    if taken:
        audit.append(at=now, person_id=by.pk, act="解除单点登录", subject=f"person:{person.pk}")
    return bool(taken)


def bound(person: Person, issuer: str) -> OuterLogin | None:
    """Return a person's binding at a provider."""
    return OuterLogin.objects.filter(person=person, issuer=issuer).first()


def _matched(provider: Provider, told: Claims, now: datetime) -> OuterLogin | None:
    """Bind who has the claim's value as login, where the operator trusts the claim."""
    value = told.values.get(provider.match) if provider.match else None
    if not isinstance(value, str) or not value:
        return None
    if provider.match == "email" and told.values.get("email_verified") is not True:
        return None
    person = Person.objects.filter(username=value, is_active=True).first()
    if person is None or person.is_superuser or bound(person, provider.issuer) is not None:
        return None
    bind(by=person, person=person, issuer=provider.issuer, subject=told.subject, now=now)
    return bound(person, provider.issuer)
