"""Two steps: digits of an app and recovery codes, each good for once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.actions.places import place

from chapiao.actions import require_second_factor, second_factor, sessions, sign_in, totp
from chapiao.actions.second_factor import FactorRefused
from chapiao.actions.sign_in import SignInRefused
from chapiao.actions.sign_in_code import by_code, prove
from chapiao.actions.sign_in_wait import TooManyTries
from chapiao.store import access
from chapiao.store.models import AuditEntry, Entity, Factor, Membership, Person, Role, SignIn

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def digits(now: datetime, steps: int = 0) -> str:
    return totp.code_at(SECRET, int(now.timestamp()) // totp.STEP + steps)


@pytest.fixture
def codes(clerk: Person, now: datetime) -> tuple[str, ...]:
    """The clerk has an app; these are the recovery codes that came with it."""
    return second_factor.add_app(person=clerk, secret=SECRET, code=digits(now), now=now)


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_digits_are_those_of_the_standard(at: int, code: str) -> None:
    import base64

    secret = base64.b32encode(b"12345678901234567890").decode()

    assert totp.code_at(secret, at // 30) == code


@given(st.integers(0, 10**6), st.integers(-5, 5))
def test_a_code_holds_one_step_around_its_own(step: int, off: int) -> None:
    from datetime import UTC

    now = datetime.fromtimestamp((step + 10) * 30 + 7, UTC)

    found = totp.step_of(SECRET, totp.code_at(SECRET, step + 10 + off), now, after=0)

    assert (found is not None) >= (abs(off) <= 1)


def test_the_same_digits_open_nothing_twice(
    clerk: Person, codes: tuple[str, ...], now: datetime
) -> None:
    later = now + timedelta(minutes=5)

    assert by_code(person=clerk, code=digits(later), place=place(), now=later) == "验证码"
    with pytest.raises(SignInRefused):
        by_code(person=clerk, code=digits(later), place=place(), now=later)


def test_digits_that_set_it_up_open_nothing(
    clerk: Person, codes: tuple[str, ...], now: datetime
) -> None:
    with pytest.raises(SignInRefused):
        by_code(person=clerk, code=digits(now), place=place(), now=now)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0}-"])
def test_digits_may_be_typed_as_people_type(
    clerk: Person, codes: tuple[str, ...], now: datetime, typed: str
) -> None:
    later = now + timedelta(minutes=5)
    six = digits(later)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in six)

    assert by_code(person=clerk, code=typed.format(wide), place=place(), now=later)


def test_a_recovery_code_is_good_for_once(
    clerk: Person, codes: tuple[str, ...], now: datetime
) -> None:
    assert len(set(codes)) == 10

    typed = codes[3].lower().replace("-", " ")
    assert by_code(person=clerk, code=typed, place=place(), now=now) == "恢复码"
    with pytest.raises(SignInRefused):
        by_code(person=clerk, code=codes[3], place=place(), now=now)
    assert second_factor.codes_left(clerk) == 9


def test_somebody_elses_codes_open_nothing(
    clerk: Person, other_clerk: Person, codes: tuple[str, ...], now: datetime
) -> None:
    for code in (codes[0], digits(now, 1)):
        with pytest.raises(SignInRefused):
            by_code(person=other_clerk, code=code, place=place(), now=now)


def test_guessing_digits_has_to_wait(clerk: Person, codes: tuple[str, ...], now: datetime) -> None:
    for guess in range(5):
        with pytest.raises(SignInRefused):
            by_code(person=clerk, code=f"{guess:06}", place=place(), now=now)

    with pytest.raises(TooManyTries, match="验证码连续输错了5次"):
        by_code(person=clerk, code=codes[0], place=place(), now=now)
    with pytest.raises(SignInRefused):
        prove(person=clerk, text="不是密码", place=place(), now=now)


def test_neither_secret_nor_codes_can_be_read_from_the_rows(
    clerk: Person, codes: tuple[str, ...]
) -> None:
    kept = str(list(Factor.objects.values())) + str(list(AuditEntry.objects.values()))

    assert SECRET not in kept
    assert not [one for one in codes if one in kept or one.replace("-", "") in kept]


def test_new_codes_make_the_old_worthless(
    clerk: Person, codes: tuple[str, ...], now: datetime
) -> None:
    second_factor.new_codes(person=clerk, now=now)

    with pytest.raises(SignInRefused):
        by_code(person=clerk, code=codes[0], place=place(), now=now)


def test_with_the_last_factor_the_codes_go(
    clerk: Person, other_clerk: Person, codes: tuple[str, ...], now: datetime
) -> None:
    [factor] = second_factor.listed(clerk)
    with pytest.raises(access.NotSeen):
        second_factor.drop(person=other_clerk, pk=factor.pk, now=now)

    second_factor.drop(person=clerk, pk=factor.pk, now=now)

    assert not Factor.objects.exists()
    assert not second_factor.has(clerk)


def test_a_company_that_asks_for_two_steps_ends_sessions_of_one(
    clerk: Person, entity: Entity, admin: Person, codes: tuple[str, ...], now: datetime
) -> None:
    head = Person.objects.create(username="zhaolei")
    Membership.objects.create(person=head, entity=entity, role=Role.ADMIN)
    head.set_password("一个谁也猜不到的密码")
    weak, strong = (
        sign_in.started(
            person=clerk, session_key=key, how="密码", strong=is_strong, place=place(), now=now
        )
        for key, is_strong in (("weak", False), ("strong", True))
    )
    with pytest.raises(access.NotSeen):
        require_second_factor.require(by=clerk, entity_pk=entity.pk, on=True, now=now)
    with pytest.raises(require_second_factor.NotYet):
        require_second_factor.require(by=head, entity_pk=entity.pk, on=True, now=now)
    second_factor.add_app(person=head, secret=SECRET, code=digits(now), now=now)

    require_second_factor.require(by=head, entity_pk=entity.pk, on=True, now=now)

    open_ = set(SignIn.objects.filter(ended_at=None).values_list("pk", flat=True))
    assert open_ == {strong.pk}
    assert weak.pk not in open_
    assert second_factor.asked_by(clerk) == [entity] == second_factor.asked_by(admin)
    with pytest.raises(FactorRefused, match="要求两步验证"):
        second_factor.drop(person=clerk, pk=second_factor.listed(clerk)[0].pk, now=now)
    assert sessions.open_sessions(clerk, now) == []  # these had no rows of Django's


def test_a_lost_phone_is_reset_by_a_system_administrator_alone(
    clerk: Person, admin: Person, codes: tuple[str, ...], now: datetime
) -> None:
    with pytest.raises(access.NotSeen):
        second_factor.reset(by=clerk, person=clerk, now=now)

    assert second_factor.reset(by=admin, person=clerk, now=now) == 1
    assert not second_factor.has(clerk)
