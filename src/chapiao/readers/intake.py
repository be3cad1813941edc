"""One file as it comes in → the JSON lines of everything in it, every member accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chapiao import readers
from chapiao.readers import archive, as_json
from chapiao.readers.reading import ReadError


def lines(path: str, data: bytes) -> Iterator[dict[str, Any]]:
    """Yield a line for each invoice in the file, or for each file refused."""
    for member, inside in archive.walk(path, data):
        where = {"path": path, "member": member}
        if isinstance(inside, ReadError):
            content = None if member else data
            yield from (where | line for line in as_json.json_lines(content, inside))
            continue
        try:
            found = readers.read(inside)
        except ReadError as error:
            yield from (where | line for line in as_json.json_lines(inside, error))
        else:
            yield from (where | line for line in as_json.json_lines(inside, found))
