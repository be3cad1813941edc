"""Make docs/channels.md from the tables: which vendor answers what, and every code it documents."""

from __future__ import annotations

from pathlib import Path

from chapiao.outside.channels.capability import Ability, ability
from chapiao.outside.channels.codes import Code, codes
from chapiao.outside.channels.model import Vendor

PAGE = Path(__file__).parents[1] / "docs" / "channels.md"
HEAD = """\
# 查验接口

查票可以通过厂商的查验接口自动查验发票。没有填密钥之前，任何东西都不会离开本机。
怎样接入见[运维手册](guide/operator.md#查验接口)。

本页由 `make docs` 从 `outside/channels/` 里的 `capability.toml` 和 `codes.toml` 生成，不要手改。
方括号里是可信程度：A 官方，B 厂商文档或多处一致，C 一处非官方，OWN 未经证实。
请求的内容和签名与百度、腾讯云、阿里云自己的 SDK 核对一致；没有用真的账号连过。

* 每次查验先在次数账本里占一次，再发出；确知没有被计数的，占的那一次放回。
* 只有网络断了或对方 5xx 才马上重发一次；一致、不一致、查无此票、次数用完，当天不再自动重查。
* 厂商自己的问题（欠费、限流、维护、故障）换下一家问。
* 域名解析到内网的一律不连，除非 `CHAPIAO_INSIDE` 允许；不跟随跳转。

没有收入的：

* **诺诺**：签名的算法有几处公开资料，彼此一致；查验的返回码没有公开，只能猜，所以不做。
* **华为**：发票验真已停售（2025-07-14 起）。
* **百望**：没有找到公开的查验接口文档。
"""
_YES = {True: "是", False: "否", None: "不详"}


def page() -> str:
    """Return the whole page."""
    parts = [HEAD, "\n## 能查什么\n\n", _matrix()]
    for vendor in Vendor:
        parts.append(f"\n## {vendor.label}\n\n{_about(ability(vendor))}")
        parts.append(
            "\n| 返回码 | 位置 | 含义 | 统一结果 | 平台的说法 | 计费 | 用掉次数 | 出处 |\n"
        )
        parts.append("|---|---|---|---|---|---|---|---|\n")
        parts += [_row(one) for one in codes(vendor)]
    return "".join(parts)


def _matrix() -> str:
    every = {kind: None for vendor in Vendor for kind in ability(vendor).kinds}
    head = f"| 票种 | {' | '.join(one.label.partition('·')[0] for one in Vendor)} |\n"
    rows = [head, f"|---|{'---|' * len(Vendor)}\n"]
    for kind in every:
        cells = []
        for vendor in Vendor:
            asks = ability(vendor).kinds.get(kind)
            fields = asks.labels if asks else "不查"
            cells.append(fields if asks is None or asks.sure else f"{fields}（文档没写清楚）")
        rows.append(f"| {kind} | {' | '.join(cells)} |\n")
    return "".join(rows)


def _about(one: Ability) -> str:
    price = "不详" if one.price is None else f"每千次 {one.price // 100} 元"
    return (
        f"当天的票：{one.today_label}。可查 {one.years} 年内。只凭 20 位号码：{one.number_label}。"
        f"限速：每秒 {one.per_second} 次。价格：{price}。\n"
        f"出处：{one.source} [{one.mark}]。\n"
    )


def _row(one: Code) -> str:
    result = one.result
    cells = (
        f"`{one.code}`" if one.code else "（无）",
        one.at,
        result.words,
        result.verdict,
        result.outcome,
        _YES[result.charged],
        _YES[result.counts],
        f"{one.source} [{one.mark}]",
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
