"""Invoice: a row of the group's own pool (台账)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chapiao.store.models.document import Document
from chapiao.store.models.entity import Entity
from chapiao.store.models.party import Party
from chapiao.store.models.snapshot import Snapshot


class Review(models.TextChoices):
    """Whether a person has to compare the files of an invoice, because they contradict."""

    NEEDED = "需人工核对"
    DONE = "已核对"


class Invoice(models.Model):
    """One invoice in the pool of one entity, or of the person who handed it in.

    `key` is `invoice.model.identity`: it opens with the number; a paper digital
    invoice has its 20 digits as `second_key`. Money is fen. In text columns "" is
    "the invoice has none", None "not known".
    """

    key = models.CharField(max_length=40)
    second_key = models.CharField(max_length=20, null=True, blank=True)
    number = models.CharField("发票号码", max_length=20)
    code = models.CharField("发票代码", max_length=12, blank=True)
    kind = models.CharField("票种", max_length=40, null=True, blank=True)
    issued_on = models.DateField("开票日期", null=True, blank=True)
    seller = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="sold")
    buyer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="bought")
    amount = models.BigIntegerField("金额", null=True, blank=True)
    tax = models.BigIntegerField("税额", null=True, blank=True)
    total = models.BigIntegerField("价税合计", null=True, blank=True)
    check_code = models.CharField("校验码", max_length=20, null=True, blank=True)
    machine_no = models.CharField("机器编号", max_length=12, null=True, blank=True)
    drawer = models.CharField("开票人", max_length=40, null=True, blank=True)
    remark = models.TextField("备注", null=True, blank=True)
    title = models.CharField("票面标题", max_length=60, null=True, blank=True)
    lines = models.JSONField(default=list, blank=True)

    tax_status = models.CharField("税务状态", max_length=10, null=True, blank=True)
    use_status = models.CharField("用途", max_length=10, null=True, blank=True)
    doc_status = models.CharField("单据状态", max_length=10, null=True, blank=True)
    verify_status = models.CharField("查验状态", max_length=10, null=True, blank=True)
    positive = models.BooleanField("正数发票", null=True, blank=True)
    risk = models.CharField("风险等级", max_length=10, null=True, blank=True)
    red_of = models.CharField("所冲蓝票", max_length=40, blank=True)  # its key, or its number
    # None: no two files of it contradict each other.
    review = models.CharField("核对", max_length=10, choices=Review.choices, null=True, blank=True)

    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department = models.CharField("部门", max_length=60, blank=True)
    source = models.CharField("来源", max_length=20)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    added_at = models.DateTimeField()
    booked_on = models.DateField("入账日期", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=40, blank=True)

    class Meta:
        verbose_name = "发票"
        constraints = [
            # Seller and buyer may both be ours: each keeps its own row, with its own books.
            # The first index is the one every exact look-up reads.
            models.UniqueConstraint(fields=["key", "entity"], name="invoice_key"),
            models.UniqueConstraint(
                fields=["key", "owner"],
                name="invoice_key_owner",
                condition=models.Q(entity__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["second_key", "entity"],
                name="invoice_second_key",
                condition=models.Q(second_key__isnull=False),
            ),
        ]
        indexes = [
            # A 20-digit number is its own key; only the others need their number indexed.
            models.Index(fields=["number"], name="invoice_number", condition=models.Q(code__gt="")),
            # A list in date order, its access filter, its tabs and its sums: one index.
            # Undated rows stand last; PostgreSQL has to be told so (migration 0003).
            models.Index(
                fields=[
                    "-issued_on",
                    "-id",
                    "entity",
                    "owner",
                    "tax_status",
                    "amount",
                    "tax",
                    "total",
                ],
                name="invoice_day",
            ),
            models.Index(
                fields=["-booked_on", "-id"],
                name="invoice_booked",
                condition=models.Q(booked_on__isnull=False),
            ),
            models.Index(
                fields=["-issued_on", "-id"],
                name="invoice_review",
                condition=models.Q(review="需人工核对"),
            ),
            models.Index(
                fields=["red_of"], name="invoice_red_of", condition=models.Q(red_of__gt="")
            ),
        ]

    def __str__(self) -> str:
        return self.key
