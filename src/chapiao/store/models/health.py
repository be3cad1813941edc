"""Health: what is probed, what each probe saw, sources that went silent, people's computers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity


class Whose(models.TextChoices):
    """Whose it is that something does not work."""

    NOBODY = "正常"
    LOCAL = "本地网络"
    THEIRS = "对方服务器"
    PLANNED = "计划维护"
    OURS = "我方故障"
    UNTOLD = "分不清"


class TargetKind(models.TextChoices):
    """What a probe looks at."""

    ENTRY = "入口"
    CONTROL = "对照"  # an address that tells whether our own network is up
    OWN = "本机"  # database, disk, clock; the worker's sign of life
    SOURCES = "来源"  # whether exports and answers still come


class ProbeTarget(models.Model):
    """One thing to look at, with what was seen last. It is a due row for the worker."""

    name = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=2, choices=TargetKind.choices)
    address = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)

    whose = models.CharField(max_length=5, choices=Whose.choices, blank=True)  # "": not yet
    says = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True)  # since when it has been so

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="probe_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProbeResult(models.Model):
    """What one probe saw. `day` is in Beijing; `ms` how long it took."""

    target = models.ForeignKey(
        ProbeTarget, on_delete=models.CASCADE, related_name="results", db_index=False
    )
    at = models.DateTimeField()
    day = models.DateField()
    whose = models.CharField(max_length=5, choices=Whose.choices)
    says = models.CharField(max_length=300)
    ms = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["target", "-at"], name="probe_result_at"),
            models.Index(fields=["target", "day", "whose"], name="probe_result_day"),
        ]

    def __str__(self) -> str:
        return self.says


class SourceAlarm(models.Model):
    """A source that went silent, until it speaks again or somebody has dealt with it.

    `subject` names the source once: `export:<entity>` or `channel:<entry>`.
    """

    subject = models.CharField(max_length=40)
    entity = models.ForeignKey(Entity, null=True, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
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
            models.UniqueConstraint(
                fields=["subject"],
                name="source_alarm_open",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.says


class ClientCheck(models.Model):
    """What a person's own browser told of itself and of the way to the entries.

    `told` is as `actions.fitness` writes it. `sent_at`: passed on to the administrators.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    told = models.JSONField()
    sent_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="client_check_mine"),
            models.Index(
                fields=["-sent_at"],
                name="client_check_sent",
                condition=models.Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}·{self.at:%Y-%m-%d %H:%M}"
