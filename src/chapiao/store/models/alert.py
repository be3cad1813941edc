"""Alert: something happened to an invoice after it was booked, and money may be out."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.invoice import Invoice
from chapiao.store.models.snapshot import Snapshot


class Alert(models.Model):
    """One booked invoice that was voided or offset later, each state once.

    `says` is the sentence of the moment: what changed, voucher, amount, what to do.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="alerts")
    status = models.CharField("税务状态", max_length=10)
    says = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    snapshot = models.ForeignKey(
        Snapshot, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "status"], name="alert_once"),
        ]
        indexes = [
            models.Index(
                fields=["-raised_at"], name="alert_open", condition=models.Q(handled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.says
