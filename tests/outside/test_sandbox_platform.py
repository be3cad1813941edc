from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from chapiao.invoice.answers import Outcome, parse_answer, words_for
from chapiao.invoice.entry import Entry
from chapiao.outside.sandbox_platform import Issued, Mark, Said, SandboxPlatform, Words

NUMBER = "25112000000012345678"
DAY = date(2025, 1, 4)


@pytest.fixture
def platform(tmp_path: Path) -> SandboxPlatform:
    made = SandboxPlatform(tmp_path / "data" / "sandbox.sqlite3")
    made.set_invoice(Issued(number=NUMBER, issued_on=DAY, last="264.00"))
    return made


def check(platform: SandboxPlatform, now: datetime, **other: object) -> Said:
    fields = {"code": "", "number": NUMBER, "issued_on": DAY, "last": "264.00"} | other
    return platform.check(**fields, now=now)  # type: ignore[arg-type]


def test_all_fields_agree(platform: SandboxPlatform, now: datetime) -> None:
    assert check(platform, now) == Said(words="一致", counted=True, left=4)


@pytest.mark.parametrize("wrong", [{"issued_on": date(2025, 1, 5)}, {"last": "249.06"}])
def test_a_field_differs(
    platform: SandboxPlatform, now: datetime, wrong: dict[str, object]
) -> None:
    assert check(platform, now, **wrong).words == "不一致"


@pytest.mark.parametrize(
    "other", [{"number": NUMBER[:-1] + "9"}, {"code": "011002300111", "number": "12345678"}]
)
def test_what_is_not_on_file_is_not_there(
    platform: SandboxPlatform, now: datetime, other: dict[str, object]
) -> None:
    assert check(platform, now, **other).words == "查无此票"


def test_the_sixth_check_of_a_day_is_refused_and_the_next_day_begins_anew(
    platform: SandboxPlatform, now: datetime
) -> None:
    lefts = [check(platform, now).left for _ in range(5)]

    sixth = check(platform, now)

    assert lefts == [4, 3, 2, 1, 0]
    assert sixth == Said(words="超过该张发票当日查验次数(请于次日再次查验)!", counted=False, left=0)
    late = now.replace(hour=23, minute=59)
    assert check(platform, late).words == sixth.words
    assert check(platform, late + timedelta(minutes=2)).words == "一致"


def test_failed_checks_count_too_and_the_date_is_part_of_what_is_counted(
    platform: SandboxPlatform, now: datetime
) -> None:
    for _ in range(5):
        assert check(platform, now, last="1.00").words == "不一致"

    assert check(platform, now).words == Words.LIMIT
    assert check(platform, now, issued_on=date(2025, 1, 5)).words == "不一致"
    assert platform.left("", NUMBER, date(2025, 1, 5), now) == 4


def test_an_invoice_of_today_can_be_checked_tomorrow(
    platform: SandboxPlatform, now: datetime
) -> None:
    platform.set_invoice(Issued(number="26112000000000000001", issued_on=now.date(), last="1.00"))
    today = {"number": "26112000000000000001", "issued_on": now.date(), "last": "1.00"}

    assert check(platform, now, **today).words == "当日开具发票可于次日进行查验！"
    assert check(platform, now + timedelta(days=1), **today).words == "一致"


def test_what_the_seller_uploads_late_is_not_there_until_then(
    platform: SandboxPlatform, now: datetime
) -> None:
    late = Issued(
        code="011002300111",
        number="12345678",
        issued_on=date(2026, 11, 20),
        last="654321",
        visible_from=now + timedelta(hours=3),
    )
    platform.set_invoice(late)
    fields = {"code": late.code, "number": late.number, "issued_on": late.issued_on}

    before = check(platform, now, **fields, last="654321")
    after = check(platform, now + timedelta(hours=3), **fields, last="654321")

    assert (before.words, after.words) == ("查无此票", "一致")


@pytest.mark.parametrize(
    ("mark", "outcome"), [(Mark.VOIDED, Outcome.VOIDED), (Mark.RED, Outcome.RED)]
)
def test_a_voided_invoice_is_found_and_marked(
    platform: SandboxPlatform, now: datetime, mark: Mark, outcome: Outcome
) -> None:
    platform.set_invoice(Issued(number=NUMBER, issued_on=DAY, last="264.00", mark=mark))

    said = check(platform, now)

    assert mark.value in said.words
    assert parse_answer(Entry.PLATFORM, said.words) is outcome


def test_maintenance_answers_nothing_and_costs_nothing(
    platform: SandboxPlatform, now: datetime
) -> None:
    platform.pause(now, now + timedelta(hours=2))

    during = check(platform, now + timedelta(hours=1))
    after = check(platform, now + timedelta(hours=2))

    assert during == Said(words="网络超时/系统异常，请重试！", counted=False, left=5)
    assert after.words == "一致"


def test_a_pause_can_be_a_network_that_times_out(platform: SandboxPlatform, now: datetime) -> None:
    platform.pause(now, now + timedelta(minutes=1), Words.NETWORK)

    assert check(platform, now).words == "网络超时，请重试！"


@pytest.mark.parametrize(("age_days", "words"), [(5 * 365 + 1, "一致"), (5 * 365 + 2, "查无此票")])
def test_only_five_years_are_kept(
    platform: SandboxPlatform, now: datetime, age_days: int, words: str
) -> None:
    old = now.date() - timedelta(days=age_days)
    platform.set_invoice(Issued(number="12345678", code="011002000111", issued_on=old, last="1"))

    said = check(platform, now, number="12345678", code="011002000111", issued_on=old, last="1")

    assert said.words == words


def test_its_words_are_the_official_platforms() -> None:
    for words, outcome in (
        (Words.MATCH, Outcome.MATCH),
        (Words.LIMIT, Outcome.LIMIT),
        (Words.MISMATCH, Outcome.MISMATCH),
        (Words.NOT_FOUND, Outcome.NOT_FOUND),
        (Words.NETWORK, Outcome.NETWORK),
        (Words.MAINTENANCE, Outcome.SYSTEM),
        (Words.SAME_DAY, Outcome.SAME_DAY),
    ):
        assert words_for(Entry.PLATFORM, outcome) == words


def test_its_state_outlives_the_process(platform: SandboxPlatform, now: datetime) -> None:
    check(platform, now)

    again = SandboxPlatform(platform.file)

    assert check(again, now).left == 3
    again.clear()
    assert check(again, now) == Said(words="查无此票", counted=True, left=4)


def test_many_who_ask_at_once_never_make_it_six(platform: SandboxPlatform, now: datetime) -> None:
    said: list[str] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait(timeout=20)
        said.extend(check(platform, now).words for _ in range(3))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert Counter(said) == {"一致": 5, Words.LIMIT.value: 19}


def test_two_processes_share_the_five(platform: SandboxPlatform, now: datetime) -> None:
    program = (
        "import sys; from datetime import date, datetime; from pathlib import Path\n"
        "from chapiao.outside.sandbox_platform import SandboxPlatform\n"
        "platform = SandboxPlatform(Path(sys.argv[1])); now = datetime.fromisoformat(sys.argv[2])\n"
        "for _ in range(4):\n"
        f"    print(platform.check(code='', number='{NUMBER}', issued_on=date(2025, 1, 4),"
        " last='264.00', now=now).words)\n"
    )
    command = [sys.executable, "-c", program, str(platform.file), now.isoformat()]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    said = Counter(line for one in both for line in one.communicate(timeout=60)[0].splitlines())

    assert said == {"一致": 5, Words.LIMIT.value: 3}
