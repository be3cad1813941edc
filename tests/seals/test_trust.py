"""Whose certificate is trusted: roots given in, chains, dates, and who may issue."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from tests.seals.make_people import (
    END,
    SIGNED_AT,
    START,
    Person,
    bureau,
    maker,
    person,
    root,
    stranger,
)
from tests.seals.make_sealed import Members, pack, seal_4, sealed, ses_4

from chapiao.seals import Result, Verdict, check
from chapiao.seals.certificate import BadCertificate, load, load_all
from chapiao.seals.trust import judge

YEAR_LATER = datetime(2031, 1, 1, tzinfo=UTC)


def pem(certificate: bytes) -> bytes:
    lines = base64.encodebytes(certificate)
    return b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"


def verdict(members: Members, *roots: bytes, at: datetime | None = None) -> Verdict:
    [one] = check(pack(members), roots, at=at)
    return one


def by(signer: Person, made_by: Person | None = None) -> Members:
    seal = seal_4(made_by or maker(), [signer])
    return sealed(lambda content: ses_4(content, signer, seal=seal))


@pytest.mark.parametrize("form", ["DER", "PEM", "two in one PEM", "base64 alone"])
def test_a_chain_to_a_given_root_is_trusted(form: str) -> None:
    given = {
        "DER": root().certificate,
        "PEM": pem(root().certificate),
        "two in one PEM": pem(stranger().certificate) + pem(root().certificate),
        "base64 alone": base64.b64encode(root().certificate),
    }[form]

    seen = verdict(sealed(), given)

    assert (seen.result, seen.trusted) == (Result.WHOLE, True)
    assert "不受信" not in seen.text


def test_without_its_root_a_certificate_is_not_trusted() -> None:
    seen = verdict(sealed(), stranger().certificate)

    assert (seen.result, seen.trusted) == (Result.WHOLE, False)
    assert "证书不受信（签发机构的根证书没有导入）" in seen.text


def test_a_root_that_cannot_be_read_is_passed_over() -> None:
    assert verdict(sealed(), b"nonsense", root().certificate).trusted is True


def test_the_signers_own_certificates_may_be_trusted_directly() -> None:
    assert verdict(sealed(), bureau().certificate, maker().certificate).trusted is True
    assert verdict(sealed(), bureau().certificate).trusted is False


def test_a_changed_file_keeps_its_signers_standing() -> None:
    seen = verdict(sealed() | {"Doc_0/Res/code.png": b"x"}, root().certificate)

    assert (seen.result, seen.trusted) == (Result.CHANGED, True)


def test_steps_between_are_found_among_the_roots() -> None:
    middle = person("云杉测试中级", root(), ca=True)
    signer = person("云杉测试分局", middle)

    assert verdict(by(signer), root().certificate).trusted is False
    assert verdict(by(signer), root().certificate, middle.certificate).trusted is True


def test_nobody_but_a_ca_may_issue() -> None:
    no_ca = person("云杉测试职员", root())
    signer = person("云杉测试分局", no_ca)
    members = by(signer)

    assert verdict(members, root().certificate, no_ca.certificate).trusted is False


def test_a_ca_that_may_not_sign_certificates_does_not_count() -> None:
    strict = person("云杉测试根二", ca=True, usage=0b1000_0000)
    open_ = person("云杉测试根三", ca=True, usage=0b0000_0100)

    assert _through(strict).trusted is False
    assert "不是可以签发证书的CA证书" in _through(strict).text
    assert _through(open_).trusted is True


def _through(ca: Person) -> Verdict:
    return verdict(by(person("甲", ca), person("乙", ca)), ca.certificate)


def test_a_path_longer_than_allowed_is_not_trusted() -> None:
    for allowed in (0, 1):
        top = person("云杉测试根四", ca=True, path_length=allowed)
        middle = person("云杉测试中级二", top, ca=True)
        leaf, *steps = (load(who.certificate) for who in (person("丙", middle), middle))

        assert judge(leaf, steps, [load(top.certificate)], SIGNED_AT).trusted is (allowed == 1)


@pytest.mark.parametrize(
    ("start", "end"),
    [(START, datetime(2025, 1, 1, tzinfo=UTC)), (datetime(2027, 1, 1, tzinfo=UTC), END)],
)
def test_a_certificate_must_last_at_the_time_of_signing(start: datetime, end: datetime) -> None:
    signer = person("云杉测试旧局", root(), start=start, end=end)

    seen = verdict(by(signer), root().certificate)

    assert seen.trusted is False
    assert "「云杉测试旧局」在签章时不在有效期内" in seen.text


def test_the_time_may_be_given() -> None:
    assert verdict(sealed(), root().certificate, at=YEAR_LATER).trusted is False


def test_an_unknown_critical_extension_is_not_waved_through() -> None:
    signer = person("云杉测试专局", root(), critical="1.2.3.4.5")

    seen = verdict(by(signer), root().certificate)

    assert seen.trusted is False
    assert "不认识的关键扩展项" in seen.text


def test_a_namesake_of_the_root_is_not_the_root() -> None:
    namesake = person("云杉测试根", ca=True)
    seen = verdict(by(person("云杉测试假局", namesake)), root().certificate)

    assert seen.trusted is False
    assert "与签发者「云杉测试根」对不上" in seen.text


def test_two_that_certify_each_other_lead_nowhere() -> None:
    one = person("甲", ca=True)
    other = person("乙", one, ca=True)
    again = person("甲", other, ca=True, keys=(one.public, one.private))
    leaf, *steps = (load(who.certificate) for who in (person("丙", other), other, again))

    found = judge(leaf, steps, [load(root().certificate)], SIGNED_AT)

    assert not found.trusted


def test_more_steps_than_anybody_needs_are_not_all_walked() -> None:
    keys = (one := person("甲", ca=True)).public, one.private
    steps = [load(person("甲", one, ca=True, keys=keys, serial=at).certificate) for at in range(60)]

    found = judge(steps[0], steps, [load(root().certificate)], SIGNED_AT)

    assert not found.trusted
    assert "没有查完" in found.why


def test_a_certificate_tells_its_holder() -> None:
    read = load(bureau().certificate)

    assert read.name == "云杉测试税务局"
    assert read.subject_text == "CN=云杉测试税务局, O=北京云杉测试机构, C=CN"
    assert (read.not_before, read.not_after, read.is_ca) == (START, END, False)
    assert load(root().certificate).is_ca is True


@pytest.mark.parametrize(
    "data", [b"", b"\x30\x00", b"hello", bytes(100), b"\x30\x80\x00\x00"], ids=repr
)
def test_what_is_no_certificate_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadCertificate, match="证书"):
        load_all(data)


def test_a_pem_cut_short_is_refused_in_words() -> None:
    with pytest.raises(BadCertificate):
        load_all(pem(root().certificate[:200]))
    with pytest.raises(BadCertificate, match="PEM"):
        load_all(pem(root().certificate).replace(b"MI", b"M", 1))
