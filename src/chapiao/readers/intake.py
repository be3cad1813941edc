"""One file as it comes in → the JSON lines of everything in it, every member accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chapiao import readers
from chapiao.readers import archive, as_json
from chapiao.readers.reading import ReadError, Reading


def lines(
    path: str, data: bytes, seal_of: Callable[[bytes], dict[str, Any]] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield a line for each invoice in the file, or for each file refused.

    `seal_of` tells of a file's signatures; reading and that are two rooms of one floor.
    """
    for member, inside in archive.walk(path, data):
        where = {"path": path, "member": member}
        if isinstance(inside, ReadError):
            content = None if member else data
            yield from (where | line for line in as_json.json_lines(content, inside))
            continue
        try:
            found = readers.read(inside)
        except ReadError as error:
            said: tuple[Reading, ...] | ReadError = error
        else:
            said = found
        seal = None if seal_of is None else seal_of(inside)
        yield from (where | line for line in as_json.json_lines(inside, said, seal))
