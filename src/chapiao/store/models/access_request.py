"""AccessRequest: somebody asks to be let in to an invoice they cannot see."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.entity import Entity
from chapiao.store.models.lookup import Lookup
from chapiao.store.models.scope import Scope


class RequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "待审批"
    GRANTED = "已批准"
    REFUSED = "未批准"
    WITHDRAWN = "已撤回"


class AccessRequest(models.Model):
    """One request. `entity` is known only where the asker proved to hold the invoice.

    `key` is what was asked for; whether there is such a row it does not say.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests"
    )
    lookup = models.ForeignKey(Lookup, on_delete=models.PROTECT, related_name="access_requests")
    key = models.CharField(max_length=40)
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("事由", max_length=200)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=4, choices=RequestState.choices, default=RequestState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField("审批意见", max_length=200, blank=True)
    scope = models.ForeignKey(Scope, null=True, blank=True, on_delete=models.SET_NULL)
    told_at = models.DateTimeField(null=True, blank=True)  # when the asker saw the decision

    class Meta:
        verbose_name = "权限申请"
        constraints = [
            models.UniqueConstraint(
                fields=["lookup"],
                name="one_open_request",
                condition=models.Q(state="待审批"),
            )
        ]

    def __str__(self) -> str:
        return f"申请 {self.pk}"
