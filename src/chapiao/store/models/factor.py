"""Factor: what a person proves themselves with beside the password; OuterLogin: single sign-on."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FactorKind(models.TextChoices):
    """What it is."""

    TOTP = "验证器"
    PASSKEY = "通行密钥"
    RECOVERY = "恢复码"


class Factor(models.Model):
    """One authenticator app, passkey or recovery code.

    `secret`: the app's secret, sealed; a passkey's public data; nothing for a code.
    `handle`: a hash by which a passkey or a code is found.
    `counter`: the app's last used step, or how often a passkey signed.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factors"
    )
    kind = models.CharField(max_length=4, choices=FactorKind.choices)
    name = models.CharField("名称", max_length=60, blank=True)
    handle = models.CharField(max_length=64, blank=True)
    secret = models.TextField(blank=True)
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "handle"], name="factor_handle", condition=models.Q(handle__gt="")
            ),
            models.UniqueConstraint(
                fields=["person"], name="one_app_each", condition=models.Q(kind="验证器")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}·{self.kind}"


class OuterLogin(models.Model):
    """Who somebody is at the single sign-on provider."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="outer_logins"
    )
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="outer_login_once"),
            models.UniqueConstraint(fields=["person", "issuer"], name="one_outer_login_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}·{self.issuer}"
