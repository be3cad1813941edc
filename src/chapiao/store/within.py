"""Within: a window as a condition for the ORM. It is the window's own SQL, column by column."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from chapiao.store.window import COLUMNS, Window


class Within(Func):
    """Whether a row of the 台账 lies within the window."""

    output_field = BooleanField()

    def __init__(self, window: Window) -> None:
        """Name the columns that the window asks for."""
        super().__init__(*(F(name) for name in COLUMNS))
        self.window = window

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: object
    ) -> tuple[str, list[Any]]:
        """Put the columns, as this query calls them, into the window's condition."""
        del connection, more
        called = {
            name: compiler.compile(column)[0]
            for name, column in zip(COLUMNS, self.get_source_expressions(), strict=True)
        }
        text, given = self.window.condition(called.__getitem__)
        return text.replace("?", "%s"), list(given)
