"""Stories of titles and rights: whose invoice it is, and who may see it."""

from __future__ import annotations

from dataclasses import replace

from chapiao.demo.stories.story import Shelf, Stage, Story, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice

_NOTHING = "没有符合条件的数据"
_WORKSHOP = "北京余音录音工作室"


def _now_name(stage: Stage) -> str:
    """Return the name that the renamed buyer has today."""
    return stage.cast.plain.invoice.buyer_name or ""


def _agency(stage: Stage) -> Invoice:
    """Return an invoice of some weeks ago that a tax office issued for a workshop."""
    return replace(
        stage.cast.unexported.invoice,
        number=stage.unfiled(82),
        issued_on=stage.ago(20) if stage.ago(20).year == stage.today.year else stage.today,
        seller_name="北京市海淀区税务局代开窗口",
        seller_tax_id="11010800DK00012",
        remark=f"代开企业名称:{_WORKSHOP}",
    )


STORIES = (
    Story(
        rule="access.not_our_title",
        shelf=Shelf.OURS,
        title="抬头是别的公司",
        teaser="电子税务局只看得到本单位税号的票，这张开给了别人。",
        expects="not_our_title",
        ask=typed(lambda cast: cast.stranger, Entry.ETAX, _NOTHING),
        front=True,
    ),
    Story(
        rule="access.buyer_changed",
        shelf=Shelf.OURS,
        title="票面是公司的旧名称",
        teaser="公司去年更名，旧票在新名称下查不到。",
        expects="buyer_changed",
        ask=typed(lambda cast: cast.renamed, Entry.ETAX, _NOTHING),
        front=True,
    ),
    Story(
        rule="access.buyer_former_typed",
        shelf=Shelf.OURS,
        title="按新名称查旧票",
        teaser="填的是现在的名称，票面是更名前的。",
        expects="buyer_changed",
        ask=lambda stage: Question(
            number=stage.cast.renamed.invoice.number or "",
            buyer=_now_name(stage),
            entry=Entry.PLATFORM.value,
            answer="不一致",
        ),
    ),
    Story(
        rule="access.buyer_differs",
        shelf=Shelf.OURS,
        title="购买方填成了兄弟公司",
        teaser="票开给了集团里的另一家，逐字比给您看。",
        expects="identity_mismatch",
        ask=typed(
            lambda cast: cast.bought,
            Entry.PLATFORM,
            "不一致",
            buyer=lambda _one: "上海栖木供应链有限公司",
        ),
    ),
    Story(
        rule="access.etax_role",
        shelf=Shelf.OURS,
        title="电子税务局说没有权限",
        teaser="账号缺发票业务的角色，请管理员授权。",
        expects="role_missing",
        ask=typed(lambda cast: cast.plain, Entry.ETAX, "您没有该功能的操作权限"),
    ),
    Story(
        rule="access.agency_seller",
        shelf=Shelf.OURS,
        title="代开的票，销方写的是税务局",
        teaser="真正的销售方写在备注里，按它的名称查不到。",
        expects="agency_issued",
        ask=lambda stage: Question(
            number=stage.unfiled(82),
            seller=_WORKSHOP,
            entry=Entry.ETAX.value,
            answer=_NOTHING,
        ),
        file=_agency,
        form="xml",
    ),
    Story(
        rule="access.own_scope",
        shelf=Shelf.OURS,
        title="本系统说没有权限",
        teaser="票在，只是不在您的范围里，可以申请。",
        expects="own_scope",
        ask=lambda stage: Question(
            number=stage.unfiled(81), entry=Entry.OWN.value, answer="没有查看权限"
        ),
    ),
)
