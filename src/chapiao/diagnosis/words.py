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

# What a server or a gateway says in so many words: these beat a code that stands beside them.
_PLAIN_SPEECH: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (Outcome.THROTTLED, re.compile(r"限流|请求.{0,3}频繁|Too Many Requests", re.IGNORECASE)),
    (
        Outcome.SYSTEM,
        re.compile(
            r"Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable"
            r"|Gateway Time-?out|HTTP(?:\s?ERROR)?\s?50[0-4]\b|^\s*50[0-4]\s*$",
            re.IGNORECASE,
        ),
    ),
)
# Asked in this order: the first that is in the words decides.
_TELLING: tuple[tuple[Outcome, re.Pattern[str]], ...] = tuple(
    (outcome, re.compile(pattern))
    for outcome, pattern in (
        (Outcome.DETAIL_MISSING, r"未(接收|收)到.{0,8}明细|明细.{0,6}未(接收|收到|上传)"),
        (Outcome.BLOCKED, r"涉嫌违规|行为异常|无法使用查验|(停用|禁用|冻结).{0,6}查[验询]"),
        (
            Outcome.LIMIT,
            (
                r"超[过出].{0,12}(查验|查询)次数|次数.{0,4}(用完|用尽|超限|达到?上限|已满|超过限制)"
                r"|达到?.{0,8}(查验|查询).{0,4}上限"
            ),
        ),
        (
            Outcome.SAME_DAY,
            r"当[日天].{0,12}次日|次日.{0,6}(查验|可查)|当[日天](票|不能|不可|开具)",
        ),
        (
            Outcome.TOO_OLD,
            (
                r"超过?.{0,3}[五51一]年|180[天日]|超[过出].{0,8}(期限|时限|期)|已过.{0,8}(期限|时限)"
                r"|[五5]年(以前|前|之前)"
            ),
        ),
        (
            Outcome.UNSUPPORTED,
            (
                r"尚未开通|未(覆盖|接入|开通).{0,4}(省|地区|票种|城市)|不支持.{0,4}(地区|省|票种|发票|该)|(地区|票种|发票|类型)(暂)?不支持"
                r"|NoAreaCode|NotSupport"
            ),
        ),
        (
            Outcome.MAINTENANCE,
            r"维护|升级中|升级改造|暂停(服务|使用|查[验询]|办理|开放)|服务暂停|停机",
        ),
        (
            Outcome.THROTTLED,
            r"频繁|请求(次数)?过多|限流|(操作|访问|点击|查询)(过快|太快)|Too Many|\b429\b",
        ),
        (
            Outcome.BUSY,
            r"最大请求数|拥[堵挤]|繁忙|访问量(过|较|太)大|人数(过|较|太)多|排队|稍[后候](访问|再试|重试)",
        ),
        (Outcome.CAPTCHA, r"验证码"),
        (
            Outcome.BAD_INPUT,
            (
                r"日期格式|晚于当前|请求不合法|不规范|格式(有误|不正确|错误)|位数(不|有误|错误)"
                r"|请(先|重新)?(输入|填写|录入)|(号码|代码|日期|金额)(有误|错误|不正确|不合法|无效|不匹配)"
                r"|(不能|不得|不可)为空|必填|与号码不匹配"
            ),
        ),
        (
            Outcome.NETWORK,
            (
                r"网络(超时|异常|错误|连接|不可用|中断)|连接(超时|失败|被重置|已重置|中断)|请求超时"
                r"|无法(访问|打开|连接).{0,4}(网站|网页|页面|服务器)|打不开|未连接到互联网|ERR_(?!CERT)[A-Z]"
                r"|DNS_PROBE|timed? ?out"
            ),
        ),
        (
            Outcome.SYSTEM,
            (
                r"系统(异常|错误|故障|开小差)|服务.{0,4}(异常|不可用|错误|故障|未响应)"
                r"|(接口|后台)(异常|错误|无响应)|HTTP\s?50[0234]"
            ),
        ),
        (Outcome.VOIDED, r"作废"),
        (Outcome.RED, r"红冲|冲红|红字冲销|冲销"),
        (Outcome.LIMIT, r"CountLimit"),
        (
            Outcome.NO_PERMISSION,
            (
                r"没有.{0,6}权限|无.{0,4}权限|权限(不足|受限|已?(到期|过期|失效))|未(被)?授(权|予)"
                r"|(申请|需要?|开通).{0,6}权限|(不能|无法)使用.{0,6}发票|无权|不具备.{0,6}(权限|角色)"
                r"|角色.{0,4}(到期|过期|失效)"
                r"|超出.{0,8}权限|(权限|范围)(之)?外"
            ),
        ),
        (Outcome.MISMATCH, r"不一致|InvoiceMismatch|(信息|金额|日期|校验码)不(相符|匹配|正确)"),
        (
            Outcome.NOT_FOUND,
            (
                r"查无|(?<![\d.])0\s?[条张]|无此票|不存在|未(能)?(找到|查到|查询到|检索到|查得)"
                r"|没有(找到|查到|查询到|数据|记录|这张|满足|可|$)|(?:里|中)(?:都|也)?没有|(结果|列表|数据)为空|空(白)?(列表|结果)"
                r"|NoInvoice|查询?不到|看不到|[无没]有?(符合|相关|任何|匹配|查询)?(条件)?的?(数据|记录|结果|发票|订单|信息)|找不到"
            ),
        ),
        (
            Outcome.MATCH,
            (
                r"一致|相符|(?<![不未])通过|查[验询]成功|已查到|(?<![不未])成功|真实有效|显示明细|可见"
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
    plain = _BOILERPLATE.sub("", halfwidth(given))
    spoken = _first(_PLAIN_SPEECH, plain)
    known = parse_answer(entry, given) if entry is not None and spoken is None else None
    return spoken or known or _first(_TELLING, plain)


def _first(among: tuple[tuple[Outcome, re.Pattern[str]], ...], plain: str) -> Outcome | None:
    return next((outcome for outcome, telling in among if telling.search(plain)), None)
