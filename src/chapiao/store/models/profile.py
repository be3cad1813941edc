"""Profile: who a person is by their papers; the identity number lies here sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """A person's verified papers. `id_sealed` needs a key that is not in the database.

    `id_hash` is a keyed hash: the same number is found again, and not read back.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    id_sealed = models.CharField(max_length=200, blank=True)
    id_hash = models.CharField(max_length=64, blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "身份资料"
        constraints = [
            models.UniqueConstraint(
                fields=["id_hash"], name="one_person_per_id", condition=models.Q(id_hash__gt="")
            )
        ]

    def __str__(self) -> str:
        return f"身份资料 {self.person_id}"
