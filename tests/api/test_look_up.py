"""A program asks and gets the contract's answer, or a refusal in JSON."""

from __future__ import annotations

import pytest
from tests.api.conftest import NUMBER, Program
from tests.web.desk import hold

from chapiao.store.models import AuditEntry, Entity, Lookup, Person

pytestmark = pytest.mark.django_db
KEYS = {
    "found", "headline", "invoice", "causes", "ruled_out", "unasked", "not_run", "corrections",
    "next_owner", "recheck", "ask_for", "fill_card", "timeline", "trace", "look_up",
}  # fmt: skip


@pytest.mark.usefixtures("held")
def test_an_invoice_in_the_ledger_is_found(asking: Program) -> None:
    response = asking.post("/look-up", {"number": NUMBER, "date": "2025年1月4日"})

    told = response.json()
    assert response.status_code == 200
    assert told.keys() >= KEYS
    assert told["found"] is True
    assert told["causes"][0]["id"] == "found"
    assert told["invoice"]["total"] == "264.00"
    assert told["invoice"]["date"] == "2025-01-04"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("held")
def test_a_colleague_of_another_company_does_not_find_it(stray: Program) -> None:
    told = stray.post("/look-up", {"number": NUMBER}).json()

    assert told["found"] is not True
    assert told["invoice"] is None or told["invoice"]["total"] is None
    assert "264.00" not in str(told)


def test_a_miss_says_why_and_is_kept(asking: Program, clerk: Person) -> None:
    told = asking.post("/look-up", {"number": "2511200000001234567"}).json()

    assert told["found"] is not True
    assert told["causes"]
    assert told["headline"]
    kept = Lookup.objects.get(pk=told["look_up"])
    assert kept.asker == clerk
    assert AuditEntry.objects.filter(act="查票", subject=f"lookup:{kept.pk}").exists()


@pytest.mark.usefixtures("held")
def test_the_answer_can_be_fetched_again(asking: Program) -> None:
    told = asking.post("/look-up", {"number": NUMBER}).json()

    assert asking.get(f"/look-ups/{told['look_up']}").json() == told


def test_fields_nobody_knows_are_left_aside(asking: Program) -> None:
    given = {"number": NUMBER, "as": "admin", "now": "1999-01-01", "seal": {"any": ["thing"]}}

    assert asking.post("/look-up", given).status_code == 200


def test_numbers_may_come_as_numbers(asking: Program) -> None:
    given = {"number": 12345678, "code": 11002300111, "amount": 264.5}

    assert asking.post("/look-up", given).status_code == 200
    question = Lookup.objects.get().question
    assert (question["number"], question["amount"]) == ("12345678", "264.50")


NO_QUESTIONS = {
    "空": "",
    "半个": "{",
    "列表": "[]",
    "文字": '"25112000000012345678"',
    "空值": "null",
    "不是UTF-8": b"\xff\xfe{}",
    "丢了位的号码": '{"number": 2.5112e19}',
    "字段里是对象": '{"number": {"a": 1}}',
    "字段里是列表": '{"text": ["x"]}',
    "字段里是真假": '{"number": true}',
    "很深": "[" * 5000,
    "孤立代理": '{"number": "\\ud800"}',
}


@pytest.mark.parametrize("body", NO_QUESTIONS.values(), ids=NO_QUESTIONS)
def test_a_body_that_is_no_question_is_refused_in_words(asking: Program, body: str | bytes) -> None:
    response = asking.post("/look-up", body)

    assert response.status_code == 422
    assert response.json()["error"]["id"] in {"bad_json", "bad_field"}
    assert not Lookup.objects.exists()


def test_a_body_of_megabytes_is_refused(asking: Program) -> None:
    response = asking.post("/look-up", {"text": "x" * 3_000_000})

    assert response.status_code == 413
    assert response.json()["error"]["id"] == "too_large"


TYPED = {
    "SQL": "'; drop table store_invoice; --",
    "HTML": "<script>alert(1)</script>",
    "NUL": "\0",
    "很长": "％" * 1000,
    "图画字": "🧾",
    "反向": "25112000000012345678\u202e",
    "模板": "{{ 7*7 }}",
    "路径": "../../etc/passwd",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("field", ["text", "number", "code", "date", "amount", "buyer", "answer"])
def test_anything_typed_gets_an_answer(asking: Program, field: str, text: str) -> None:
    response = asking.post("/look-up", {field: text})

    assert response.status_code == 200
    assert response.json()["causes"]


def test_a_form_does_as_well_as_json(asking: Program) -> None:
    response = asking.client.post(
        "/api/v1/look-up", {"number": NUMBER, "date": "20250104"}, headers=asking.headers
    )

    assert response.status_code == 200
    assert Lookup.objects.get().question["date"] == "20250104"


@pytest.mark.parametrize("encoding", ["zlib", "hex", "idna", "utf-16", "rot13", "gbk"])
def test_a_request_cannot_choose_how_it_is_read(asking: Program, encoding: str) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = asking.client.generic(
            "POST",
            "/api/v1/look-up",
            b'{"number": "25112000000012345678"}',
            content_type=f"{kind}; boundary=x; charset={encoding}",
            headers=asking.headers,
        )

        assert response.status_code in {200, 422}


def test_only_posting_asks(asking: Program) -> None:
    response = asking.get("/look-up")

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert response.json()["error"]["id"] == "method"


SOLE_TRADER = "11010119900307851501"
BORN = "110101199003078515"


@pytest.mark.parametrize("tax_id", [SOLE_TRADER, BORN])
def test_a_natural_person_s_tax_id_is_masked_wherever_it_stands(
    asking: Program, clerk: Person, entity: Entity, tax_id: str
) -> None:
    held = hold(clerk, entity, seller_tax_id=tax_id, seller_name="李记小吃店")
    given = {"number": held.number, "seller": tax_id, "text": f"税号{tax_id}"}

    told = asking.post("/look-up", given)
    again = asking.get(f"/look-ups/{told.json()['look_up']}")

    for response in (told, again):
        assert response.json()["invoice"]["seller_tax_id"].startswith("110101****")
        assert response.json()["invoice"]["number"] == held.number
        assert tax_id not in response.content.decode()
