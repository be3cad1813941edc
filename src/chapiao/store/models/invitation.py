"""Invitation: a link by which somebody sets their password, once and until a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity


class Invitation(models.Model):
    """For a new person (`person` is filled in when they come), or a new password of an old one.

    Only the SHA-256 of the link's key is kept.
    """

    digest = models.CharField(max_length=64)
    renews = models.BooleanField(default=False)
    login = models.CharField("登录名", max_length=60)
    full_name = models.CharField("姓名", max_length=60, blank=True)
    entity = models.ForeignKey(Entity, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField("角色", max_length=10, blank=True)
    department = models.CharField("部门", max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="invitation_digest")]

    def __str__(self) -> str:
        return self.login
