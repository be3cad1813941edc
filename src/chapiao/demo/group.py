"""北京云杉 and its sisters: the companies, departments and people of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chapiao.demo.ids import tax_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company of the group. `former` is the name it had until `renamed_on`."""

    name: str
    tax_id: str
    region: str
    address: str
    bank: str
    since: date
    former: str = ""
    renamed_on: date | None = None

    def name_on(self, day: date) -> str:
        """Return the name an invoice of that day carries."""
        return self.former if self.renamed_on and day < self.renamed_on else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who can sign in. `roles` maps a company's place in the group to a role.

    `ceiling`: fen; who has one is new, sees invoices up to it, and has handed none in.
    """

    login: str
    name: str
    department: str
    roles: dict[int, str]
    ceiling: int | None = None

    @property
    def sees(self) -> str:
        """The companies whose books this person sees, in short."""
        if "管理员" in self.roles.values():
            return "全部企业，系统管理员"
        most = f"，只到 {self.ceiling // 100} 元" if self.ceiling is not None else ""
        return "、".join(SHORT_NAMES[place] for place in self.roles) + most


YUNSHAN, YINGCHUAN, QIMU, JINGXI = range(4)
SHORT_NAMES = ("北京云杉", "北京映川", "上海栖木", "青岛荆溪")
RENAMED_DAYS_AGO = 400
DEPARTMENTS = ("财务部", "行政部", "研发中心", "销售部", "采购部", "人力资源部")
# The one password of the demo. It is printed at every start and exists nowhere else.
PASSWORD = "yunshan-demo"  # noqa: S105 - meant to be known

COLLEAGUES = (
    Colleague(login="wangmin", name="王敏", department="财务部", roles={0: "经办", 1: "经办"}),
    Colleague(login="lijing", name="李静", department="财务部", roles={0: "复核", 2: "复核"}),
    Colleague(
        login="zhaolei",
        name="赵磊",
        department="财务部",
        roles={0: "财务主管", 1: "财务主管", 2: "财务主管", 3: "财务主管"},
    ),
    Colleague(
        login="chenyu",
        name="陈宇",
        department="信息部",
        roles={0: "管理员", 1: "管理员", 2: "管理员", 3: "管理员"},
    ),
    Colleague(login="sunqing", name="孙晴", department="财务部", roles={3: "经办"}),
    Colleague(
        login="zhouning", name="周宁", department="财务部", roles={0: "经办"}, ceiling=100_000
    ),
)


def group(today: date) -> tuple[Company, ...]:
    """Return the companies as they stand on that day."""
    return (
        Company(
            name="北京云杉科技有限公司",
            tax_id=tax_id("110108", 1),
            region="1100",
            address="北京市海淀区云杉路1号 010-00000001",
            bank="演示银行北京云杉支行 8809123456709876541",
            since=date(2012, 6, 18),
            former="北京云杉里软件有限公司",
            renamed_on=date.fromordinal(today.toordinal() - RENAMED_DAYS_AGO),
        ),
        Company(
            name="北京映川商贸有限公司",
            tax_id=tax_id("110105", 2),
            region="1100",
            address="北京市朝阳区映川街2号 010-00000002",
            bank="演示银行北京映川支行 8809123456709876542",
            since=date(2015, 3, 9),
        ),
        Company(
            name="上海栖木供应链有限公司",
            tax_id=tax_id("310115", 3),
            region="3100",
            address="上海市浦东新区栖木路3号 021-00000003",
            bank="演示银行上海栖木支行 8809123456709876543",
            since=date(2017, 11, 1),
        ),
        Company(
            name="青岛荆溪设备有限公司",
            tax_id=tax_id("370212", 4),
            region="3702",
            address="青岛市崂山区荆溪路4号 0532-00000004",
            bank="演示银行青岛荆溪支行 8809123456709876544",
            since=date(2019, 4, 22),
        ),
    )
