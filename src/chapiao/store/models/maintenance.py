"""Maintenance: a period in which an entry is stopped, as announced. Nothing is checked in it."""

from __future__ import annotations

from django.db import models

from chapiao.store.models.notice import NoticeWindow


class Maintenance(models.Model):
    """One announced period of one entry; `ends` None: the end is not announced yet.

    `window` is the period of a notice that it is made of; None where a person told it.
    """

    entry = models.CharField("入口", max_length=10)
    starts = models.DateTimeField("开始")
    ends = models.DateTimeField("结束", null=True)
    region = models.CharField("地区", max_length=2, blank=True)  # "": the whole country
    says = models.CharField("公告", max_length=300)
    added_at = models.DateTimeField()
    window = models.ForeignKey(
        NoticeWindow, null=True, on_delete=models.CASCADE, related_name="maintenance"
    )

    class Meta:
        indexes = [models.Index(fields=["entry", "ends"], name="maintenance_entry")]

    def __str__(self) -> str:
        return self.says
