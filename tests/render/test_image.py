"""Pictures on a page: shown as data, in their place, or their absence said."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from tests.render.make_ofd import Svg, drawn, every, media, one, picture, target

SQUARE = '<ofd:ImageObject Boundary="8 9 20 20" CTM="20 0 0 20 0 0" ResourceID="70" {}/>'


def shown(data: bytes | None, name: str = "qr.png", objects: str = SQUARE.format("")) -> Svg:
    files = {} if data is None else {f"Doc_0/Res/{name}": data}
    return drawn(objects, resources=media(name), files=files)


def address(page: Svg) -> str:
    return target(page, one(page, "use").get("href")).get("href") or ""


def unpacked(page: Svg) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address(page).partition(",")[2])))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_browsers_know_goes_through_as_it_is(kind: str) -> None:
    data = picture(kind)

    page = shown(data)

    assert address(page) == f"data:image/{kind.lower()};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize("kind", ["BMP", "GIF", "TIFF", "WEBP"])
def test_other_pictures_are_written_anew_as_png(kind: str) -> None:
    page = shown(picture(kind))

    assert address(page).startswith("data:image/png;base64,")
    assert unpacked(page).convert("RGB").getpixel((0, 0))[0] > 240


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "I;16", "F"])
def test_odd_kinds_of_pixels_become_png(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (3, 2)).save(out, "TIFF")

    assert unpacked(shown(out.getvalue())).size == (3, 2)


def test_the_picture_fills_the_square_its_transform_makes() -> None:
    page = shown(picture())

    use = one(page, "use")
    assert use.get("transform") == "translate(8 9) matrix(20 0 0 20 0 0)"
    image = target(page, use.get("href"))
    assert (image.get("width"), image.get("height")) == ("1", "1")
    assert image.get("preserveAspectRatio") == "none"


def test_without_a_transform_it_fills_its_box() -> None:
    page = shown(picture(), objects='<ofd:ImageObject Boundary="8 9 20 30" ResourceID="70"/>')

    assert one(page, "use").get("transform") == "translate(8 9) matrix(20 0 0 30 0 0)"


def test_a_picture_used_often_is_in_the_file_once() -> None:
    page = shown(picture(), objects=SQUARE.format("") * 5)

    assert len(every(page, "use")) == 5
    assert len(every(page, "image")) == 1


def test_a_picture_larger_than_its_box_is_cut() -> None:
    objects = '<ofd:ImageObject Boundary="8 9 20 20" CTM="50 0 0 50 0 0" ResourceID="70"/>'

    assert len(every(shown(picture(), objects=objects), "clipPath")) == 1


def test_a_seal_that_darkens_lets_the_text_be_seen() -> None:
    page = shown(picture(), objects=SQUARE.format('BlendMode="Darken"'))

    assert one(page, "g").get("style") == "mix-blend-mode:darken"


UNSHOWN = {
    "not there": None,
    "empty": b"",
    "no picture": b"no picture",
    "cut short": picture()[:20],
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "pdf": b"%PDF-1.4",
    "jbig2 cut short": b"\x97JB2\r\n\x1a\n\1\0\0\0\1",
}


@pytest.mark.parametrize("how", UNSHOWN)
def test_a_picture_that_cannot_be_shown_is_missed_in_words(how: str) -> None:
    page = shown(UNSHOWN[how])

    assert every(page, "image") == []
    assert one(page, "text").text == "图片无法显示"
    [frame] = every(page, "rect")
    assert (frame.get("x"), frame.get("y"), frame.get("width")) == ("8", "9", "20")


def test_a_picture_nobody_defined_is_missed_too() -> None:
    page = drawn('<ofd:ImageObject Boundary="8 9 20 20" ResourceID="404"/>')

    assert one(page, "text").text == "图片无法显示"


def test_a_place_kept_free_for_a_picture_is_left_free() -> None:
    empty = '<ofd:MultiMedias><ofd:MultiMedia ID="70" Type="Image"/></ofd:MultiMedias>'

    assert every(drawn(SQUARE.format(""), resources=empty), "text") == []


def test_a_picture_of_too_many_pixels_is_not_passed_on() -> None:
    page = shown(picture(size=(9000, 5000), mode="1"))

    assert one(page, "text").text == "图片无法显示"
