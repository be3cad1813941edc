"""ColumnMap: what a person said that the columns of a table are, kept for the next one like it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ColumnMap(models.Model):
    """One set of headings (`headings` is its digest) and, by plain heading, the field of each."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    headings = models.CharField(max_length=64)
    columns = models.JSONField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "headings"], name="column_map_once"),
        ]

    def __str__(self) -> str:
        return f"列 {self.pk}"
