"""Source: a folder or a mailbox that files are collected from; Collected: each thing found there.

A source is a due row. What was found in it is remembered by a mark that the same thing
has again (a file's path, size and time; a mail's UIDVALIDITY and UID), so that nothing is
taken twice; it is never moved nor deleted where it was found.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity
from chapiao.store.models.intake import Intake


class SourceKind(models.TextChoices):
    """What files are collected from."""

    FOLDER = "文件夹"
    MAILBOX = "邮箱"


class Source(models.Model):
    """One place that is looked through every `every` minutes, in the name of `giver`.

    `sealed` holds where it is and its password; `mark` binds it to the row.
    """

    kind = models.CharField("种类", max_length=3, choices=SourceKind.choices)
    name = models.CharField("名称", max_length=60)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="sources")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sources"
    )
    mark = models.CharField(max_length=32)
    sealed = models.TextField()
    every = models.PositiveIntegerField("每几分钟", default=5)
    active = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    # Of a mailbox: its numbering, and up to which mail of it has been looked at.
    validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)

    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="source_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}·{self.name}"


class CollectedState(models.TextChoices):
    """What became of a thing found: handed in to be read, or at once something else."""

    HANDED_IN = "交读"
    DUPLICATE = "重复"
    BY_HAND = "需人工"
    REFUSED = "拒绝"


class Collected(models.Model):
    """One file or mail found. `links` are download links in a mail, which nobody fetches for you.

    Handed in, it has one file in its `intake`, and all that came out of that file.
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="collected", db_index=False
    )
    mark = models.CharField(max_length=80)
    name = models.CharField(max_length=500)
    sender = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=3, choices=CollectedState.choices)
    said = models.CharField(max_length=300, blank=True)
    links = models.JSONField(default=list)
    intake = models.OneToOneField(
        Intake, null=True, on_delete=models.PROTECT, related_name="collected"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "mark"], name="collected_once"),
        ]
        indexes = [
            models.Index(fields=["source", "-found_at"], name="collected_newest"),
            models.Index(fields=["source", "sha256"], name="collected_same"),
        ]

    def __str__(self) -> str:
        return self.name
