"""SignIn: one sign-in of a person at one browser; DeviceSwitch; SignInTry: tries counted."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SignIn(models.Model):
    """A session of a person, from signing in until it ends.

    `device` is a hash of a random mark in the browser, the same for every sign-in there.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    session_key = models.CharField(max_length=40, db_index=True)
    how = models.CharField("方式", max_length=20)
    strong = models.BooleanField("两步", default=False)
    device = models.CharField(max_length=64)
    device_name = models.CharField("设备", max_length=80)
    portable = models.BooleanField(default=False)
    address = models.CharField("地址", max_length=45, blank=True)  # "": not known
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-seen_at"], name="sign_in_seen")]

    def __str__(self) -> str:
        return f"{self.person_id}·{self.device_name}"


class DeviceSwitch(models.Model):
    """An account was used at one browser, and right before at another. `gap` is in seconds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    before = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="+", db_index=False)
    after = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    gap = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="device_switch_at")]

    def __str__(self) -> str:
        return f"{self.person_id}·{self.gap}"


class OneUser(models.Model):
    """An administrator has made sure that one person alone uses an account that seemed shared."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


class SignInTry(models.Model):
    """How often something was tried wrongly; `key` is a keyed hash of what was tried.

    People type passwords where the login belongs: what was typed is not kept.
    """

    key = models.CharField(max_length=64)
    wrong = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    wait_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="sign_in_try_key")]

    def __str__(self) -> str:
        return str(self.wrong)
