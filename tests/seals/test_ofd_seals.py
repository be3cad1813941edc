"""Seals on an OFD: what is whole, what was changed, and what cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from tests.seals.make_people import SIGNED_AT, Person, bureau, maker, stranger
from tests.seals.make_sealed import (
    DESCRIPTION,
    LIST,
    VALUE,
    Members,
    changed,
    cms,
    pack,
    plain_members,
    seal_4,
    sealed,
    ses_1,
    ses_4,
)

from chapiao.seals import Result, Verdict, check, overall


def verdict(members: Members) -> Verdict:
    [one] = check(pack(members))
    return one


@cache
def whole() -> Members:
    return sealed()


VERSIONS: dict[str, Callable[[bytes], bytes]] = {
    "GB/T 38540": ses_4,
    "GM/T 0031": ses_1,
    "PKCS7": cms,
}


@pytest.mark.parametrize("version", VERSIONS)
def test_an_untouched_seal_is_whole_and_not_trusted(version: str) -> None:
    seen = verdict(sealed(VERSIONS[version]))

    assert seen.result is Result.WHOLE
    assert seen.trusted is False
    assert "证书不受信" in seen.text
    assert seen.signer == "云杉测试税务局"
    assert seen.signed_at == SIGNED_AT
    assert set(seen.covered) == set(plain_members())
    assert (seen.changed, seen.uncovered, seen.digest, seen.weak) == ((), (), "SM3", False)


def test_an_archive_that_is_no_ofd_has_no_verdict() -> None:
    assert check(pack({"invoice.xml": b"<a/>"})) == ()
    assert check(pack({"invoice.xml": b"<a/>"})[:-5]) == ()


def test_a_sealed_ofd_cut_short_is_not_run() -> None:
    [seen] = check(pack(whole())[:-30])

    assert seen.result is Result.NOT_RUN
    assert "重新下载" in seen.text


def test_a_sealed_ofd_without_its_first_file_is_a_change() -> None:
    seen = verdict({name: data for name, data in whole().items() if name != "OFD.xml"})

    assert seen.changed == ("OFD.xml",)


def test_an_ofd_without_a_seal_has_no_verdict() -> None:
    assert check(pack(plain_members())) == ()
    assert overall(()).result is Result.UNSIGNED
    assert overall(()).trusted is None


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", [*plain_members(), DESCRIPTION])
def test_one_byte_of_a_covered_member_is_told_by_name(version: str, name: str) -> None:
    members = sealed(VERSIONS[version])
    for at in (0, len(members[name]) // 2, len(members[name]) - 1):
        seen = verdict(members | {name: changed(members[name], at)})

        assert seen.result is Result.CHANGED
        assert name in seen.changed
        assert name in seen.text


@pytest.mark.parametrize("name", plain_members())
def test_a_member_taken_away_is_told(name: str) -> None:
    seen = verdict({one: data for one, data in whole().items() if one != name})

    assert seen.result is Result.CHANGED
    assert f"{name}不见了" in seen.text


@pytest.mark.parametrize("name", [DESCRIPTION, VALUE])
def test_a_part_of_the_seal_taken_away_is_told(name: str) -> None:
    seen = verdict({one: data for one, data in whole().items() if one != name})

    assert (seen.result, seen.changed) == (Result.CHANGED, (name,))


def test_a_member_put_in_is_told() -> None:
    seen = verdict(whole() | {"Doc_0/Attachs/other.xml": b"<a/>"})

    assert (seen.result, seen.changed) == (Result.CHANGED, ("Doc_0/Attachs/other.xml",))


def test_what_a_file_manager_leaves_in_an_archive_is_no_change() -> None:
    seen = verdict(whole() | {"__MACOSX/._OFD.xml": b"x", "Doc_0/.DS_Store": b"y"})

    assert seen.result is Result.WHOLE


@pytest.mark.parametrize(
    "again", ["Doc_0/Document.xml", "Doc_0/document.xml", "/Doc_0/Document.xml"]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_member_of_the_same_name_is_told(again: str) -> None:
    forged = whole()["Doc_0/Document.xml"].replace(b"140", b"141")
    for pairs in (
        [*whole().items(), (again, forged)],
        [(again, forged), *whole().items()],
    ):
        [seen] = check(pack(pairs))

        assert seen.result is Result.CHANGED
        assert any("document.xml" in name.lower() for name in seen.changed)


def test_the_value_of_another_file_does_not_fit() -> None:
    other = sealed(members=plain_members() | {"Doc_0/Res/code.png": b"another"})

    seen = verdict(whole() | {VALUE: other[VALUE]})

    assert (seen.result, seen.changed) == (Result.CHANGED, (DESCRIPTION,))


def test_the_whole_seal_of_another_file_does_not_fit() -> None:
    other = sealed(members=plain_members() | {"Doc_0/Res/code.png": b"another"})

    seen = verdict(whole() | {VALUE: other[VALUE], DESCRIPTION: other[DESCRIPTION]})

    assert (seen.result, seen.changed) == (Result.CHANGED, ("Doc_0/Res/code.png",))


def test_somebody_elses_seal_used_with_an_own_certificate_is_told() -> None:
    bureaus = seal_4(maker(), [bureau()])
    members = sealed(lambda content: ses_4(content, stranger(), seal=bureaus))

    seen = verdict(members)

    assert (seen.result, seen.changed) == (Result.CHANGED, (VALUE,))
    assert "没有授权给证书「陌生人」使用" in seen.text


def test_a_certificate_changed_beside_the_signature_is_told() -> None:
    value = whole()[VALUE]
    at = value.rfind("云杉测试税务局".encode())

    seen = verdict(whole() | {VALUE: changed(value, at + 2)})

    assert seen.result is not Result.WHOLE


def test_a_seal_its_maker_did_not_sign_is_never_trusted() -> None:
    forged = _with_maker(seal_4(stranger(), [bureau()]), maker())
    members = sealed(lambda content: ses_4(content, seal=forged))

    [seen] = check(pack(members), [bureau().certificate, maker().certificate])

    assert seen.result is Result.WHOLE
    assert seen.trusted is False
    assert "制章签名对不上" in seen.text


def _with_maker(seal: bytes, other: Person) -> bytes:
    from tests.seals.make_der import octets, sequence

    from chapiao.seals import der

    info, _, algorithm, signature = der.parse(seal).children()
    return sequence(info.whole, octets(other.certificate), algorithm.whole, signature.whole)


def test_a_wrong_signature_is_a_change() -> None:
    members = sealed(lambda content: ses_4(content, sign=lambda who, data: who.sign(data + b"!")))

    seen = verdict(members)

    assert (seen.result, seen.changed) == (Result.CHANGED, (VALUE,))


@pytest.mark.parametrize("data", [b"", b"\x30\x03\x02\x01\x01", b"not DER", bytes(200)], ids=repr)
def test_a_value_that_is_none_is_not_run(data: bytes) -> None:
    seen = verdict(whole() | {VALUE: data})

    assert seen.result is Result.NOT_RUN
    assert "签章值读不出来" in seen.text


def test_a_change_is_told_even_where_the_value_cannot_be_read() -> None:
    seen = verdict(whole() | {VALUE: b"gone", "Doc_0/Res/code.png": b"another"})

    assert (seen.result, seen.changed) == (Result.CHANGED, ("Doc_0/Res/code.png",))


def test_the_list_of_signatures_is_no_member_to_hold_against_the_seal() -> None:
    seen = verdict(whole() | {LIST: whole()[LIST] + b"\n"})

    assert seen.result is Result.WHOLE
