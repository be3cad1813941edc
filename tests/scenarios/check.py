"""Is a scenario written soundly? Shapes, sums, check digits and clocks; the engine is not asked.

Standing alone (`python tests/scenarios/check.py`) it counts the lines and prints what is wrong.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SEED = "chapiao-scenarios-2026"

SECOND = "second-"
THIRD = "third-"
FOURTH = "fourth-"

# Stories of these rounds may leave a key out or null: what is not told is not known.
LOOSELY_TOLD = (SECOND, FOURTH)


def _words(text: str) -> list[str]:
    return text.split()


FAMILIES: dict[str, str | None] = {
    **dict.fromkeys(
        _words(
            "number_length number_typo year_date_conflict region_conflict wrong_date date_invalid"
            " amount_basis wrong_amount check_code_wrong excel_damage buyer_name_form"
            " entered_wrong"
        ),
        "录入",
    ),
    **dict.fromkeys(
        _words(
            "kind_mixed_up wrong_entry local_fields_missing query_filter wrong_company"
            " shared_account etax_permission role_missing own_scope internal_step daily_limit"
            " blocked duplicate not_our_title identity_mismatch buyer_changed agency_issued"
            " not_an_invoice not_final_at_seller voided red_full red_partial"
            " red_confirmation_pending abnormal_voucher file_altered suspected_forgery"
        ),
        "操作",
    ),
    **dict.fromkeys(
        _words(
            "region_kind_unsupported same_day seller_not_uploaded backend_detail_missing"
            " accepted_not_visible too_old maintenance outage throttled local_network not_imported"
            " client_unfit"
        ),
        "系统",
    ),
    "found": None,
    "insufficient": None,
}

TOP = _words("id title story now us asker asked known label")
ASKED = _words(
    "entry code number date amount amount_field_asked check_code buyer seller pasted_text"
    " as_entity extra file_reading answer client"
)
KNOWN = _words(
    "ledger ledger_filters export archive submissions attempts notices probes seller grants"
    " failed_imports red_letters"
)
ONE = _words("ledger_filters export seller")
LABEL = _words(
    "cause family also_true acceptable_first must_not next_owner next_owner_ok recheck recheck_ok"
    " difficulty misleading near_forgery ask_for why"
)
ENTRIES = _words("查验平台 电子税务局 本系统台账 北京本地 财政票据平台 区块链平台 12306 第三方API")
OWNERS = _words("asker seller buyer_admin tax_bureau it wait")
CLOCKS = _words("now same_day next_day after_window days next_month never")
FACTS = _words(
    "original_file number_full code title_on_face amount seller_name issue_date buyer_on_face"
    " fresh_export probe_result order_no second_entry_result red_letter_number"
    " seller_confirmation check_code"
)

SEALS = _words("通过 不通过 证书不受信 未执行")
SAYS = [*_words("已开具 离线未上传 开票中 开票失败 否认开具 已作废 已红冲"), None]

# Stories about a wrong figure or a wrong id hold one on purpose.
ON_PURPOSE_SUMS = {"entered_wrong", "file_altered"}
ON_PURPOSE_IDS = {"suspected_forgery", "identity_mismatch", "file_altered"}

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

Scenario = dict[str, Any]


def tax_id_holds(text: str) -> bool:
    """Whether the last of 18 characters is the check digit of the other 17 (GB 32100)."""
    if any(char not in _DIGITS for char in text):
        return False
    total = sum(_DIGITS.index(char) * weight for char, weight in zip(text, _WEIGHTS, strict=False))
    return text[17] == _DIGITS[(31 - total) % 31]


def half(name: str) -> str:
    """Folder of the scenario with this id: its round by its first word, or `tune` or `measure`."""
    for later in (SECOND, THIRD, FOURTH):
        if name.startswith(later):
            return later.removesuffix("-")
    first = hashlib.sha256(f"{SEED}:{name}".encode()).digest()[0]
    return "measure" if first % 2 else "tune"


def lines() -> Iterator[tuple[Path, Scenario]]:
    """Every scenario with its file, in the order of the files."""
    for path in sorted(HERE.glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path, json.loads(line)


def problems(scenario: Scenario) -> list[str]:
    """What is wrong with it, one sentence each; empty when nothing is."""
    checks = (_words_of_the_world, _label, _label_words, _sums, _ids, _clock)
    told = [*_keys(scenario)]
    whole = _filled(scenario)
    return told + [said for check in checks for said in check(whole)]


def _filled(scenario: Scenario) -> Scenario:
    """Give the world empty places where it tells nothing."""
    known = {key: scenario["known"].get(key) for key in KNOWN}
    lists = {key: value or [] for key, value in known.items() if key not in ONE}
    asker, asked = scenario["asker"], scenario["asked"]
    return {
        **scenario,
        "known": known | lists,
        "asker": {**asker, "sessions": asker.get("sessions") or []},
        "asked": {**asked, "file_reading": asked.get("file_reading")},
    }


def _keys(scenario: Scenario) -> Iterator[str]:
    free = scenario["id"].startswith(LOOSELY_TOLD)
    for place, wanted in (("asked", ASKED), ("known", KNOWN), ("label", LABEL)):
        keys = list(scenario[place])
        left_out = [key for key in wanted if free and place != "label" and key not in keys]
        if keys != [key for key in wanted if key not in left_out]:
            yield f"the keys of {place} are not those of the schema, in its order"
    if list(scenario) != TOP:
        yield "the keys are not those of the schema, in its order"
    if scenario["asked"]["entry"] not in ENTRIES:
        yield "the entry is unknown"


def _words_of_the_world(scenario: Scenario) -> Iterator[str]:
    known, reading = scenario["known"], scenario["asked"]["file_reading"]
    seals = [item["seal"] for item in known["archive"]] + ([reading["seal"]] if reading else [])
    if not all(seal["result"] in SEALS for seal in seals):
        yield "the result of a seal is none of the four words"
    if not all(item["says"] in SAYS for item in (known["seller"] or {"messages": []})["messages"]):
        yield "the seller says what no seller says"


def _label(scenario: Scenario) -> Iterator[str]:
    label = scenario["label"]
    first, shown, banned = label["acceptable_first"], label["also_true"], label["must_not"]
    for cause in {label["cause"], *first, *shown, *banned} - set(FAMILIES):
        yield f"{cause} is no cause of the list"
    if label["cause"] != first[0]:
        yield "the cause is not the first of the acceptable ones"
    if set(banned) & {*first, *shown}:
        yield "a cause is true and forbidden at once"
    if label["family"] != FAMILIES.get(label["cause"]):
        yield "the family is not that of the cause"
    if not {label["next_owner"], *label["next_owner_ok"]} <= set(OWNERS):
        yield "somebody unknown is to move next"
    if not {label["recheck"], *label["recheck_ok"]} <= set(CLOCKS):
        yield "the clock of the next look is unknown"


def _label_words(scenario: Scenario) -> Iterator[str]:
    label = scenario["label"]
    if label["difficulty"] not in {1, 2, 3} or not label["why"]:
        yield "difficulty or reason is missing"
    if (label["cause"] == "insufficient") != (label["ask_for"] is not None):
        yield "a fact to ask for belongs to insufficient, and only there"
    if label["ask_for"] and not {label["ask_for"]["fact"], *label["ask_for"]["also_fine"]} <= set(
        FACTS
    ):
        yield "the fact to ask for is unknown"


def _sums(scenario: Scenario) -> Iterator[str]:
    if scenario["label"]["cause"] in ON_PURPOSE_SUMS:
        return
    for row in _invoices(scenario):
        parts = [row.get(key, "") for key in ("amount", "tax", "total")]
        if "民航发展基金" in row.get("remark", "") or not all(map(_is_money, parts)):
            continue
        net, tax, total = map(Decimal, parts)
        if net + tax != total:
            yield f"{net} and {tax} do not make {total}"


def _is_money(text: str) -> bool:
    return re.fullmatch(r"-?\d+\.\d\d", text) is not None


def _invoices(scenario: Scenario) -> Iterator[dict[str, Any]]:
    known = scenario["known"]
    yield from known["ledger"]
    yield from (known["export"] or {"rows": []})["rows"]
    yield from (item["fields"] for item in known["archive"])
    if scenario["asked"]["file_reading"]:
        yield scenario["asked"]["file_reading"]


def _ids(scenario: Scenario) -> Iterator[str]:
    if scenario["label"]["cause"] in ON_PURPOSE_IDS:
        return
    rows = [*_invoices(scenario), *scenario["us"]["entities"]]
    keys = ("tax_id", "seller_tax_id", "buyer_tax_id")
    for text in {row.get(key) or "" for row in rows for key in keys}:
        if len(text) == len(_WEIGHTS) + 1 and not tax_id_holds(text):
            yield f"{text} has a wrong check digit"


def _clock(scenario: Scenario) -> Iterator[str]:
    if not scenario["now"].endswith("+08:00"):
        yield "now is not written as Beijing time"
    now, known = datetime.fromisoformat(scenario["now"]), scenario["known"]
    past = [
        *(item["at"] for item in known["attempts"] + known["probes"] + known["failed_imports"]),
        *(item["seen_at"] for item in known["notices"]),
        *(item["received_at"] for item in known["archive"]),
        *(item["created_at"] for item in known["red_letters"]),
        *(item["at"] for item in (known["seller"] or {"messages": []})["messages"]),
        *(item["at"] for item in scenario["asker"]["sessions"]),
        *(row["added_at"] for row in known["ledger"]),
        *([known["export"]["fresh_to"]] if known["export"] else []),
    ]
    for at in past:
        if datetime.fromisoformat(at) > now:
            yield f"{at} lies after now"


def main() -> int:
    """Print what is wrong and how many lines there are; exit code for the shell."""
    wrong, causes, seen = 0, Counter[str](), set[str]()
    for path, scenario in lines():
        said = problems(scenario)
        if scenario["id"] in seen:
            said.append("the id is used twice")
        if half(scenario["id"]) != path.parent.name:
            said.append("it lies in the wrong half")
        seen.add(scenario["id"])
        causes[scenario["label"]["cause"]] += 1
        wrong += len(said)
        sys.stdout.writelines(f"{scenario['id']}: {text}\n" for text in said)
    sys.stdout.write(f"{causes.total()} scenarios, {len(causes)} causes, {wrong} problems\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
