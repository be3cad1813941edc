"""抬头核对: the buyer beside our companies and the asker, letter by letter."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.actions.papers import sale
from tests.web.desk import browse, text

from chapiao.actions.look_up import look_up
from chapiao.actions.papers import set_papers
from chapiao.diagnosis.question import Question
from chapiao.invoice.party_check import Company, Relation, check_party
from chapiao.store.models import Person

YUNSHAN = Company(
    name="北京云杉科技（集团）有限公司",
    tax_id="91110108MA01YXKJ05",
    former_names=("北京云杉里软件有限公司",),
    former_tax_ids=("110108123456789",),
)
SISTER = Company(name="北京青禾餐饮有限公司", tax_id="91110105MA02QHCY0U")
MINE, OLD = YUNSHAN.tax_id, "110108123456789"


@pytest.mark.parametrize(
    ("name", "tax_id", "relation"),
    [
        ("北京云杉科技（集团）有限公司", MINE, Relation.SAME),
        ("北京云杉科技(集团) 有限公司", MINE, Relation.FORM),
        ("北京云杉科技(集团)有限公司", "", Relation.FORM),
        ("", MINE, Relation.SAME),
        ("北京云杉里软件有限公司", MINE, Relation.FORMER),
        ("北京云杉里软件有限公司", "", Relation.FORMER),
        ("北京云杉科技（集团）有限公司", OLD, Relation.FORMER),
        ("北京云衫科技（集团）有限公司", MINE, Relation.NAME_DIFFERS),
        ("北京云杉科技（集团）有限公司", "91110108MA01YXKJ06", Relation.ID_DIFFERS),
        ("北京云杉科技（集团）有限公司海淀分公司", "91110108MA00000009", Relation.BRANCH),
        ("北京云衫科技（集团）有限公司", "91110108MA00000009", Relation.OTHER),
        ("天津远山商贸有限公司", "91110108MA00000009", Relation.OTHER),
        ("王敏", "", Relation.PERSON),
        ("王敏（个人）", "", Relation.PERSON),
        ("李强", "", Relation.OTHER_PERSON),
        ("王敏", "110101199003078515", Relation.PERSON),
    ],
)
def test_how_a_buyer_stands_to_us(name: str, tax_id: str, relation: Relation) -> None:
    found = check_party(name, tax_id, [SISTER, YUNSHAN], "王敏")

    assert found is not None
    assert found.relation is relation


def test_differing_letters_are_marked_on_both_sides() -> None:
    found = check_party("北京云衫科技（集团）有限公司", MINE, [YUNSHAN], "")

    assert found is not None
    assert found.name is not None
    assert [one.text for one in found.name.one if one.differs] == ["衫"]
    assert [one.text for one in found.name.other if one.differs] == ["杉"]


def test_a_face_that_names_nobody_is_compared_with_nobody() -> None:
    assert check_party("", "", [YUNSHAN], "王敏") is None


def test_the_answer_page_marks_them(clerk: Person, now: datetime) -> None:
    file = sale(1, buyer_name="北京云衫科技有限公司")
    answer = look_up(asker=clerk, question=Question(file=file), now=now)

    shown = text(browse(clerk).get(f"/look-ups/{answer.pk}/"))

    assert "税号是本单位的，名称不同" in shown
    assert "北京云<mark>衫</mark>科技有限公司" in shown
    assert "北京云<mark>杉</mark>科技有限公司" in shown


@pytest.mark.parametrize(
    ("name", "number", "differs"),
    [
        ("王敏", "110101199003078515", ""),
        ("李强", "110101199003078515", "姓名"),
        ("王敏", "110101199001011237", "证件号码"),
    ],
)
def test_a_personal_title_is_compared_with_the_askers_own_papers(
    clerk: Person, admin: Person, now: datetime, name: str, number: str, differs: str
) -> None:
    set_papers(
        by=admin, person=clerk, full_name="", id_number="110101199003078515", phone="", now=now
    )
    file = sale(1, buyer_name=name, buyer_tax_id=number)

    answer = look_up(asker=clerk, question=Question(file=file), now=now)

    causes = {one["id"]: one["says"] for one in answer.answer["causes"]}
    assert ("identity_mismatch" in causes) == bool(differs)
    assert differs in causes.get("identity_mismatch", "")
    assert number not in text(browse(clerk).get(f"/look-ups/{answer.pk}/"))
