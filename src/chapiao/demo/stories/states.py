"""Stories of what became of the invoice: voided, offset, graded."""

from __future__ import annotations

from chapiao.demo.stories.story import Shelf, Story, at, typed
from chapiao.invoice.entry import Entry

STORIES = (
    Story(
        rule="status.voided",
        shelf=Shelf.STATE,
        title="销售方作废了",
        teaser="号码没错，是对方把票作废了：不能报销，请对方重开。",
        expects="voided",
        ask=typed(lambda cast: cast.voided, Entry.OWN),
        front=True,
    ),
    Story(
        rule="status.voided_words",
        shelf=Shelf.STATE,
        title="平台上标着「作废」",
        teaser="查得到，但盖着作废：这张票不能用。",
        expects="voided",
        ask=at(Entry.PLATFORM, "一致，发票状态：作废", 41),
    ),
    Story(
        rule="status.red_full",
        shelf=Shelf.STATE,
        title="整张红冲了",
        teaser="连冲它的红字发票一起给您看。",
        expects="red_full",
        ask=typed(lambda cast: cast.reversed, Entry.OWN),
        front=True,
    ),
    Story(
        rule="status.red_words",
        shelf=Shelf.STATE,
        title="平台上标着「红冲」",
        teaser="平台说已红冲，不能再报销或抵扣。",
        expects="red_full",
        ask=at(Entry.PLATFORM, "一致，发票状态：红冲", 42),
    ),
    Story(
        rule="status.red_part",
        shelf=Shelf.STATE,
        title="只红冲了一部分",
        teaser="还剩多少能用，替您算好。",
        expects="red_partial",
        ask=typed(lambda cast: cast.reduced, Entry.OWN),
        front=True,
    ),
    Story(
        rule="status.red_part_words",
        shelf=Shelf.STATE,
        title="平台上标着「部分红冲」",
        teaser="只能用没有冲掉的那部分。",
        expects="red_partial",
        ask=at(Entry.PLATFORM, "一致，发票状态：部分红冲", 43),
    ),
    Story(
        rule="status.red_itself",
        shelf=Shelf.STATE,
        title="手里这张就是红字发票",
        teaser="负数的票是用来冲另一张的，告诉您冲的是哪张。",
        expects="found",
        ask=typed(lambda cast: cast.reversal, Entry.OWN),
    ),
    Story(
        rule="status.red_locked",
        shelf=Shelf.STATE,
        title="红字确认单还没走完",
        teaser="对方发起了红冲，等双方确认，这期间票锁着。",
        expects="red_confirmation_pending",
        ask=typed(lambda cast: cast.locked, Entry.OWN),
    ),
    Story(
        rule="status.abnormal",
        shelf=Shelf.STATE,
        title="被列为异常凭证",
        teaser="先别抵扣，找主管税务机关核实；这不等于假票。",
        expects="abnormal_voucher",
        ask=typed(lambda cast: cast.abnormal, Entry.OWN),
    ),
    Story(
        rule="status.doubtful",
        shelf=Shelf.STATE,
        title="税局提示了疑点",
        teaser="疑点只是提醒：备好合同、付款和收货的证据。",
        expects="found",
        ask=typed(lambda cast: cast.doubted, Entry.OWN),
    ),
)
