"""Person: somebody who signs in; Membership: what they are in which entity; ApiToken."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from chapiao.store.models.entity import Entity


class Person(AbstractUser):
    """A person with a login. `full_name` is how colleagues know them."""

    full_name = models.CharField("姓名", max_length=60, blank=True)

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.full_name or self.username


class Role(models.TextChoices):
    """What a person is in one entity."""

    VIEWER = "查看"
    CLERK = "经办"
    REVIEWER = "复核"
    HEAD = "财务主管"
    ADMIN = "管理员"
    SUPPORT = "客服"
    AUDITOR = "审计"


class Membership(models.Model):
    """One person in one entity, in one role."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    department = models.CharField("部门", max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "entity"], name="one_role_per_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.person}·{self.role}"


class TokenScope(models.TextChoices):
    """What a token may be used for."""

    READ = "读取"
    LOOK_UP = "查票"
    IMPORT = "导入"
    RIGHTS = "审批"


class ApiToken(models.Model):
    """A key for programs. Only its SHA-256 is kept; the text is shown once.

    `scopes` are words of `TokenScope` with spaces between.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    scopes = models.CharField(
        max_length=40, default="读取 查票 导入 审批", db_default="读取 查票 导入 审批"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="token_digest")]

    def __str__(self) -> str:
        return self.name
