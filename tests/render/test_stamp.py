"""Seals: stamped where the signature says, looking as the sealed picture looks."""

from __future__ import annotations

import pytest
from tests.render.make_ofd import Svg, every, ofd, one, pages, path, picture, target, text
from tests.render.make_seal import SIGNATURES, ses, stamped

AT = 'PageRef="1" Boundary="90 8 30 20"'


def sealed(value: bytes, *stamps: str, seal: bytes | None = None, of: int = 1) -> list[Svg]:
    files = stamped(value, *(stamps or (AT,)), seal=seal)
    return pages(ofd(*[text("票")] * of, files=files, signatures=SIGNATURES))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF"])
def test_a_seal_is_stamped_where_the_signature_says(kind: str) -> None:
    [page] = sealed(ses(picture(kind), kind.lower()))

    use = one(page, "use")
    assert use.get("transform") == "translate(90 8) matrix(30 0 0 20 0 0)"
    assert target(page, use.get("href")).tag.endswith("image")


def test_a_seal_lies_over_the_text_and_lets_it_be_seen() -> None:
    [page] = sealed(ses(picture()))

    assert page[-1].get("style") == "mix-blend-mode:multiply"
    assert len(every(page[-1], "use")) == 1


def test_a_seal_that_is_an_ofd_itself_is_drawn_in_its_box() -> None:
    inner = ofd(text("发票监制章") + path("M 0 0 L 9 9"), size="0 0 60 40")

    [page] = sealed(ses(inner, "ofd"))

    assert "发票监制章" in "".join(page.itertext())
    scaled = next(group for group in every(page, "g") if "matrix" in (group.get("transform") or ""))
    assert scaled.get("transform") == "translate(90 8) matrix(0.5 0 0 0.5 0 0)"


def test_the_seal_of_a_seal_is_not_looked_into() -> None:
    inmost = ofd(text("最里面"), size="0 0 60 40")
    inner = ofd(
        text("章"),
        size="0 0 60 40",
        files=stamped(ses(inmost, "ofd"), AT),
        signatures=SIGNATURES,
    )

    [page] = sealed(ses(inner, "ofd"))

    assert "章" in "".join(page.itertext())
    assert "最里面" not in "".join(page.itertext())


def test_only_the_part_of_a_seal_that_belongs_on_a_page_is_seen() -> None:
    first, second = sealed(
        ses(picture()),
        'PageRef="1" Boundary="202 50 40 40" Clip="0 0 8 40"',
        'PageRef="2" Boundary="194 50 40 40" Clip="8 0 8 40"',
        of=2,
    )

    frames = []
    for page in (first, second):
        group = next(one for one in every(page, "g") if one.get("clip-path"))
        [frame] = target(page, group.get("clip-path"))
        frames.append([frame.get(side) for side in ("x", "y", "width", "height")])
    assert frames == [["202", "50", "8", "40"], ["202", "50", "8", "40"]]


def test_a_stamp_belongs_to_its_page_alone() -> None:
    first, second = sealed(ses(picture()), 'PageRef="2" Boundary="90 8 30 20"', of=2)

    assert every(first, "use") == []
    assert len(every(second, "use")) == 1


def test_the_seal_beside_the_value_serves_where_the_value_holds_none() -> None:
    [page] = sealed(b"\x30\x03\x02\x01\x04", seal=ses(picture()))

    assert len(every(page, "use")) == 1


UNSHOWN = {
    "empty": b"",
    "cut short": b"\x30",
    "noise": b"garbage",
    "no picture": ses(b"no picture"),
    "broken ofd": ses(b"PK\3\4broken"),
    "cut in the picture": ses(picture())[:60],
}


@pytest.mark.parametrize("how", UNSHOWN)
def test_a_seal_that_cannot_be_shown_is_missed_in_words(how: str) -> None:
    [page] = sealed(UNSHOWN[how])

    assert "图片无法显示" in "".join(page.itertext())


def test_a_signature_without_a_stamp_draws_nothing() -> None:
    files = stamped(ses(picture()))

    [page] = pages(ofd(text("票"), files=files, signatures=SIGNATURES))

    assert every(page, "use") == []
    assert "".join(page.itertext()) == "票"
