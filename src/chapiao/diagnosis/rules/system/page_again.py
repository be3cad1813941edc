"""验证码或页面失效，重来一次。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Heard
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="client_unfit",
    title="验证码或页面失效",
    source="domain §8.1 [A]：005 请求不合法、007 验证码失效、008 验证码错误",
    hears={Outcome.CAPTCHA, Outcome.BAD_INPUT},
)
def page_again(words: str, heard: Heard) -> Finding | None:
    stale = heard is Outcome.BAD_INPUT and "请求不合法" in words
    if heard is not Outcome.CAPTCHA and not stale:
        return None
    return Finding(
        says="这次没有查成：验证码或页面失效，还没有查到这张票的结果。",
        certainty=Certainty.POSSIBLE,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("刷新页面，重填验证码再查一次", Who.ASKER),),
    )
