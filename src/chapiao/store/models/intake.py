"""Intake: files somebody handed in at once; IntakeFile: each of them, accounted for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.document import Document, Face
from chapiao.store.models.lookup import Lookup


class FileState(models.TextChoices):
    """What became of one file."""

    WAITING = "待读取"
    READ = "已读取"
    DOUBTS = "有疑问"
    DUPLICATE = "重复发票"
    NOT_OURS = "抬头不符"
    REFUSED = "已拒绝"
    FAILED = "读取失败"


class Intake(models.Model):
    """One hand-in. `question` holds what was typed beside the files."""

    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="intakes"
    )
    given_at = models.DateTimeField()
    question = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["given_by", "-given_at"], name="intake_mine")]

    def __str__(self) -> str:
        return f"收件 {self.pk}"


class IntakeFile(models.Model):
    """One file or archive member: a due row until it is read or refused in words."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    path = models.CharField(max_length=500)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=FileState.choices, default=FileState.WAITING)
    said = models.CharField(max_length=300, blank=True)
    lookup = models.ForeignKey(Lookup, null=True, blank=True, on_delete=models.SET_NULL)
    face = models.ForeignKey(
        Face, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["due_at"], name="intake_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.path
