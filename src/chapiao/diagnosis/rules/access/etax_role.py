"""电子税务局说没有权限。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry


@rule(
    cause="role_missing",
    title="电子税务局的账号没有发票权限",
    source="requirements §5 [权限] S11：角色未授发票业务，或有效期已到",
    hears={Outcome.NO_PERMISSION},
)
def etax_role(entry: Entry, words: str) -> Finding | None:
    if entry is not Entry.ETAX:
        return None
    return Finding(
        says="电子税务局答复没有权限：这个账号没有发票业务的角色，或有效期已到。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("请法定代表人或财务负责人在电子税务局授予发票业务角色", Who.BUYER_ADMIN),),
    )
