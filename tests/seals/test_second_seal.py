"""More than one signature, more than one document, and pages nobody signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.seals.make_people import stranger
from tests.seals.make_sealed import (
    DESCRIPTION,
    FIRST,
    LIST,
    NS,
    SECOND,
    VALUE,
    Members,
    description,
    listing,
    pack,
    plain_members,
    sealed,
    ses_4,
)

from chapiao.seals import Result, Verdict, check, overall

OTHER = f"{SECOND}/Signature.xml"
OTHER_VALUE = f"{SECOND}/SignedValue.dat"
ALL = (*plain_members(), LIST)


def first() -> Members:
    """One seal, which covers the list of seals too."""
    made = plain_members() | {LIST: listing(0)}
    made[DESCRIPTION] = description(made, ALL)
    made[VALUE] = ses_4(made[DESCRIPTION])
    return made


def both(grown: Callable[[bytes], bytes] = lambda _: listing(0, 1)) -> Members:
    """A second seal put on afterwards: the list has grown."""
    made = first()
    made[LIST] = grown(made[LIST])
    made[OTHER] = description(made, [*plain_members(), DESCRIPTION, VALUE], folder=SECOND)
    made[OTHER_VALUE] = ses_4(made[OTHER], path=OTHER)
    return made


def verdicts(members: Members) -> tuple[Verdict, ...]:
    return check(pack(members))


def test_a_second_seal_leaves_the_first_one_whole() -> None:
    seen = verdicts(both())

    assert [one.result for one in seen] == [Result.WHOLE, Result.WHOLE]
    assert overall(seen).result is Result.WHOLE
    assert "共2个签章，2个完整" in overall(seen).text


def test_the_list_is_cut_back_when_it_is_indented_too() -> None:
    def lines(*entries: str) -> bytes:
        inside = "".join(f"  {entry}\r\n" for entry in entries)
        return f"<ofd:Signatures {NS}>\r\n{inside}</ofd:Signatures>\r\n".encode()

    def entry(number: int) -> str:
        return f'<ofd:Signature ID="s00{number}" BaseLoc="Sign_{number - 1}/Signature.xml"/>'

    made = plain_members()
    made[LIST] = lines("<ofd:MaxSignId>s001</ofd:MaxSignId>", entry(1))
    made[DESCRIPTION] = description(made, ALL)
    made[VALUE] = ses_4(made[DESCRIPTION])
    made[LIST] = lines("<ofd:MaxSignId>s002</ofd:MaxSignId>", entry(1), entry(2))
    made[OTHER] = description(made, plain_members(), folder=SECOND)
    made[OTHER_VALUE] = ses_4(made[OTHER], path=OTHER)

    assert [one.result for one in verdicts(made)] == [Result.WHOLE, Result.WHOLE]


def test_a_list_written_afresh_is_not_held_against_the_seal_nor_passed() -> None:
    seen = verdicts(both(lambda _: listing(0, 1).replace(b"><ofd:Sig", b">\n\n<ofd:Sig")))

    assert [one.result for one in seen] == [Result.NOT_RUN, Result.WHOLE]
    assert "签章清单" in seen[0].text
    assert overall(seen).result is Result.NOT_RUN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'ID="1"', b'IE="1"'),
        (b"www.ofdspec.org", b"wwv.ofdspec.org"),
        (b"</ofd:Signatures>", b"</ofd:Signatureq>"),
        (b"MaxSignId>2", b"MaxSignJd>2"),
    ],
    ids=repr,
)
def test_a_list_that_is_no_plain_list_is_a_change(old: bytes, new: bytes) -> None:
    seen = verdicts(both(lambda _: listing(0, 1).replace(old, new)))

    assert seen[0].result is Result.CHANGED


def test_a_list_changed_under_its_only_seal_is_a_change() -> None:
    made = first()
    made[LIST] += b"\n"

    [seen] = verdicts(made)

    assert (seen.result, seen.changed) == (Result.CHANGED, (LIST,))


def test_a_page_changed_under_both_seals_is_told_by_both() -> None:
    page = "Doc_0/Pages/Page_0/Content.xml"
    seen = verdicts(both() | {page: b"<a/>"})

    assert [one.changed for one in seen] == [(page,), (page,)]
    assert overall(seen).changed == (page,)


def test_the_first_seal_changed_is_told_by_the_second() -> None:
    made = both()
    made[VALUE] = ses_4(made[DESCRIPTION], stranger())

    seen = verdicts(made)

    assert seen[1].changed == (VALUE,)


def test_the_second_seal_taken_away_with_its_entry_leaves_the_first() -> None:
    made = {name: data for name, data in both().items() if not name.startswith(SECOND)}
    made[LIST] = listing(0)

    [seen] = verdicts(made)

    assert seen.result is Result.WHOLE


def test_a_seal_that_is_listed_but_not_there_is_a_change() -> None:
    made = {name: data for name, data in both().items() if not name.startswith(FIRST)}

    seen = verdicts(made)

    assert seen[0].result is Result.CHANGED
    assert seen[0].changed == (DESCRIPTION,)


@pytest.mark.parametrize("how", ["entry", "list", "reference"])
def test_a_seal_that_nobody_lists_is_not_passed(how: str) -> None:
    made = sealed(covered=[name for name in plain_members() if name != "OFD.xml"])
    if how == "entry":
        made[LIST] = listing()
    elif how == "list":
        del made[LIST]
    else:
        made["OFD.xml"] = made["OFD.xml"].replace(b"Signatures", b"Signaturez")

    [seen] = verdicts(made)

    assert seen.result is Result.NOT_RUN
    assert "没有登记" in seen.text


def test_pages_put_before_the_seal_by_an_uncovered_file_are_not_passed() -> None:
    """OFD.xml is not covered, as with many vendors, and points at another document."""
    made = sealed(covered=[name for name in plain_members() if name != "OFD.xml"])
    for name in ("Document.xml", "DocumentRes.xml", "Pages/Page_0/Content.xml"):
        made[f"Doc_1/{name}"] = made[f"Doc_0/{name}"].replace(b"113.00", b"913.00")
    assert verdicts(made)[0].result is Result.WHOLE
    made["OFD.xml"] = made["OFD.xml"].replace(b"Doc_0/Document.xml", b"Doc_1/Document.xml")

    [seen] = verdicts(made)

    assert seen.result is Result.NOT_RUN
    assert "第1页不在签章保护范围内" in seen.text


def test_members_in_use_that_the_seal_leaves_out_are_named() -> None:
    left_out = ("OFD.xml", "Doc_0/Res/code.png")

    [seen] = verdicts(sealed(covered=[name for name in plain_members() if name not in left_out]))

    assert seen.result is Result.WHOLE
    assert set(seen.uncovered) == set(left_out)
    assert "Doc_0/Res/code.png不在保护范围内" in seen.text or "code.png" in seen.text


def test_a_second_document_without_a_seal_leaves_the_file_unproved() -> None:
    made = plain_members()
    body = b"<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    made["OFD.xml"] = made["OFD.xml"].replace(b"</ofd:OFD>", body)
    made["Doc_1/Document.xml"] = made["Doc_0/Document.xml"]
    made["Doc_1/Pages/Page_0/Content.xml"] = made["Doc_0/Pages/Page_0/Content.xml"]

    seen = verdicts(sealed(members=made))

    assert [one.result for one in seen] == [Result.WHOLE, Result.UNSIGNED]
    assert overall(seen).result is Result.NOT_RUN
    assert "第2个文档没有签章" in overall(seen).text


def test_a_seal_that_covers_nothing_proves_nothing() -> None:
    [seen] = verdicts(sealed(covered=()))

    assert seen.result is Result.NOT_RUN
    assert "没有保护任何文件" in seen.text


def test_another_seal_laid_beside_for_viewers_is_told() -> None:
    made = dict(sealed())
    beside = f"{FIRST}/Seal.esl"
    seal = f"<ofd:Seal><ofd:BaseLoc>/{beside}</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>"
    made[DESCRIPTION] = made[DESCRIPTION].replace(b"</ofd:SignedInfo>", seal.encode())
    made[VALUE] = ses_4(made[DESCRIPTION])
    made[beside] = b"another seal"

    [seen] = verdicts(made)

    assert (seen.result, seen.changed) == (Result.CHANGED, (beside,))
