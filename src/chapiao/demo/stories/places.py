"""Stories of the wrong kind and the wrong place to look."""

from __future__ import annotations

from dataclasses import replace

from chapiao.demo.stories.story import Shelf, Story, at, blank, typed
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind

_NOT_FOUND = "查无此票"

STORIES = (
    Story(
        rule="kind.code_for_digital",
        shelf=Shelf.PLACE,
        title="数电票填了发票代码",
        teaser="数电票没有发票代码，代码栏要留空。",
        expects="kind_mixed_up",
        ask=lambda stage: Question(
            number=stage.unfiled(31, stage.ago(20).year),
            code=f"01100{stage.ago(20):%y}00111",
            date=stage.ago(20).isoformat(),
            entry=Entry.PLATFORM.value,
        ),
        front=True,
    ),
    Story(
        rule="kind.code_missing",
        shelf=Shelf.PLACE,
        title="8位号码没填代码",
        teaser="税控发票要代码加号码才认得出是哪一张。",
        expects="kind_mixed_up",
        ask=typed(lambda cast: cast.uncoded, code=lambda _one: ""),
        front=True,
    ),
    Story(
        rule="kind.joined",
        shelf=Shelf.PLACE,
        title="代码和号码粘在一起",
        teaser="20位数字其实是12位代码加8位号码，替您分开。",
        expects="kind_mixed_up",
        ask=typed(
            lambda cast: cast.checked,
            code=lambda _one: "",
            number=lambda one: f"{one.code}{one.number}",
        ),
    ),
    Story(
        rule="kind.other_identity",
        shelf=Shelf.PLACE,
        title="数电纸票的两个号码各填一半",
        teaser="纸质的数电票有两个号码，要么用这个，要么用那个。",
        expects="kind_mixed_up",
        ask=typed(
            lambda cast: cast.paper, number=lambda one: one.second_number or "", answer="不一致"
        ),
    ),
    Story(
        rule="kind.wrong_entry",
        shelf=Shelf.PLACE,
        title="财政票据查错了平台",
        teaser="税务的查验平台没有财政电子票据，告诉您该去哪里、填什么。",
        expects="wrong_entry",
        ask=typed(lambda cast: cast.fiscal, answer=_NOT_FOUND),
        front=True,
    ),
    Story(
        rule="kind.local_code",
        shelf=Shelf.PLACE,
        title="地方的老式发票",
        teaser="1开头的代码是地方票，全国平台查不到。",
        expects="wrong_entry",
        ask=lambda stage: Question(
            code=f"11100{stage.ago(20):%y}73210",
            number="90000606",
            date=stage.ago(20).isoformat(),
            amount="260.00",
            entry=Entry.PLATFORM.value,
            answer=_NOT_FOUND,
        ),
    ),
    Story(
        rule="kind.train_ticket",
        shelf=Shelf.PLACE,
        title="填的是纸质火车票",
        teaser="红色、蓝色的纸质车票没有发票号码，哪里都查不到。",
        expects="wrong_entry",
        ask=lambda _stage: Question(number="Z000001", entry=Entry.PLATFORM.value),
    ),
    Story(
        rule="kind.not_an_invoice",
        shelf=Shelf.PLACE,
        title="拿银行回单来查",
        teaser="回单只证明付了款，不是发票：拒收，并说明该要什么。",
        expects="not_an_invoice",
        ask=blank(),
        file=lambda stage: replace(stage.cast.plain.invoice, kind=Kind.BANK_RECEIPT),
        form="pdf",
        refused=True,
    ),
    Story(
        rule="authenticity.no_proof",
        shelf=Shelf.PLACE,
        title="查无此票，就是假票吗？",
        teaser="一次查不到什么也证明不了，先看还缺什么信息。",
        expects="insufficient",
        ask=at(Entry.PLATFORM, _NOT_FOUND, 32, days=60),
        front=True,
    ),
)
