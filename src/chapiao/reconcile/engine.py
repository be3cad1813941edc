"""What the statements run on: an engine that is passed in (DuckDB within, a cluster without).

Statements are written once, in plain SQL that DuckDB takes as it is and that sqlglot
carries over to others; the one word they have not in common is `Engine.wide`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol


class Engine(Protocol):
    """A session with tables of its own. One thread runs statements; any thread may cancel."""

    wide: str  # its type for whole numbers of up to 38 digits
    kept: str  # what the names of tables begin with that outlive the session; may be ''

    def table(self, name: str, select: str, /) -> None:
        """Make a table of what a query answers, in the place of one of this name."""

    def view(self, name: str, select: str, /) -> None:
        """Make a view of a query, in the place of one of this name."""

    def drop(self, *names: str) -> None:
        """Forget tables; one that is not there is no matter."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query; return all its rows. BIGINT comes as int, DATE as date, NULL as None."""

    def stream(self, sql: str, size: int = 10_000) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query; yield its rows in batches of at most `size`."""

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], /) -> None:
        """Make a table of Python rows. `columns` is name → SQL type, in the rows' order."""

    def parquet(self, name: str, paths: Sequence[str | Path], /) -> None:
        """Make a relation over parquet files: their columns and `row`, from 1, in file order."""

    def csv(self, name: str, path: str | Path, /) -> None:
        """Make a table of a CSV file with a heading: its columns as text and `row`, from 1.

        An empty cell is NULL. Nothing is guessed: a 20-digit number stays text.
        """

    def postgres(self, name: str, dsn: str, query: str, /) -> None:
        """Make a table of what a PostgreSQL query answers: its columns as text and `row`."""

    def export(self, sql: str, path: str | Path, /) -> None:
        """Write a query's rows to one parquet file."""

    def cancel(self) -> None:
        """Stop the running statement; the thread that runs it gets `Cancelled`."""


class Cancelled(Exception):
    """Somebody stopped the comparison. The message is fit to show a user."""
