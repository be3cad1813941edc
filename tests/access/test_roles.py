"""A role that only looks changes no books; a group knows nothing of another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.actions.papers import export, number, sale
from tests.web.desk import hold

from chapiao.actions import hand_in, import_export
from chapiao.demo.paper import einvoice
from chapiao.diagnosis.question import Question
from chapiao.store.models import Entity, FileState, Intake, Invoice, Membership, Person, Role

Give = Callable[[Person], Intake]


@pytest.fixture
def give(work: Callable[[], None]) -> Give:
    """Hand the file of one invoice in, and wait until it is read."""

    def made(giver: Person) -> Intake:
        files = [("票.xml", einvoice.xml(sale(3)))]
        given = hand_in.hand_in(
            giver=giver, files=files, question=Question(), now=timezone.localtime()
        )
        work()
        return given

    return made


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.SUPPORT])
def test_who_only_looks_gets_an_answer_and_changes_no_books(
    clerk: Person, role: Role, give: Give
) -> None:
    Membership.objects.filter(person=clerk).update(role=role)

    [file] = give(clerk).files.all()

    assert file.state == FileState.READ
    assert "只能查看，未收入台账" in file.said
    assert file.lookup is not None
    assert not Invoice.objects.exists()
    with pytest.raises(import_export.NotAllowed, match="角色"):
        import_export.upload(
            person=clerk, name="a.xlsx", data=export(sale(1)), now=timezone.localtime()
        )


def test_a_file_that_another_group_has_is_new_here(
    outsider: Person, clerk: Person, entity: Entity, give: Give
) -> None:
    theirs = hold(outsider, Entity.objects.get(group="远山集团"), place=3)

    [file] = give(clerk).files.all()

    assert "已由其他同事" not in file.said
    assert Invoice.objects.filter(number=number(3)).count() == 2
    assert Invoice.objects.exclude(pk=theirs.pk).get().entity == entity
