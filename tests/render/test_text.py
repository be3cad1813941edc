"""Text objects: every character where the document puts it, in a font a browser has."""

from __future__ import annotations

import pytest
from tests.render.make_ofd import drawn, every, one, text


def font(name: str, more: str = "") -> str:
    return f'<ofd:Fonts><ofd:Font ID="3" FontName="{name}" {more}/></ofd:Fonts>'


def test_the_characters_stand_at_their_steps() -> None:
    found = one(drawn(text("价税合计", code='X="1" Y="4" DeltaX="4 g 2 3.5"')), "text")

    assert found.get("x") == "1 5 8.5 12"
    assert found.get("y") == "4"
    assert found.get("transform") == "translate(10 20)"
    assert found.get("font-size") == "4"
    assert found.text == "价税合计"


def test_the_last_step_goes_on_where_too_few_are_given() -> None:
    found = one(drawn(text("一二三四", code='X="0" Y="4" DeltaX="6.5"')), "text")

    assert found.get("x") == "0 6.5 13 19.5"


def test_steps_without_a_blank_after_the_g_are_understood() -> None:
    found = one(drawn(text("一二三四", code='X="0" Y="4" DeltaX="g2 3 5"')), "text")

    assert found.get("x") == "0 3 6 11"


def test_text_can_run_downwards() -> None:
    found = one(drawn(text("购买方", code='X="0" Y="4" DeltaY="g 2 5"')), "text")

    assert (found.get("x"), found.get("y")) == ("0 0 0", "4 9 14")


def test_without_steps_the_browser_sets_the_text() -> None:
    found = one(drawn(text("ABC贸易", code='X="2" Y="4"')), "text")

    assert (found.get("x"), found.get("y"), found.text) == ("2", "4", "ABC贸易")


def test_a_second_code_goes_on_from_its_own_place() -> None:
    two = text("一", code='X="0" Y="4"').replace(
        "</ofd:TextObject>", '<ofd:TextCode X="9" Y="8">二</ofd:TextCode></ofd:TextObject>'
    )

    found = one(drawn(two), "text")

    assert (found.text, found.get("x"), found.get("y")) == ("一二", "0 9", "4 8")


def test_the_transform_of_an_object_follows_its_place() -> None:
    found = one(drawn(text("斜", CTM="0.98 0.17 -0.17 0.98 1 2")), "text")

    assert found.get("transform") == "translate(10 20) matrix(0.98 0.17 -0.17 0.98 1 2)"


def test_squeezed_letters_keep_their_steps() -> None:
    found = one(drawn(text("文件", code='X="8" Y="4" DeltaX="10"', HScale="0.5")), "text")

    assert found.get("transform") == "translate(10 20) scale(0.5 1)"
    assert found.get("x") == "16 36"


def test_letters_can_be_turned() -> None:
    assert one(drawn(text("转", CharDirection="90")), "text").get("rotate") == "90"


def test_reading_downwards_without_steps_goes_down_letter_by_letter() -> None:
    found = one(drawn(text("竖排", ReadDirection="90")), "text")

    assert (found.get("x"), found.get("y")) == ("0 0", "4 8")


@pytest.mark.parametrize(
    ("attributes", "attribute", "value"),
    [
        ({"Weight": "700"}, "font-weight", "700"),
        ({"Weight": "400"}, "font-weight", None),
        ({"Italic": "true"}, "font-style", "italic"),
        ({"Fill": "false", "Stroke": "true"}, "fill", "none"),
    ],
)
def test_weight_slant_and_ink(
    attributes: dict[str, str], attribute: str, value: str | None
) -> None:
    words = text("重", **attributes).replace(
        "<ofd:TextCode", '<ofd:StrokeColor Value="255 0 0"/><ofd:TextCode'
    )

    assert one(drawn(words), "text").get(attribute) == value


def test_outlined_letters_have_their_line() -> None:
    words = text("空心", Fill="false", Stroke="true", LineWidth="0.2").replace(
        "<ofd:TextCode", '<ofd:StrokeColor Value="255 0 0"/><ofd:TextCode'
    )

    found = one(drawn(words), "text")

    assert (found.get("stroke"), found.get("stroke-width")) == ("#ff0000", "0.2")


def test_text_with_no_ink_is_not_drawn() -> None:
    assert every(drawn(text("无墨", Fill="false")), "text") == []


@pytest.mark.parametrize(
    ("name", "stands_in"),
    [
        ("宋体", "SimSun"),
        ("SimSun", "'Songti SC'"),
        ("楷体", "KaiTi"),
        ("KaiTi_GB2312", "'Kaiti SC'"),
        ("仿宋", "FangSong"),
        ("黑体", "'PingFang SC'"),
        ("微软雅黑", "'Noto Sans CJK SC'"),
        ("小标宋体", "'Noto Serif CJK SC'"),
        ("Courier New", "monospace"),
        ("CourierNewPSMT", "monospace"),
        ("Times New Roman", "'Liberation Serif'"),
        ("Helvetica", "sans-serif"),
        ("ABCDEF+KaiTi", "KaiTi"),
        ("不认识的字体", "SimSun"),
    ],
)
def test_a_font_nobody_brought_has_one_that_stands_in(name: str, stands_in: str) -> None:
    families = one(drawn(text("字"), resources=font(name)), "text").get("font-family")

    assert families is not None
    assert stands_in in families.split(",")


def test_the_documents_own_font_comes_first() -> None:
    families = one(drawn(text("字"), resources=font("华康宋体W5", 'FamilyName="DFSong"')), "text")

    assert (families.get("font-family") or "").startswith("'华康宋体W5',DFSong,SimSun")


def test_a_font_that_is_not_defined_is_the_usual_one() -> None:
    assert "SimSun" in (one(drawn(text("字", Font="404")), "text").get("font-family") or "")


def test_broad_letters_in_half_steps_get_a_narrow_font() -> None:
    page = drawn(text("名MA7号", code='X="0" Y="4" DeltaX="4 2 2 2"'))

    families = {found.text: found.get("font-family") for found in every(page, "tspan")}

    assert list(families) == ["名", "MA7", "号"]
    assert families["名"] is None
    assert "'Noto Sans Mono CJK SC'" in (families["MA7"] or "")


def test_digits_in_half_steps_stay_as_they_are() -> None:
    found = one(drawn(text("2025年", code='X="0" Y="4" DeltaX="g 4 2"')), "text")

    assert found.text == "2025年"


def test_blanks_do_not_move_what_follows() -> None:
    found = one(drawn(text("名    称", code='X="0" Y="4" DeltaX="4 g 4 2"')), "text")

    places, words = (found.get("x") or "").split(), found.text or ""
    assert len(places) == len(words) == 6
    assert places[-1] == "12"
    assert "  " not in words  # which a browser would fold into one


def test_only_blanks_draw_nothing() -> None:
    assert every(drawn(text("   ")), "text") == []


def test_a_line_break_in_the_file_is_no_character() -> None:
    found = one(drawn(text("\n      一二", code='X="0" Y="4" DeltaX="5"')), "text")

    assert (found.text, found.get("x")) == ("一二", "0 5")


def test_a_character_beyond_the_basic_plane_does_not_shift_the_others() -> None:
    page = drawn(text("吉𠮷野", code='X="0" Y="4" DeltaX="g 2 5"'))

    spans = [(found.text, found.get("x")) for found in every(page, "tspan")]

    assert spans == [("吉", "0"), ("𠮷", "5"), ("野", "10")]


def test_characters_drawn_as_one_glyph_share_one_step() -> None:
    words = text("fine", code='X="0" Y="4" DeltaX="3 2"').replace(
        "<ofd:TextCode",
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="1">'
        "<ofd:Glyphs>191</ofd:Glyphs></ofd:CGTransform><ofd:TextCode",
    )

    spans = [(found.text, found.get("x")) for found in every(drawn(words), "tspan")]

    assert spans == [("fi", "0"), ("ne", "3 5")]


def test_the_words_can_be_read_out_of_the_picture() -> None:
    page = drawn(text("发票号码：25112000000012345678", code='X="0" Y="4" DeltaX="g 24 2"'))

    assert "25112000000012345678" in "".join(page.itertext())
