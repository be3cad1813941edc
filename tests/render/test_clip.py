"""Clips: what lies in all of them is seen; each is made of areas."""

from __future__ import annotations

from tests.render.make_ofd import Svg, drawn, every, one, path, target, text

SHAPE = "<ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 C</ofd:AbbreviatedData>"
AREA = f'<ofd:Area CTM="0.5 0 0 0.5 1 1"><ofd:Path Boundary="2 3 9 9">{SHAPE}</ofd:Path></ofd:Area>'


def clips(*each: str, flag: str = "") -> str:
    inside = "".join(f"<ofd:Clip>{areas}</ofd:Clip>" for areas in each)
    return f"<ofd:Clips{flag}>{inside}</ofd:Clips>"


def cut(inside: str) -> Svg:
    return drawn(path("M 0 0 L 5 5", where="10 20 60 60", inside=inside, CTM="2 0 0 2 0 0"))


def test_an_area_stands_where_its_transform_and_box_put_it() -> None:
    page = cut(clips(AREA))

    group = every(page, "g")[-1]
    [area] = target(page, group.get("clip-path"))
    assert area.get("d") == "M0 0L9 0L9 9Z"
    assert area.get("transform") == "matrix(0.5 0 0 0.5 1 1) translate(2 3)"


def test_clips_follow_the_transform_of_the_object() -> None:
    place, turn, behind = every(cut(clips(AREA)), "g")

    assert place.get("transform") == "translate(10 20)"
    assert turn.get("transform") == "matrix(2 0 0 2 0 0)"
    assert behind.get("clip-path") is not None


def test_clips_that_do_not_follow_lie_outside_the_transform() -> None:
    place, behind, turn = every(cut(clips(AREA, flag=' TransFlag="false"')), "g")

    assert place.get("transform") == "translate(10 20)"
    assert behind.get("clip-path") is not None
    assert turn.get("transform") == "matrix(2 0 0 2 0 0)"


def test_areas_of_one_clip_are_seen_together() -> None:
    page = cut(clips(AREA + AREA.replace("9 0", "5 0")))

    assert len(target(page, every(page, "g")[-1].get("clip-path"))) == 2


def test_of_several_clips_only_what_lies_in_all_is_seen() -> None:
    page = cut(clips(AREA, AREA.replace("9 0", "5 0")))

    assert len([group for group in every(page, "g") if group.get("clip-path")]) == 2


def test_the_same_clip_is_defined_once() -> None:
    two = path("M 0 0 L 5 5", inside=clips(AREA)) + path("M 0 0 L 5 4", inside=clips(AREA))

    assert len(every(drawn(two), "clipPath")) == 1


def test_no_clip_in_the_list_means_no_clip() -> None:
    page = cut("<ofd:Clips/>")

    assert one(page, "path").get("transform") == "translate(10 20) matrix(2 0 0 2 0 0)"


def test_a_clip_made_of_letters_hides_nothing() -> None:
    words = text("字", CTM="1 0 0 1 0 0").replace(
        "<ofd:TextCode", clips(f"<ofd:Area>{text('框')}</ofd:Area>") + "<ofd:TextCode", 1
    )

    page = drawn(words)

    assert every(page, "clipPath") == []
    assert one(page, "text").text == "字"
