"""Make docs/rules.md from the rules: what each says, what it needs, and where it is from."""

from __future__ import annotations

import inspect
from importlib import import_module
from itertools import groupby
from pathlib import Path

from chapiao.diagnosis import rules as rules_package
from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.engine import all_rules
from chapiao.diagnosis.rule import Rule

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
HEAD = """\
# 规则

查不到一张票时，逐条问下面这些规则。
每条规则只在它需要的事实都已知时才回答：支持一个原因、排除一个原因，或者不适用；缺的事实会说出来。
原因是一张固定的表，几条规则可以支持同一个原因；「提示」不解释查不到。
出处写到资料的章节。
方括号里是可信程度：A 官方，B 厂商文档或多处一致，C 一处非官方，S 实际样票，OWN 未经证实。

本页由 `make docs` 从规则生成，不要手改。共 {count} 条规则，支持 {causes} 种原因。
"""


def page() -> str:
    """Return the whole page."""
    rules = all_rules()
    causes = {one.cause for one in rules} - {None}
    parts = [HEAD.format(count=len(rules), causes=len(causes))]
    for folder, group in groupby(rules, key=lambda one: one.id.split(".")[0]):
        parts.append(f"\n## {_heading(folder)}\n")
        parts += [_section(one) for one in group]
    return "".join(parts)


def _heading(folder: str) -> str:
    package = import_module(f"{rules_package.__name__}.{folder}")
    return (package.__doc__ or folder).splitlines()[0].rstrip("。")


def _section(one: Rule) -> str:
    module = inspect.getmodule(one.check)
    says = ((module.__doc__ if module is not None else None) or one.title).splitlines()[0]
    cause = "提示" if one.cause is None else f"{CAUSES[one.cause].title}（`{one.cause}`）"
    needs = "、".join(f"`{name}`" for name in one.needs)
    return (
        f"\n### {one.title}\n\n{says}\n\n"
        f"* 规则：`{one.id}`\n* 原因：{cause}\n* 需要：{needs}\n* 出处：{one.source}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
