"""The part of `chapiao admin` about rights: scopes, departments, names, the bureau's settings."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

Make = Callable[[str, str], argparse.ArgumentParser]


def arguments(act: Make, day: Callable[[str], date]) -> None:
    """Add the acts; `act` makes one with its name and help, `day` reads a date."""
    rename = act("rename-entity", "企业更名：原名记为曾用名，等着的查询马上再查")
    _tax_id(rename)
    rename.add_argument("--name", required=True, metavar="新名称", help="新的企业名称")
    rename.add_argument("--until", type=day, metavar="日期", help="原名用到哪一天")
    change = act("change-tax-id", "企业换税号：原税号仍认作本单位")
    _tax_id(change)
    change.add_argument("--new", required=True, metavar="新税号", help="新的税号")
    change.add_argument("--until", type=day, metavar="日期", help="原税号用到哪一天")
    department = act("add-department", "登记企业的部门")
    _tax_id(department)
    department.add_argument("--name", required=True, metavar="部门", help="部门名称")
    group = act("set-group", "把企业归到一个集团；集团之间互相看不到、也问不到")
    _tax_id(group)
    group.add_argument("--group", default="", metavar="集团", help="集团名称，不填为默认集团")
    _scope(act("add-scope", "限定一个人在一家企业看得到什么"), day)
    end = act("end-scope", "结束一条数据范围或临时授权")
    end.add_argument("--id", type=int, required=True, metavar="编号", help="list-scopes 列出的编号")
    end.add_argument("--drop", action="store_true", help="整条取消，如同没有设过")
    listed = act("list-scopes", "列出一个人看得到什么")
    _login(listed)
    bureau = act("note-bureau", "登记一个人在电子税务局的权限，用来说明那边为什么看不到")
    _login(bureau)
    _tax_id(bureau)
    bureau.add_argument("--role", choices=["有", "没有"], help="发票业务角色")
    bureau.add_argument("--max", metavar="金额", help="发票查询权限配置的价税合计上限，元")
    bureau.add_argument("--places", nargs="+", metavar="地区", help="受票地，四位代码")
    bureau.add_argument("--until", type=day, metavar="日期", help="角色有效期至")


def _scope(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    _login(parser)
    _tax_id(parser)
    parser.add_argument("--extra", action="store_true", help="临时授权：只增加，不减少，要有到期日")
    parser.add_argument("--number", metavar="号码", help="只这一张；8位号码写成 号码-代码")
    parser.add_argument("--max", metavar="金额", help="价税合计上限，元，不分正负")
    parser.add_argument("--kinds", nargs="+", metavar="票种", help="只这些票种")
    parser.add_argument("--regions", nargs="+", metavar="地区", help="只这些开票地，两位代码")
    parser.add_argument("--departments", nargs="+", metavar="部门", help="只这些部门")
    parser.add_argument("--own-only", action="store_true", help="只看本人提交的")
    parser.add_argument("--first-day", type=day, metavar="日期", help="开票日期从")
    parser.add_argument("--last-day", type=day, metavar="日期", help="开票日期到")
    parser.add_argument("--from", dest="starts_on", type=day, metavar="日期", help="从哪天起生效")
    parser.add_argument("--until", type=day, metavar="日期", help="到哪天止，当天仍有效")
    parser.add_argument("--reason", default="", metavar="事由", help="为什么")


def _login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--login", required=True, metavar="登录名", help="登录名")


def _tax_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tax-id", required=True, metavar="税号", help="企业的税号")
