"""Several like duties of one matter at once: two letters that wait for their answers."""

import pytest
from django.db import IntegrityError, transaction

from cases.law import REPORT_BACK
from fedportal.accounts.roles import Role
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.deadlines.models import Deadline
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, user


def test_like_duties_are_told_apart_by_what_they_are_about(tree: ProvinceTree, law: None) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))
    for item in ("letter:1", "letter:2", "letter:3"):
        open_deadline(row, REPORT_BACK.code, org=tree.bincheng, start=NOW, at=NOW, item=item)

    meet_deadlines(row, kinds=(REPORT_BACK.kind,), at=NOW, item="letter:1")
    cancel_deadlines(row, at=NOW, item="letter:2")

    outcomes = Deadline.objects.for_subject(row).filter(kind=REPORT_BACK.kind).values_list("item", "outcome")
    assert set(outcomes) == {("letter:1", "met"), ("letter:2", "cancelled"), ("letter:3", "")}


def test_one_duty_is_not_owed_twice_at_once(tree: ProvinceTree, law: None) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))
    open_deadline(row, REPORT_BACK.code, org=tree.bincheng, start=NOW, at=NOW, item="letter:1")

    with pytest.raises(IntegrityError, match="deadline_one_open_per_duty"), transaction.atomic():
        open_deadline(row, REPORT_BACK.code, org=tree.bincheng, start=NOW, at=NOW, item="letter:1")
