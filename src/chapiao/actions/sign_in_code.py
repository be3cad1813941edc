"""The second step of signing in: the digits of an app, or a recovery code."""

from __future__ import annotations

from datetime import datetime

from chapiao.actions import second_factor, sign_in, sign_in_wait
from chapiao.actions.sign_in import Place, SignInRefused
from chapiao.store.models import FactorKind, Person


def by_code(*, person: Person, code: str, place: Place, now: datetime) -> str:
    """Check a code; return what it was, in a word.

    Raises:
        SignInRefused: it is wrong or used up.
        sign_in_wait.TooManyTries: this person or this address has to wait.
    """
    tried = sign_in_wait.begin(
        now,
        (sign_in_wait.CODE, str(person.pk)),
        (sign_in_wait.ADDRESS, sign_in_wait.network(place.address)),
    )
    try:
        kind = second_factor.shows(person, code, now)
    except second_factor.FactorRefused as error:
        raise SignInRefused(str(error)) from error
    if kind is None:
        sign_in.wrong("验证码", person, tried, place, now)
        msg = "验证码不对或已用过。验证器的数字每30秒换一次，用过的要等下一个"
        raise SignInRefused(msg)
    sign_in_wait.right(tried)
    return kind if kind == FactorKind.RECOVERY else "验证码"


def prove(*, person: Person, text: str, place: Place, now: datetime) -> None:
    """Check again that it is they, before something of weight: by password or by a code.

    Raises:
        SignInRefused: it is wrong.
        sign_in_wait.TooManyTries: this person or this address has to wait.
    """
    tried = sign_in_wait.begin(
        now,
        (sign_in_wait.ACCOUNT, person.username),
        (sign_in_wait.ADDRESS, sign_in_wait.network(place.address)),
    )
    try:
        shown = person.check_password(text) or second_factor.shows(person, text, now) is not None
    except second_factor.FactorRefused as error:
        raise SignInRefused(str(error)) from error
    if not shown:
        sign_in.wrong("确认身份", person, tried, place, now)
        msg = "不对。请输入您的登录密码，或验证器上的6位数字"
        raise SignInRefused(msg)
    sign_in_wait.right(tried)
