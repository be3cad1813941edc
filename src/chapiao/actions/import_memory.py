"""What an import remembers of each row it wrote, so that it can be taken back.

`SnapshotRow.before` holds the invoice's id, a stamp of the whole row as the import
left it, and what an update overwrote. A row whose stamp no longer fits was changed
by somebody since, and is not touched when the import is undone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db.models import DateTimeField, Field, JSONField

from chapiao.store.bulk_values import read_each
from chapiao.store.models import Invoice

_META = Invoice._meta  # noqa: SLF001 - Django documents it as public
_FIELDS = {one.attname: one for one in _META.concrete_fields if not one.primary_key}
_AS_THEY_ARE = frozenset({str, int, bool, list})


def remember(row: Invoice, was: dict[str, Any]) -> dict[str, Any]:
    """Return what to keep of a row just changed; `was` is what the update overwrote."""
    return {"id": row.pk, "stamp": stamp(row), "was": was}


def remember_new(
    names: Sequence[str], rows: Iterable[Sequence[Any]], ids: Iterable[int]
) -> Iterator[dict[str, Any]]:
    """Yield what to keep of each row just made; other columns than `names` have their default."""
    at = {name: place for place, name in enumerate(names)}
    # Every column in order: where its value is among a row's, or else its default.
    every = [(at.get(name), _plain(field.get_default())) for name, field in _FIELDS.items()]
    moments = [at[name] for name in names if isinstance(_FIELDS[name], DateTimeField)]
    for pk, row in zip(ids, rows, strict=True):
        told = list(row)
        for place in moments:
            told[place] = _moment(told[place])
        stamped = _digest([blank if place is None else told[place] for place, blank in every])
        yield {"id": pk, "stamp": stamped}


def columns(row: Invoice, names: Iterable[str]) -> dict[str, Any]:
    """Return some of a row's columns as JSON keeps them."""
    return {name: _plain(getattr(row, name)) for name in names}


def as_was(was: dict[str, Any]) -> dict[str, Any]:
    """Return the values that an update overwrote, as the columns hold them."""
    return {name: _FIELDS[name].to_python(value) for name, value in was.items()}


def stamp(row: Invoice) -> str:
    """Return a digest of every column; the same values give the same digest."""
    return _digest([_plain(getattr(row, name)) for name in _FIELDS])


def stamps(ids: Collection[int]) -> dict[int, str]:
    """Return the stamp of each row as it is now; nobody changes them until the transaction ends."""
    return {
        pk: _digest(
            [told(value) if told else value for told, value in zip(_TOLD, row, strict=True)]
        )
        for pk, *row in read_each(Invoice, ("id", *_FIELDS), "id", ids, lock=True)
    }


def _digest(told: list[Any]) -> str:
    packed = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's value
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


@lru_cache(4096)  # what came with one step has one moment
def _moment(value: str | datetime | None) -> str | None:
    """Return a moment as a stamp has it, from what the database's driver gives."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return None if value is None else str(_plain(value))


def _json(value: Any) -> Any:  # noqa: ANN401 - what the driver gives
    return orjson.loads(value) if isinstance(value, str) else value


def _told_by(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return what makes a column, as the driver gives it, as a stamp has it."""
    if isinstance(field, DateTimeField):
        return _moment
    return _json if isinstance(field, JSONField) else None


_TOLD = tuple(_told_by(one) for one in _FIELDS.values())
