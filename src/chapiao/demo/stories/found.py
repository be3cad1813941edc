"""Stories that end well: a number, and one invoice in each of the formats it came in."""

from __future__ import annotations

from chapiao.demo.stories.story import Shelf, Story, blank, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry

STORIES = (
    Story(
        rule="record.held",
        shelf=Shelf.FOUND,
        title="只有一个号码",
        teaser="把20位号码贴进去，一下就查到，连状态和凭证号一起给您。",
        expects="found",
        ask=lambda stage: Question(text=stage.cast.plain.invoice.number or ""),
        front=True,
        name="found-number",
    ),
    Story(
        rule="record.held",
        shelf=Shelf.FOUND,
        title="一份PDF发票",
        teaser="拖进PDF，读出号码、日期、金额，在台账里对上。",
        expects="found",
        ask=blank(),
        file=lambda stage: stage.cast.bargain.invoice,
        form="pdf",
        front=True,
        name="found-pdf",
    ),
    Story(
        rule="record.held",
        shelf=Shelf.FOUND,
        title="一份OFD发票",
        teaser="税控电子发票的OFD，不用装阅读器也能读。",
        expects="found",
        ask=blank(),
        file=lambda stage: stage.cast.taxed.invoice,
        form="ofd",
        front=True,
        name="found-ofd",
    ),
    Story(
        rule="record.held",
        shelf=Shelf.FOUND,
        title="一份XML发票",
        teaser="税局交付的XML，逐项读出，一个字都不用填。",
        expects="found",
        ask=blank(),
        file=lambda stage: stage.cast.faces.invoice,
        form="xml",
        name="found-xml",
    ),
    Story(
        rule="record.held",
        shelf=Shelf.FOUND,
        title="一张电子火车票",
        teaser="铁路电子客票的PDF，里面还带着会计数据标准的XBRL。",
        expects="found",
        ask=blank(),
        file=lambda stage: stage.cast.rail.invoice,
        form="pdf",
        name="found-rail",
    ),
    Story(
        rule="record.entry_matches",
        shelf=Shelf.FOUND,
        title="查验平台答复一致",
        teaser="在平台查过了，答复「一致」：平台有这张票，所填各项都对得上。",
        expects="found",
        ask=typed(lambda cast: cast.plain, Entry.PLATFORM, "一致"),
    ),
)
