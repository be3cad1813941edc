"""A photo is made anew: upright, small enough, and with nothing in it but pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.render.test_pdf import pdf

from chapiao.render import NotDrawn, drawn, page_count


def photo(form: str = "JPEG", size: tuple[int, int] = (300, 200), **extra: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#2050a0").save(out, form, **extra)
    return out.getvalue()


def test_what_the_camera_noted_is_left_out_and_the_picture_stands_upright() -> None:
    noted = Image.Exif()
    noted[0x0112] = 6  # held on its side
    noted[0x010F] = "a camera's name"

    made = drawn(photo(exif=noted.tobytes()))
    seen = Image.open(io.BytesIO(made.data))

    assert (made.form, seen.format, seen.size) == ("jpg", "JPEG", (200, 300))
    assert not seen.getexif()
    assert b"camera" not in made.data


def test_a_big_photo_becomes_as_large_as_a_screen() -> None:
    seen = Image.open(io.BytesIO(drawn(photo(size=(5000, 2500))).data))

    assert seen.size == (2000, 1000)


def test_the_pages_of_a_fax_are_drawn_one_by_one() -> None:
    pages = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    assert page_count(out.getvalue()) == 2
    second = Image.open(io.BytesIO(drawn(out.getvalue(), 2).data))
    assert second.getpixel((25, 25))[2] > 200
    with pytest.raises(NotDrawn, match="只有2页，没有第3页"):
        drawn(out.getvalue(), 3)


def test_each_kind_of_file_has_its_form_and_others_have_none() -> None:
    assert drawn(pdf("#ff0000", "#00ff00"), 2).form == "png"
    for data in (b"", b"<a/>", b"\xff\xd8\xff broken", b"PK\x03\x04 broken", b"%PDF-1.4 broken"):
        with pytest.raises(NotDrawn):
            drawn(data)
