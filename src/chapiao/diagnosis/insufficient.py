"""信息不足: what is said when the facts single out no cause."""

from __future__ import annotations

from chapiao.diagnosis.asking import Want, name_of
from chapiao.diagnosis.cause import INSUFFICIENT
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty, Evidence, Recheck, Step, Who
from chapiao.diagnosis.weigh import Explanation
from chapiao.invoice.answers import Outcome

ACTS = {
    Want.FILE: "把发票原件（PDF、OFD、XML或照片）拖进来再查",
    Want.NUMBER: "把完整的发票号码贴进来，或扫票面二维码",
    Want.CODE: "照票面左上角补填发票代码",
    Want.TITLE: "看票面最上面印的名称是什么",
    Want.DATE: "补填开票日期",
    Want.EXPORT: "从电子税务局导出最新的全量发票并导入",
    Want.PROBE: "换手机热点打开同一个入口，看打不打得开",
    Want.AMOUNT: "补填金额",
    Want.SELLER: "补填销售方名称",
    Want.BUYER: "看票面的购买方写的是哪家公司、哪个税号",
    Want.CHECK: "照票面补填校验码",
    Want.ORDER: "到12306订单里找到订单号，填进来再查",
    Want.RED: "向销售方要红字发票号码或确认单编号",
    Want.CONFIRMED: "请销售方确认这张票开成了没有、什么时候开的，把答复填进来",
    Want.SECOND: "到另一个入口查一次，把它的原话填进来",
}


def insufficient(facts: Facts, wanted: Want, *, likely: bool = False) -> Explanation:
    """Return the answer that names the one fact to ask for.

    `likely`: another cause is likely, and this is what would make it certain.
    """
    return Explanation(
        cause=INSUFFICIENT,
        certainty=Certainty.POSSIBLE,
        title="要断定还差一项" if likely else INSUFFICIENT.title,
        says=_says(facts, name_of(wanted, facts), likely=likely),
        because="",
        rules=(),
        evidence=_evidence(facts),
        steps=(Step(_act(facts, wanted), Who.ASKER),),
        recheck=Recheck.NOW,
        recheck_at=None,
    )


def _says(facts: Facts, fact: str, *, likely: bool) -> str:
    if likely:
        return f"上面的原因是多半，还没有断定；最能定下来的是{fact}。"
    return f"{_seen(facts)}，现有的信息还不能断定原因；最能说明问题的是{fact}。"


def _act(facts: Facts, wanted: Want) -> str:
    if wanted is Want.SECOND and Outcome.CAPTCHA in facts.told:
        return "刷新页面，重填验证码再查一次，把它的原话填进来"
    return ACTS[wanted]


def _seen(facts: Facts) -> str:
    if facts.number is None and facts.held is None:
        return "没有看出发票号码"
    return "台账里有这张票" if facts.held else "没有查到这张票"


def _evidence(facts: Facts) -> tuple[Evidence, ...]:
    looked = [
        Evidence(place, seen="有" if there else "没有", source=place)
        for place, there in facts.looked
    ]
    if facts.words:
        looked.append(Evidence("入口的原话", seen=facts.words[:80], source="入口答复"))
    return tuple(looked) or (Evidence("发票号码", seen="没有", expected="20位，或8位加代码"),)
