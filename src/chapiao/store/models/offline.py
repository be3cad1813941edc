"""OfflineCheck: an invoice handed to the competent tax office for its own judgement.

What the office writes beats everything that was found or inferred before.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.document import Document
from chapiao.store.models.entity import Entity
from chapiao.store.models.lookup import Lookup


class OfflineState(models.TextChoices):
    """Where it stands."""

    PREPARING = "准备中"
    HANDED_IN = "已递交"
    ANSWERED = "已出结果"
    WITHDRAWN = "已撤回"


class OfflineResult(models.TextChoices):
    """What the office found."""

    AGREES = "属实"
    VOIDED = "已作废"
    RED = "已红冲"
    DIFFERS = "与底账不一致"
    ABSENT = "底账无此票"
    UNCLEAR = "无法核验"


class OfflineCheck(models.Model):
    """One hand-in. It is also a due row: on `due_on` the person is reminded to ask."""

    lookup = models.ForeignKey(Lookup, on_delete=models.PROTECT, related_name="offline_checks")
    key = models.CharField(max_length=40)
    entity = models.ForeignKey(Entity, null=True, on_delete=models.SET_NULL, related_name="+")
    bureau = models.CharField("受理机关", max_length=80)
    reason = models.CharField("核验事由", max_length=300)
    state = models.CharField(max_length=4, choices=OfflineState.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offline_checks"
    )
    made_at = models.DateTimeField()

    handed_in_on = models.DateField(null=True)
    receipt_no = models.CharField("回执号", max_length=60, blank=True)
    receipt = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True)

    result = models.CharField(max_length=6, choices=OfflineResult.choices, blank=True)
    result_words = models.CharField("结果原文", max_length=500, blank=True)
    result_no = models.CharField("文书号", max_length=60, blank=True)
    result_on = models.DateField(null=True)
    result_document = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    result_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    result_at = models.DateTimeField(null=True)

    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="offline_key"),
            models.Index(
                fields=["due_at"], name="offline_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"线下核验 {self.pk}"
