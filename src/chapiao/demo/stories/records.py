"""Stories of what our own records lack or have wrong."""

from __future__ import annotations

from chapiao.demo.stories.story import Shelf, Story, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry

STORIES = (
    Story(
        rule="record.not_imported",
        shelf=Shelf.RECORD,
        title="税局有，台账漏了",
        teaser="税局导出里有这张，导入台账时漏了，补录就好。",
        expects="not_imported",
        ask=typed(lambda cast: cast.exported, Entry.OWN),
        front=True,
    ),
    Story(
        rule="record.archive_only",
        shelf=Shelf.RECORD,
        title="文件交过，没登记",
        teaser="档案里躺着这张发票的文件，台账里却没有。",
        expects="not_imported",
        ask=typed(lambda cast: cast.archived, Entry.OWN),
    ),
    Story(
        rule="record.absent",
        shelf=Shelf.RECORD,
        title="哪里都没有",
        teaser="台账、导出、档案都没有：说清还缺什么，才好判断。",
        expects="insufficient",
        ask=lambda stage: Question(number=stage.unfiled(71), entry=Entry.OWN.value),
    ),
    Story(
        rule="record.entered_wrong",
        shelf=Shelf.RECORD,
        title="台账的金额录错了",
        teaser="台账和税局导出差了9元，是手工录入时写反了。",
        expects="entered_wrong",
        ask=typed(lambda cast: cast.miskeyed, Entry.PLATFORM, "不一致", amount=lambda _one: ""),
    ),
    Story(
        rule="record.row_excel",
        shelf=Shelf.RECORD,
        title="台账里的号码被Excel改坏了",
        teaser="台账里那一行后五位成了00000，所以按正确号码查不到。",
        expects="excel_damage",
        ask=typed(lambda cast: cast.unscarred, Entry.OWN),
    ),
)
