"""AuditEntry: who did what when, each entry bound to the one before by a hash."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One act. Never changed and never deleted; `detail` holds ids, not contents."""

    at = models.DateTimeField()
    person = models.BigIntegerField(null=True)  # no foreign key: the log outlives the row
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "日志"

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"
