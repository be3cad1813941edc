"""Reconciliation: one comparison of lists, as it was asked and as it came out; its gaps."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.document import Document
from chapiao.store.models.entity import Entity


class ReconciliationState(models.TextChoices):
    """Where a comparison stands."""

    WAITING = "排队中"
    ASKING = "待指定列"  # the headings of a list are not known: a person says what they are
    RUNNING = "比对中"
    DONE = "已完成"
    FAILED = "没有完成"
    CANCELLED = "已取消"


class Reconciliation(models.Model):
    """Two to four lists to be compared. It is also a due row for the worker.

    `lists` has for each its name, its document (the bytes that are compared, also of 台账 rows
    as they were taken) and what was said of its columns; so that it can be run again and gives
    the same. `result` is as `actions.compare.told` writes it, without the gaps.
    """

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT)
    lists = models.JSONField(default=list)
    asof = models.DateField("时点", null=True, blank=True)
    tolerance = models.BigIntegerField("容差", default=0)  # fen
    window_days = models.PositiveIntegerField("日期相差", default=31)
    state = models.CharField(max_length=6, choices=ReconciliationState.choices)
    step = models.CharField(max_length=60, blank=True)
    share = models.PositiveSmallIntegerField(default=0)  # percent that is done
    stopping = models.BooleanField(default=False)  # somebody wants it stopped
    problem = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    report = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["made_by", "-id"], name="reconciliation_mine"),
            models.Index(fields=["due_at"], name="reconciliation_due"),
        ]

    def __str__(self) -> str:
        return f"比对 {self.pk}"


class ReconciliationGap(models.Model):
    """One finding of a comparison. `told` is as `actions.compare.told.gap_json` has it."""

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.CASCADE, related_name="gaps", db_index=False
    )
    place = models.PositiveIntegerField()  # from 1, in the order of the result
    pair = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10)
    cause = models.CharField(max_length=40, blank=True)
    owner = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=64, blank=True)
    stake = models.BigIntegerField(default=0)  # fen
    told = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "place"], name="gap_place"),
        ]
        indexes = [
            models.Index(fields=["reconciliation", "pair", "outcome"], name="gap_outcome"),
            models.Index(fields=["reconciliation", "cause"], name="gap_cause"),
            models.Index(fields=["key"], name="gap_key"),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation_id}:{self.place}"
