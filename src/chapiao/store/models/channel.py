"""Channel: a vendor's verification API with the customer's key; ChannelCall: one request to it.

The state of a channel (paused, next free moment, token) stands in its row, because all
processes share it. What it costs is counted from its calls.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.lookup import Check


class Channel(models.Model):
    """One vendor, once. `key` and `token` are sealed; `key_id_end` lets people tell keys apart.

    `base` "": the vendor's own address. `price`: fen for a thousand charged calls; None:
    not known. `budget`: fen a month; None: no limit.
    """

    vendor = models.CharField("厂商", max_length=10, unique=True)
    base = models.CharField("地址", max_length=200, blank=True)
    key = models.TextField()
    key_id_end = models.CharField("密钥尾号", max_length=4)
    on = models.BooleanField("启用", default=True)
    rank = models.PositiveSmallIntegerField("次序", default=0)
    per_minute = models.PositiveIntegerField("每分钟最多几次")
    price = models.PositiveIntegerField("每千次价格", null=True)
    budget = models.PositiveBigIntegerField("每月预算", null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    # The circuit: how often it failed in a row, until when it rests, and why.
    failures = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=100, blank=True)
    free_at = models.DateTimeField(null=True)  # the next moment at which one may be sent
    token = models.TextField(blank=True)
    token_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.vendor


class ChannelCall(models.Model):
    """One request to a vendor, written down before it is sent.

    `verdict` "": no answer is known, the process may have died. `charged` None: the vendor
    does not say. `spent`: the check of the invoice it used; None: it was a try of the key.
    """

    vendor = models.CharField("厂商", max_length=10)
    spent = models.ForeignKey(Check, null=True, on_delete=models.SET_NULL, related_name="calls")
    at = models.DateTimeField()
    month = models.DateField()  # its first day, in Beijing
    code = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=30, blank=True)
    charged = models.BooleanField(null=True)
    price = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["vendor", "month"], name="call_month")]

    def __str__(self) -> str:
        return f"{self.vendor}·{self.code}"
