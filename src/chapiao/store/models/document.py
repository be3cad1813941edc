"""Document: the bytes somebody gave us, kept once and never changed; Face: what they say."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity


class Document(models.Model):
    """One file by its SHA-256. The bytes lie in the data folder, under their digest.

    `seal` is what holds of its signatures, as `seals.as_json` tells it, against the
    certificates trusted when it came in; `pages` how many it has. None: not looked.
    """

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    format = models.CharField(max_length=10, blank=True)
    seal = models.JSONField("签章", null=True, blank=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    name = models.CharField("文件名", max_length=255)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="document_sha256")]

    def __str__(self) -> str:
        return self.name


class Face(models.Model):
    """One invoice as one document shows it. `reading` is as `chapiao read --json` prints it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="faces")
    part = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=40)
    second_key = models.CharField(max_length=20, null=True, blank=True)
    reading = models.JSONField()
    # Whose invoice it is, where buyer or seller is one of ours: its people may see the file.
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "part"], name="face_part")]
        indexes = [
            models.Index(fields=["key"], name="face_key"),
            models.Index(
                fields=["second_key"],
                name="face_second",
                condition=models.Q(second_key__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key
