"""Changing one's own password: the old one is asked for, and other sessions end."""

from __future__ import annotations

from datetime import datetime

from chapiao.actions import accounts, sign_in, sign_in_wait, tokens
from chapiao.actions.sign_in import Place, SignInRefused
from chapiao.store.models import Person


def change_password(
    *,
    person: Person,
    old: str,
    new: str,
    place: Place,
    now: datetime,
    keep: int | None,
    revoke: bool = False,
) -> None:
    """Set a new password and end every session but the one to keep; `revoke` ends tokens too.

    Raises:
        SignInRefused: the old password is wrong.
        sign_in_wait.TooManyTries: it was wrong too often.
        accounts.AccountRefused: the new one is weak; says why.
    """
    tried = sign_in_wait.begin(now, (sign_in_wait.ACCOUNT, person.username))
    if person.has_usable_password() and not person.check_password(old):
        sign_in.wrong("更换密码", person, tried, place, now)
        msg = "现在的密码不对"
        raise SignInRefused(msg)
    sign_in_wait.right(tried)
    accounts.set_password(by=person, person=person, password=new, now=now, keep=keep)
    if revoke:
        tokens.revoke_all(person, now)
