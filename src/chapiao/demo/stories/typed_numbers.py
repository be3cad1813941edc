"""Stories of numbers and codes that were typed, read or exported wrong."""

from __future__ import annotations

from chapiao.demo.stories.story import Shelf, Stage, Story, at, swapped, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry

_EXCEL_KEEPS = 5  # digits shown of 2.5112E+19


def _excel(number: str) -> str:
    return f"{number[0]}.{number[1:_EXCEL_KEEPS]}E+19"


def _one_short(stage: Stage) -> Question:
    return Question(number=stage.unfiled(11)[:-2], entry=Entry.OWN.value)


def _old_code(stage: Stage) -> Question:
    """Ask with a code allotted eight years ago, used the other day."""
    day = stage.ago(30)
    return Question(
        code=f"01100{(day.year - 8) % 100:02d}00311",
        number="90000111",
        date=day.isoformat(),
        check_code="000111",
        entry=Entry.PLATFORM.value,
    )


def _late_code(stage: Stage) -> Question:
    day = stage.ago(30)
    return Question(
        code=f"01100{(day.year + 1) % 100:02d}00311",
        number="90000208",
        date=day.isoformat(),
        check_code="000208",
        entry=Entry.PLATFORM.value,
    )


def _impossible_year(stage: Stage) -> Question:
    return Question(number=stage.unfiled(12, stage.today.year + 2), entry=Entry.OWN.value)


def _year_against_date(stage: Stage) -> Question:
    day = stage.ago(400).replace(month=6, day=15)
    return Question(
        number=stage.unfiled(13, day.year + 1), date=day.isoformat(), entry=Entry.OWN.value
    )


STORIES = (
    Story(
        rule="entry.number_neighbour",
        shelf=Shelf.TYPED,
        title="号码里有两位写反了",
        teaser="只错一位或写反两位，也能指出是哪两位、该是哪张票。",
        expects="number_typo",
        ask=typed(
            lambda cast: cast.mistyped, Entry.OWN, number=lambda one: swapped(one.number or "", 12)
        ),
        front=True,
    ),
    Story(
        rule="entry.number_length",
        shelf=Shelf.TYPED,
        title="号码少了两位",
        teaser="18位的号码哪种票都没有，先补全再查，不白白用掉次数。",
        expects="number_length",
        ask=_one_short,
    ),
    Story(
        rule="entry.number_excel",
        shelf=Shelf.TYPED,
        title="号码变成了2.6112E+19",
        teaser="从Excel复制的号码丢了后面的位数，凭日期和金额找回原来的票。",
        expects="excel_damage",
        ask=typed(
            lambda cast: cast.damaged, Entry.OWN, number=lambda one: _excel(one.number or "")
        ),
        front=True,
    ),
    Story(
        rule="entry.number_letters",
        shelf=Shelf.TYPED,
        title="把0写成了字母O",
        teaser="号码里混进了O和l，认得出是哪几位。",
        expects="number_typo",
        ask=typed(
            lambda cast: cast.mistyped,
            Entry.OWN,
            number=lambda one: (one.number or "").replace("0", "O").replace("1", "l"),
        ),
    ),
    Story(
        rule="entry.number_year",
        shelf=Shelf.TYPED,
        title="号码的年份和日期对不上",
        teaser="数电票号码的头两位就是开票年份，两者必有一个填错。",
        expects="year_date_conflict",
        ask=_year_against_date,
        front=True,
    ),
    Story(
        rule="entry.number_impossible",
        shelf=Shelf.TYPED,
        title="号码说是后年开的",
        teaser="数电票号码以年份开头，那一年还没到，号码多半录错了。",
        expects="number_typo",
        ask=_impossible_year,
    ),
    Story(
        rule="entry.number_region",
        shelf=Shelf.TYPED,
        title="号码里的地区不存在",
        teaser="第三、四位是地区，78不是任何一个省。",
        expects="region_conflict",
        ask=lambda stage: Question(number=stage.unfiled(14, region="78"), entry=Entry.OWN.value),
    ),
    Story(
        rule="entry.number_copy",
        shelf=Shelf.TYPED,
        title="填的号码和文件上的不同",
        teaser="文件交来了，手填的号码却有一位不同：以票面为准。",
        expects="number_typo",
        ask=lambda stage: Question(
            number=swapped(stage.cast.fresh.invoice.number or "", 10), entry=Entry.PLATFORM.value
        ),
        file=lambda stage: stage.cast.fresh.invoice,
        form="pdf",
    ),
    Story(
        rule="entry.number_unproven",
        shelf=Shelf.TYPED,
        title="号码看不出毛病",
        teaser="写法对，别处又都没有：没有凭据不下结论，只请您对照票面。",
        expects="insufficient",
        ask=at(Entry.VENDOR, "查无此票", 15, days=60),
    ),
    Story(
        rule="entry.code_copy",
        shelf=Shelf.TYPED,
        title="代码写反了两位",
        teaser="对照交来的文件，指出代码错在第几位。",
        expects="number_typo",
        ask=lambda stage: Question(
            number=stage.cast.taxed.invoice.number or "",
            code=swapped(stage.cast.taxed.invoice.code or "", 7),
            entry=Entry.PLATFORM.value,
        ),
        file=lambda stage: stage.cast.taxed.invoice,
        form="pdf",
    ),
    Story(
        rule="entry.code_excel",
        shelf=Shelf.TYPED,
        title="代码开头的0不见了",
        teaser="12位代码在Excel里变成11位，补上开头的0就查到。",
        expects="excel_damage",
        ask=typed(lambda cast: cast.uncoded, code=lambda one: (one.code or "").lstrip("0")),
    ),
    Story(
        rule="entry.code_length",
        shelf=Shelf.TYPED,
        title="代码只有9位",
        teaser="发票代码是12位或10位，9位的一定漏了。",
        expects="number_length",
        ask=lambda stage: Question(
            code="110026111",
            number="90000305",
            date=stage.ago(30).isoformat(),
            entry=Entry.PLATFORM.value,
        ),
    ),
    Story(
        rule="entry.code_other",
        shelf=Shelf.TYPED,
        title="号码对，代码是另一本的",
        teaser="同样的8位号码台账里有，代码却是另一个。",
        expects="number_typo",
        ask=typed(
            lambda cast: cast.checked,
            Entry.OWN,
            code=lambda one: f"04400{(one.code or '')[5:7]}00411",
        ),
    ),
    Story(
        rule="entry.code_region",
        shelf=Shelf.TYPED,
        title="代码里的地区不存在",
        teaser="代码第二到五位是地区，9900哪里都不是。",
        expects="region_conflict",
        ask=lambda stage: Question(
            code=f"09900{stage.ago(20):%y}00111",
            number="90000402",
            date=stage.ago(20).isoformat(),
            check_code="000402",
            entry=Entry.PLATFORM.value,
        ),
    ),
    Story(
        rule="entry.code_year",
        shelf=Shelf.TYPED,
        title="代码比开票日期还晚",
        teaser="明年才发放的代码，今年不可能用来开票。",
        expects="year_date_conflict",
        ask=_late_code,
    ),
    Story(
        rule="entry.code_old",
        shelf=Shelf.TYPED,
        title="八年前的发票代码",
        teaser="代码早于开票五年以上少见，只作提醒，不算原因。",
        expects="insufficient",
        ask=_old_code,
    ),
)
