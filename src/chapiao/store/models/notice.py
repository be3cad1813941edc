"""Notice: a bureau's maintenance notice as it was read; NoticeWindow: one period it states.

NoticeFeed is an address the operator named where notices appear; CalendarAddress makes a
person's own address of the calendar.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NoticeState(models.TextChoices):
    """Where a notice stands. Only what a person took up counts."""

    WAITING = "待确认"
    KEPT = "已采用"
    REFUSED = "不采用"


class NoticeFeed(models.Model):
    """An address that is fetched every `every` minutes; what is new there waits for a person."""

    name = models.CharField("名称", max_length=60)
    url = models.CharField("地址", max_length=500, unique=True)
    publisher = models.CharField("发布单位", max_length=100, blank=True)
    every = models.PositiveIntegerField("每几分钟", default=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="notice_feed_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One notice. `digest` is of its publisher and text: taken in twice, it is one notice.

    `source` is where it was read, in words or as a web address.
    """

    text = models.TextField("原文")
    publisher = models.CharField("发布单位", max_length=100, blank=True)
    source = models.CharField("出处", max_length=500, blank=True)
    published_at = models.DateTimeField("发布时间")
    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=3, choices=NoticeState.choices, default=NoticeState.WAITING)
    feed = models.ForeignKey(
        NoticeFeed, null=True, on_delete=models.SET_NULL, related_name="notices"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    added_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-published_at", "-id"], name="notice_newest")]

    def __str__(self) -> str:
        return f"公告 {self.pk}"


class NoticeWindow(models.Model):
    """One period a notice states; proposed while the notice waits, then as a person took it up.

    `starts` None: only an earlier notice tells. `ends` None: not announced yet.
    `services` and `kind` are the words of `chapiao.notices.model`; `regions` two digits each.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="windows")
    starts = models.DateTimeField("开始", null=True)
    ends = models.DateTimeField("结束", null=True)
    services = models.JSONField("停止的服务", default=list)
    regions = models.JSONField(default=list)
    kind = models.CharField(max_length=9)
    says = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.says


class CalendarAddress(models.Model):
    """What a person's address of the calendar is made of; renewed, the old one is dead."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address"
    )
    nonce = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"日历地址 {self.person_id}"
