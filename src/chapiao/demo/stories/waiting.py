"""Stories in which the answer is a date: not yet, or no longer."""

from __future__ import annotations

from dataclasses import replace

from chapiao.demo.stories.story import Shelf, Stage, Story, at, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice

_NOT_FOUND = "查无此票"


def _just_taxed(stage: Stage) -> Question:
    """Ask for a 税控 invoice of yesterday, which its seller may have issued offline."""
    day = stage.ago(1)
    return Question(
        code=f"01100{day:%y}00511",
        number="90000703",
        date=day.isoformat(),
        check_code="000703",
        entry=Entry.PLATFORM.value,
        answer=_NOT_FOUND,
    )


def _of_yesterday(stage: Stage) -> Invoice:
    """Return an invoice of yesterday, however old the demo world is."""
    day = stage.ago(1)
    return replace(stage.cast.unexported.invoice, issued_on=day, number=stage.unfiled(54, day.year))


STORIES = (
    Story(
        rule="timing.issued_today",
        shelf=Shelf.WAIT,
        title="今天刚开的票",
        teaser="平台次日才查得到，明早自动再查，不用守着。",
        expects="same_day",
        ask=at(Entry.PLATFORM, "", 51, days=0),
        front=True,
    ),
    Story(
        rule="timing.same_day_words",
        shelf=Shelf.WAIT,
        title="平台说次日才能查",
        teaser="这是平台的规矩，告诉您几点再查。",
        expects="same_day",
        ask=at(Entry.PLATFORM, "当日开具发票可于次日进行查验！", 52, days=0),
    ),
    Story(
        rule="timing.not_uploaded",
        shelf=Shelf.WAIT,
        title="开票方还没上传",
        teaser="税控票可以离线开具，对方联网上传后才查得到。",
        expects="seller_not_uploaded",
        ask=_just_taxed,
        front=True,
    ),
    Story(
        rule="timing.proven_not_visible",
        shelf=Shelf.WAIT,
        title="文件在手，平台还没有",
        teaser="数电票已经开出，只差同步：留好文件，明早再查。",
        expects="accepted_not_visible",
        ask=lambda _stage: Question(entry=Entry.PLATFORM.value, answer=_NOT_FOUND),
        file=_of_yesterday,
        form="xml",
    ),
    Story(
        rule="timing.source_older",
        shelf=Shelf.WAIT,
        title="数据还没更新到这一天",
        teaser="税局导出只到前几天，手里这张票在那之后才开。",
        expects="accepted_not_visible",
        ask=lambda stage: Question(
            number=stage.cast.unexported.invoice.number or "",
            date=stage.cast.unexported.invoice.issued_on.isoformat()
            if stage.cast.unexported.invoice.issued_on
            else "",
            entry=Entry.OWN.value,
        ),
        file=lambda stage: stage.cast.unexported.invoice,
        form="xml",
        front=True,
    ),
    Story(
        rule="timing.detail_missing",
        shelf=Shelf.WAIT,
        title="税控后台未接收到明细",
        teaser="北京的老提示：票已售出，明细还没传到，隔几天再查。",
        expects="backend_detail_missing",
        ask=lambda stage: Question(
            code=f"11100{stage.ago(2):%y}73210",
            number="90000809",
            date=stage.ago(2).isoformat(),
            entry=Entry.BEIJING.value,
            answer="税控后台未接收到该发票的明细上传信息，请间隔数日或次月再次查询",
        ),
    ),
    Story(
        rule="timing.too_old",
        shelf=Shelf.WAIT,
        title="六年前的发票",
        teaser="平台只查五年内的，再早的要到主管税务机关核实。",
        expects="too_old",
        ask=typed(lambda cast: cast.old, answer=_NOT_FOUND),
        front=True,
    ),
    Story(
        rule="timing.too_old_words",
        shelf=Shelf.WAIT,
        title="接口说超过五年",
        teaser="超期不是票的错，换线下的办法。",
        expects="too_old",
        ask=at(Entry.VENDOR, "超过五年的发票不能查验", 53, days=60),
    ),
)
