"""Entity: one of the group's companies (企业), with its departments and what it was before."""

from __future__ import annotations

from django.db import models


class Entity(models.Model):
    """A taxpayer. Those with the same `group` belong together; "" is a group like any other."""

    name = models.CharField("名称", max_length=200)
    tax_id = models.CharField("税号", max_length=20)
    region = models.CharField("地区", max_length=4, blank=True)
    since = models.DateField("成立日期", null=True, blank=True)
    group = models.CharField("集团", max_length=60, blank=True)
    second_factor = models.BooleanField("登录要两步验证", default=False, db_default=False)

    class Meta:
        verbose_name = "企业"
        constraints = [models.UniqueConstraint(fields=["tax_id"], name="entity_tax_id")]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """A name the entity had until a day; invoices of that time carry it."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return self.name


class FormerTaxId(models.Model):
    """A tax id the entity had until a day."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="former_tax_ids")
    tax_id = models.CharField("旧税号", max_length=20)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-until"]
        constraints = [models.UniqueConstraint(fields=["tax_id"], name="former_tax_id")]

    def __str__(self) -> str:
        return self.tax_id


class Department(models.Model):
    """A department of an entity; an invoice names it by its name."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField("部门", max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="department_name")]

    def __str__(self) -> str:
        return self.name
