"""The signatures of the real samples: each one decided, and every change to them caught."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.seals.flips import SAMPLES, real, run

from chapiao.seals import Result, Verdict, check, overall

OFDS = sorted((SAMPLES / "ofd").glob("*.ofd"))
PDFS = sorted((SAMPLES / "pdf").glob("*.pdf"))
CHANGED = {"n.ofd", "发票示例.ofd"}
UNSIGNED = {
    "00001.pdf",
    "20240531141733.ofd",
    "585.pdf",
    "csfapiao1.ofd",
    "fapiao.ofd",
    "fptpl.ofd",
    "no_page_container.ofd",
    "xbrl-001.pdf",
    "z.ofd",
    "发票监制章-数科.ofd",
}
pytestmark = pytest.mark.skipif(not OFDS, reason="skipped: no ../shared/samples")


def verdicts(path: Path) -> tuple[Verdict, ...]:
    return check(path.read_bytes())


@pytest.mark.parametrize("path", [*OFDS, *PDFS], ids=lambda path: path.name)
def test_every_signature_is_decided(path: Path) -> None:
    seen = overall(verdicts(path)).result

    if path.name in UNSIGNED:
        assert seen is Result.UNSIGNED
    else:
        assert seen is (Result.CHANGED if path.name in CHANGED else Result.WHOLE)


def test_all_signatures_are_found() -> None:
    assert sum(len(verdicts(path)) for path in OFDS) == 13
    assert sum(len(verdicts(path)) for path in PDFS) == 13


def test_none_is_trusted_without_roots() -> None:
    signed = [one for path in (*OFDS, *PDFS) for one in verdicts(path)]

    assert {one.trusted for one in signed} == {False}
    assert all("证书不受信" in one.text for one in signed)
    assert all(one.signer and one.signed_at for one in signed)


def test_the_changed_member_is_named() -> None:
    [seen] = verdicts(SAMPLES / "ofd" / "发票示例.ofd")

    assert seen.changed == ("Doc_0/Document.xml",)
    assert "Doc_0/Document.xml与签章时不同" in seen.text


def test_a_file_changed_throughout_is_told() -> None:
    [seen] = verdicts(SAMPLES / "ofd" / "n.ofd")

    assert "Doc_0/Signs/Sign_0/Signature.xml" in seen.changed
    assert "Doc_0/Signs/Sign_0/Seal.esl" not in seen.changed


def test_weak_digests_are_named() -> None:
    weak = [one for path in PDFS for one in verdicts(path) if one.weak]

    assert weak
    assert all(one.digest == "SHA-1" and "强度偏弱" in one.text for one in weak)


def test_three_hundred_random_changes_are_all_caught() -> None:
    counts, passed = run(list(real()), 300)

    assert passed == []
    assert counts == {"被改动": 300}
