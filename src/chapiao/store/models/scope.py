"""Scope: which rows of an entity a person sees; BureauRight: what the tax bureau lets them see."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity


class Scope(models.Model):
    """A window on the rows of one entity, for one person, from one time to another.

    A member without any sees all of the entity; one who has some sees what one of
    them opens that holds at the time. `extra` ones only add: they narrow nobody.
    A limit that is None limits nothing. Money is fen, of the amount without its sign.
    `regions` are pairs of digits (11, 37): the province where it was issued.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="scopes"
    )
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    extra = models.BooleanField("临时授权", default=False)
    key = models.CharField("只这一张", max_length=40, blank=True)
    departments = models.JSONField("部门", null=True, blank=True)
    own_only = models.BooleanField("仅本人提交", default=False)
    gross_max = models.BigIntegerField("价税合计上限", null=True, blank=True)
    kinds = models.JSONField("票种", null=True, blank=True)
    regions = models.JSONField("开票地", null=True, blank=True)
    first_day = models.DateField("开票日期从", null=True, blank=True)
    last_day = models.DateField("开票日期到", null=True, blank=True)
    starts_at = models.DateTimeField("生效", null=True, blank=True)
    ends_at = models.DateTimeField("到期", null=True, blank=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "数据范围"

    def __str__(self) -> str:
        return f"范围 {self.pk}"


class BureauRight(models.Model):
    """What somebody wrote down of a person's rights at 电子税务局, to explain what is absent there.

    `gross_max`: invoices whose 价税合计, without its sign, is above it are hidden.
    `places`: four digits each; None: all. `has_role`: whether 发票业务 is granted.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bureau_rights"
    )
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    has_role = models.BooleanField("发票业务角色", null=True, blank=True)
    gross_max = models.BigIntegerField("价税合计上限", null=True, blank=True)
    places = models.JSONField("受票地", null=True, blank=True)
    ends_on = models.DateField("有效期至", null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = "电子税务局权限"
        constraints = [
            models.UniqueConstraint(fields=["person", "entity"], name="one_bureau_right")
        ]

    def __str__(self) -> str:
        return f"电子税务局权限 {self.pk}"
