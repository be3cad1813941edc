"""Message: one thing told to one person, or to a group's robot; Wish, Robot: how and where.

A message is written in the transaction of what it tells, once. That row is the in-app
message. Where it goes out too (a person's e-mail, a robot's group), it is a due row: the
worker claims it, notes `sending_at`, sends, and notes `sent_at`; a row found with the
first and without the second may have arrived, and goes out again marked so.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity


class MessageKind(models.TextChoices):
    """What a message is about."""

    FOUND = "查到了"
    CHANGED = "有变化"
    DEADLINE = "快到期"
    ENDED = "跟进结束"
    ACCESS = "审批"
    BOOKED = "入账后变化"
    IMPORT = "导入"
    COLLECT = "归集"
    ADDRESS = "确认地址"  # goes to an e-mail address only, never into the list


class Wish(models.Model):
    """通知设置 of one person: which kinds go out by e-mail, and when not to."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wish"
    )
    by_mail = models.BooleanField(default=True)
    off = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)

    def __str__(self) -> str:
        return str(self.person_id)


class Robot(models.Model):
    """A group's robot. Its address, a key to the group, is sealed; `mark` binds it to the row."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="robots")
    vendor = models.CharField("哪一家", max_length=4)
    name = models.CharField("名称", max_length=60)
    mark = models.CharField(max_length=32)
    sealed = models.TextField()
    off = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    active = models.BooleanField(default=True)
    problem = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.vendor}·{self.name}"


class Message(models.Model):
    """One message; either `person` or `robot` is set. `once` names the event it tells.

    `mark` is its Message-ID; `batch` that of what it went out in, together with others.
    `amount` is in fen, None where it is not known.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="messages",
        db_index=False,
    )
    robot = models.ForeignKey(
        Robot, null=True, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    kind = models.CharField("种类", max_length=5, choices=MessageKind.choices)
    once = models.CharField(max_length=80)
    tail = models.CharField("号码尾号", max_length=20, blank=True)
    amount = models.BigIntegerField("价税合计", null=True)
    says = models.CharField(max_length=300)
    step = models.CharField("下一步", max_length=200, blank=True)
    link = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    mark = models.CharField(max_length=32)
    address = models.CharField(max_length=254, blank=True)  # "": the person's own
    batch = models.CharField(max_length=32, blank=True)
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "once"], name="message_person_once"),
            models.UniqueConstraint(fields=["robot", "once"], name="message_robot_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="message_mine"),
            models.Index(
                fields=["person"],
                name="message_unread",
                condition=models.Q(read_at=None, person__isnull=False),
            ),
            models.Index(
                fields=["due_at"], name="message_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["robot", "-sending_at"], name="message_pace"),
        ]

    def __str__(self) -> str:
        return self.says
