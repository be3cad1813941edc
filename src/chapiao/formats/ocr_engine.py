"""The recognition library, with what it is asked: where text is, which way up, what it says.

The library is asked for one line at a time: put together, lines are all padded to the
length of the longest, and most of the time went into blank paper. Lines are shared
out among a few threads, for a line needs no other.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

Box = Sequence[Sequence[float]]  # four corners, from the upper left one around
Char = tuple[str, float, Box]

USUAL: Final = 850_000  # pixels of the copy in which text is looked for
FINE: Final = 1_900_000
_MOST_LINES = 600
_LEAST_SURE = 0.5
_SMALLEST = 4  # pixels of a side that can be judged
_THREADS = max(1, min(2, os.cpu_count() or 1))
_SHARE = 4  # lines that a thread takes at a time


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was recognised: its box, its text, how sure it is, and its characters."""

    box: Box
    text: str
    sure: float
    chars: Sequence[Char]


def is_on() -> bool:
    """Whether the extra `ocr` is there, and not switched off by CHAPIAO_OCR=0."""
    return os.environ.get("CHAPIAO_OCR") != "0" and _is_installed()


def boxes(image: Image, pixels: int = USUAL) -> Any:  # noqa: ANN401 - an array of boxes
    """Return where text stands, looked for in a copy of about so many pixels."""
    share = (pixels / (image.width * image.height)) ** 0.5
    # Another size than a multiple of this is stretched to one by the library.
    wide, high = (max(round(side * share / 32), 1) * 32 for side in image.size)
    found = _engine()(
        _pixels(image.resize((wide, high))), use_det=True, use_cls=False, use_rec=False
    ).boxes
    if found is None:
        return ()
    return found[:_MOST_LINES] * [image.width / wide, image.height / high]


def lines(image: Image, found: Any) -> Iterator[Line]:  # noqa: ANN401 - an array of boxes
    """Recognise the text in each box; what is not sure at all is left out."""
    if not len(found):
        return
    engine = _engine()
    corners = importlib.import_module("numpy").asarray(found, dtype="float32")
    parts = engine.crop_text_regions(_pixels(image), corners)
    starts = range(0, len(parts), _SHARE)
    with ThreadPoolExecutor(_THREADS) as threads:
        shares = threads.map(lambda at: _recognised(parts, corners, at), starts)
        for line in chain.from_iterable(shares):
            if line.text.strip() and line.sure >= _LEAST_SURE:
                yield line


def text(image: Image) -> str:
    """Recognise a picture that holds one line."""
    [said] = _engine().recognize_txt([_pixels(image)]).txts
    return str(said)


def steepness(image: Image) -> float:
    """Return how steep the steepest edges are: 1 goes from paper to ink within a pixel."""
    numpy = importlib.import_module("numpy")
    grey = numpy.asarray(image.convert("L"), dtype="float32")
    if min(grey.shape) < _SMALLEST:
        return 0.0
    ink, paper = numpy.percentile(grey, (2, 98))
    steps = abs(numpy.diff(grey, axis=1))
    return float(numpy.percentile(steps, 98) / max(paper - ink, 1.0))


def is_upside_down(image: Image) -> bool:
    """Whether a picture of one line stands on its head."""
    _, answer = _engine().cls_and_rotate([_pixels(image)])
    return bool(str(answer.cls_res[0][0]) == "180")


def _recognised(parts: Sequence[Any], corners: Any, at: int) -> list[Line]:  # noqa: ANN401
    engine, end = _engine(), at + _SHARE
    said = engine.recognize_txt(parts[at:end])
    texts, sures = said.txts, said.scores
    engine.cal_rec_boxes(parts[at:end], corners[at:end], said, return_single_char_box=True)
    return [
        Line(box, str(words), float(sure), [one for one in chars if one[2] is not None])
        for box, words, sure, chars in zip(
            corners[at:end], texts, sures, said.word_results, strict=True
        )
    ]


@cache
def _is_installed() -> bool:
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:  # noqa: ANN401 - the library has no types
    rapidocr = importlib.import_module("rapidocr")
    importlib.import_module("cv2").setNumThreads(1)
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            # One thread a line: more only wait for one another on a busy machine.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
            "Det.limit_type": "max",  # the size is chosen here
            "Det.limit_side_len": 4_096,
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, 48, 48],
        }
    )


def _pixels(image: Image) -> Any:  # noqa: ANN401 - an array of numpy, which comes with the extra
    numpy = importlib.import_module("numpy")
    return numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1])
