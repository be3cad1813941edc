"""答复用语: what the words of an entry mean, also those that its table does not hold.

The known wordings are the data of `invoice.answers`. Where these give nothing, as with
a sentence that somebody retells, the telling part of it decides. The standing sentence
about 不符 stands on every result page and is never read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chapiao.invoice.answers import Outcome, parse_answer
from chapiao.invoice.entry import Entry
from chapiao.invoice.typed import halfwidth

LONGEST = 2_000  # characters; a result is told in far fewer

# Asked in this order: the first that is in the words decides.
_TELLING: tuple[tuple[Outcome, re.Pattern[str]], ...] = tuple(
    (outcome, re.compile(pattern))
    for outcome, pattern in (
        (Outcome.DETAIL_MISSING, r"未(接收|收)到.{0,8}明细"),
        (Outcome.BLOCKED, r"涉嫌违规|行为异常|无法使用查验"),
        (Outcome.LIMIT, r"超过.{0,12}(查验|查询)次数|次数(已)?(用完|超限|达到?上限)"),
        (Outcome.SAME_DAY, r"当[日天].{0,12}次日|次日.{0,6}查验|当[日天](票|不能|不可)"),
        (Outcome.TOO_OLD, r"超过?.{0,3}[五51一]年|180[天日]|超[过出].{0,8}(期限|时限|期)"),
        (Outcome.UNSUPPORTED, r"尚未开通|不支持.{0,4}(地区|省|票种|发票)|(地区|票种)(暂)?不支持"),
        (Outcome.MAINTENANCE, r"维护|升级中|暂停服务"),
        (
            Outcome.THROTTLED,
            r"频繁|请求(次数)?过多|限流|(操作|访问|点击|查询)(过快|太快)|Too Many|\b429\b",
        ),
        (
            Outcome.BUSY,
            r"最大请求数|拥[堵挤]|繁忙|访问量(过|较|太)大|人数(过|较|太)多|排队|稍后(访问|再试)",
        ),
        (Outcome.CAPTCHA, r"验证码"),
        (Outcome.BAD_INPUT, r"日期格式|晚于当前|请求不合法|不规范|格式(有误|不正确|错误)"),
        (Outcome.NETWORK, r"网络(超时|异常|错误|连接)|连接超时|无法访问(此)?网站|打不开"),
        (Outcome.SYSTEM, r"系统(异常|错误|故障)|服务(异常|不可用|器错误)|HTTP\s?50[0234]"),
        (Outcome.VOIDED, r"作废"),
        (Outcome.RED, r"红冲|冲红|红字冲销|冲销"),
        (Outcome.UNSUPPORTED, r"NoAreaCode|NotSupport"),
        (Outcome.LIMIT, r"CountLimit"),
        (
            Outcome.NO_PERMISSION,
            (
                r"没有.{0,6}权限|无.{0,4}权限|权限不足|未授权|(申请|需要?|开通).{0,6}权限"
                r"|(不能|无法)使用.{0,6}发票"
            ),
        ),
        (Outcome.MISMATCH, r"不一致|InvoiceMismatch"),
        (
            Outcome.NOT_FOUND,
            (
                r"查无|(?<![\d.])0\s?[条张]|无此票|不存在|未(找到|查到|查询到)|没有(找到|查到|查询到|数据|记录|这张)"
                r"|NoInvoice|查询?不到|[无没]有?(符合|相关|任何)?(条件)?的?(数据|记录|结果|发票)|找不到"
            ),
        ),
        (
            Outcome.MATCH,
            (
                r"一致|相符|(?<!不)通过|查[验询]成功|已查到|(?<![不未])成功|真实有效|显示明细|可见"
                r"|(?<![未尚])已(?:开具|勾选|认证)|可开具|可申请|可下载|(?<![未没])找到(?!多|\s?[2-9二三四五六])|查询到\d*[张条]"
                r"|(?:有|共|到)\s?1\s?[条张]|^(?:发票)?(?:状态)?:?正常$|发票(?:状态)?:?正常"
            ),
        ),
    )
)
_BOILERPLATE = re.compile(r"[^。;!！\n]*不符[^。;!！\n]*")


@lru_cache(maxsize=1024)
def understand(entry: Entry | None, words: str) -> Outcome | None:
    """Return what the words mean; None when they are none that an entry is known to say.

    >>> understand(Entry.PLATFORM, "当日开具发票可于次日进行查验！").name
    'SAME_DAY'
    >>> understand(Entry.ETAX, "我在全量发票查询里找不到").name
    'NOT_FOUND'
    """
    given = words[:LONGEST]
    known = parse_answer(entry, given) if entry is not None else None
    if known is not None:
        return known
    plain = _BOILERPLATE.sub("", halfwidth(given))
    return next((outcome for outcome, telling in _TELLING if telling.search(plain)), None)
