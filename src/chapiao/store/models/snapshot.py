"""Snapshot: one tax-bureau export as it was taken; SnapshotRow: each of its invoices.

An import is previewed, confirmed and can be undone; the rows stay, so that what
was known when can be told later.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.document import Document
from chapiao.store.models.entity import Entity


class SnapshotState(models.TextChoices):
    """Where an import stands."""

    READING = "读取中"
    ASKING = "待指定列"  # the headings are not known: a person says what the columns are
    PREVIEW = "待确认"
    IMPORTING = "导入中"
    IMPORTED = "已导入"
    UNDOING = "撤销中"
    UNDONE = "已撤销"
    FAILED = "失败"


class Snapshot(models.Model):
    """An export file and the batch it became. It is also a due row for the worker."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=4, blank=True)  # 取得 / 开具
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    fresh_to = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=SnapshotState.choices)
    problem = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["state", "entity", "-fresh_to"], name="snapshot_fresh"),
            models.Index(fields=["due_at"], name="snapshot_due"),
        ]

    def __str__(self) -> str:
        return f"导入 {self.pk}"


class RowOutcome(models.TextChoices):
    """What the import makes of one row."""

    NEW = "新增"
    UPDATED = "更新"
    DUPLICATE = "重复"
    REJECTED = "异常"


class SnapshotRow(models.Model):
    """One invoice of the export. `before` is what an update overwrote, for the undo.

    `row` is the spreadsheet's row on the first sheet; those of further sheets follow from
    the next full `A_SHEET` on (`actions/import_place`).
    `payload` is as `store.rows.as_payload` writes it.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=40, blank=True)
    second_key = models.CharField(max_length=20, null=True, blank=True)
    outcome = models.CharField(max_length=4, choices=RowOutcome.choices)
    reason = models.CharField(max_length=300, blank=True)
    payload = models.JSONField()
    before = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "row"], name="snapshot_row")]
        indexes = [
            models.Index(fields=["key"], name="snapshot_row_key"),
            models.Index(
                fields=["second_key"],
                name="snapshot_row_second",
                condition=models.Q(second_key__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}:{self.row}"
