"""Stories of dates, amounts, check codes and names that were typed wrong."""

from __future__ import annotations

from datetime import timedelta

from chapiao.demo.stories.story import Shelf, Story, at, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.money import plain

_MISMATCH = "不一致"

STORIES = (
    Story(
        rule="entry.wrong_date",
        shelf=Shelf.TYPED,
        title="开票日期填错一天",
        teaser="查验平台答复「不一致」，原来是日期差了一天。",
        expects="wrong_date",
        ask=typed(
            lambda cast: cast.misdated,
            answer=_MISMATCH,
            date=lambda one: (
                (one.issued_on + timedelta(days=1)).isoformat() if one.issued_on else ""
            ),
        ),
        front=True,
    ),
    Story(
        rule="entry.date_future",
        shelf=Shelf.TYPED,
        title="日期填到了下个月",
        teaser="还没到的日子开不出票，先改日期。",
        expects="date_invalid",
        ask=lambda stage: Question(
            number=stage.unfiled(21, stage.ago(-40).year),
            date=stage.ago(-40).isoformat(),
            entry=Entry.PLATFORM.value,
        ),
    ),
    Story(
        rule="entry.date_unreadable",
        shelf=Shelf.TYPED,
        title="13月45日",
        teaser="这一天不存在，请按票面重填。",
        expects="date_invalid",
        ask=lambda stage: Question(
            number=stage.unfiled(22), date=f"{stage.today.year}-13-45", entry=Entry.PLATFORM.value
        ),
    ),
    Story(
        rule="entry.date_words",
        shelf=Shelf.TYPED,
        title="平台说日期格式错误",
        teaser="平台要8位数字的日期，告诉您该填成什么样。",
        expects="date_invalid",
        ask=at(Entry.PLATFORM, "日期格式错误，为YYYYMMDD格式！", 23),
    ),
    Story(
        rule="entry.amount_basis",
        shelf=Shelf.TYPED,
        title="含税、不含税填反了",
        teaser="数电票要填价税合计，填成不含税金额就会「不一致」。",
        expects="amount_basis",
        ask=typed(
            lambda cast: cast.priced, answer=_MISMATCH, amount=lambda one: plain(one.amount or 0)
        ),
        front=True,
    ),
    Story(
        rule="entry.wrong_amount",
        shelf=Shelf.TYPED,
        title="金额看错了一位",
        teaser="填的金额既不是含税也不是不含税，给出票面金额。",
        expects="wrong_amount",
        ask=typed(
            lambda cast: cast.priced,
            answer=_MISMATCH,
            amount=lambda one: plain((one.total or 0) + 1800),
        ),
    ),
    Story(
        rule="entry.amount_unreadable",
        shelf=Shelf.TYPED,
        title="金额栏里写了汉字",
        teaser="「约一千二」不是金额，请填数字。",
        expects="wrong_amount",
        ask=lambda stage: Question(
            number=stage.unfiled(24, stage.ago(20).year),
            date=stage.ago(20).isoformat(),
            amount="约一千二",
            entry=Entry.PLATFORM.value,
        ),
    ),
    Story(
        rule="entry.mismatch",
        shelf=Shelf.TYPED,
        title="平台答复「不一致」",
        teaser="号码的票存在，另有一项填错；手里没有别的凭据，先说最常见的。",
        expects="insufficient",
        ask=at(Entry.PLATFORM, _MISMATCH, 25, days=60),
    ),
    Story(
        rule="entry.check_code_wrong",
        shelf=Shelf.TYPED,
        title="校验码取成了前6位",
        teaser="平台要的是校验码后6位，把要填的6位给您。",
        expects="check_code_wrong",
        ask=typed(
            lambda cast: cast.checked,
            answer=_MISMATCH,
            check_code=lambda one: (one.check_code or "")[:6],
        ),
        front=True,
    ),
    Story(
        rule="entry.check_code_shape",
        shelf=Shelf.TYPED,
        title="校验码只填了4位",
        teaser="位数不对，平台一定不认。",
        expects="check_code_wrong",
        ask=lambda stage: Question(
            code=f"01100{stage.ago(10):%y}00411",
            number="90000509",
            date=stage.ago(10).isoformat(),
            check_code="0509",
            entry=Entry.PLATFORM.value,
        ),
    ),
    Story(
        rule="entry.buyer_name_form",
        shelf=Shelf.TYPED,
        title="名称里多了空格",
        teaser="抬头其实相同，只是写法不同。",
        expects="buyer_name_form",
        ask=typed(
            lambda cast: cast.bought,
            Entry.ETAX,
            "没有符合条件的数据",
            buyer=lambda one: " ".join(one.buyer_name or ""),
        ),
    ),
    Story(
        rule="entry.seller_differs",
        shelf=Shelf.TYPED,
        title="记成了另一家供应商",
        teaser="票找到了，销售方不是您记得的那一家，顺便提醒。",
        expects="found",
        ask=typed(
            lambda cast: cast.bought, Entry.OWN, seller=lambda _one: "北京听松阁办公用品有限公司"
        ),
    ),
    Story(
        rule="entry.region_seller",
        shelf=Shelf.TYPED,
        title="北京的票，上海的税号",
        teaser="迁址、分公司、代开都会这样：只作提醒，不算问题。",
        expects="found",
        ask=typed(lambda cast: cast.moved, Entry.OWN),
    ),
)
