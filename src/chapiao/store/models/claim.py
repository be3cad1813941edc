"""Claim (占用): an invoice that somebody uses for a 报销 or a payment, so that nobody else does."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.document import Document
from chapiao.store.models.entity import Entity


class ClaimState(models.TextChoices):
    """Where a claim stands. The first two hold the invoice."""

    HELD = "占用"
    SETTLED = "已核销"
    RELEASED = "已解锁"
    FAILED = "查验未通过"  # holds nothing: it may be tried again


class Claim(models.Model):
    """One use of one invoice. Money is fen; `paper` is the number of the 报销单 or payment."""

    key = models.CharField(max_length=40)
    number = models.CharField("发票号码", max_length=20)
    code = models.CharField("发票代码", max_length=12, blank=True)
    issued_on = models.DateField("开票日期", null=True, blank=True)
    seller_name = models.CharField("销方名称", max_length=200, blank=True)
    total = models.BigIntegerField("价税合计", null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, db_index=False)
    department = models.CharField("部门", max_length=60, blank=True)
    paper = models.CharField("单据号", max_length=60, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=6, choices=ClaimState.choices)
    because = models.CharField("原因", max_length=200, blank=True)
    claimed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["entity", "-id"], name="claim_entity"),
            models.Index(fields=["person", "-id"], name="claim_person"),
            models.Index(fields=["key"], name="claim_key"),
            models.Index(fields=["number"], name="claim_number"),
            models.Index(fields=["issued_on", "total"], name="claim_day_sum"),
        ]

    def __str__(self) -> str:
        return self.key


class ClaimLock(models.Model):
    """What holds an invoice within a group: one row for each of its identities.

    The database keeps two claims from holding one invoice, whoever is quicker. A paper digital
    invoice has two identities, so that neither of them can be used a second time.
    """

    group = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=40)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="locks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="claim_lock")]

    def __str__(self) -> str:
        return self.key
