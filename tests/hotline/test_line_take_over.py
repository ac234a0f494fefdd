"""When a unit is merged, its successor answers its numbers and reads its calls, which nobody else could."""

import datetime as dt

import pytest

from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from hotline.actions.call_backs import take_missed
from hotline.models import Call, HotlineLine
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made
from tests.hotline.lines import opened
from tests.hotline.phones import registered

pytestmark = pytest.mark.usefixtures("law")
LATER, TODAY = NOW + dt.timedelta(days=3), dt.date(2026, 11, 26)


def test_the_successor_answers_its_number_calls_back_and_reads_what_was_said(tree: ProvinceTree) -> None:
    head, agent = user(tree.huimin, Role.SECTION_HEAD), user(tree.huimin, Role.AGENT)
    line = opened(head)
    done = made(answered(line, agent), "dismiss", by=agent)
    owed = take_missed(line, phone=PHONE, rang_at=NOW, by=agent, at=NOW)

    switch = registered(tree.huimin)[0]

    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.zouping, on=TODAY, at=LATER)

    switch.refresh_from_db()
    assert (switch.org, switch.org_code) == (tree.zouping, tree.zouping.code)
    line.refresh_from_db()
    assert (line.org, line.org_code, line.closed_on) == (tree.zouping, tree.zouping.code, None)
    assert set(Call.objects.visible_to(user(tree.zouping, Role.AGENT))) == {done, owed}
    assert {duty.org for duty in owed.deadlines.open()} == {tree.zouping}


def test_a_number_that_both_answered_is_one_line(tree: ProvinceTree) -> None:
    doubled = opened(user(tree.huimin, Role.SECTION_HEAD))
    kept = opened(user(tree.zouping, Role.SECTION_HEAD))

    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.zouping, on=TODAY, at=LATER)

    doubled.refresh_from_db()
    assert doubled.closed_on == TODAY
    assert list(HotlineLine.objects.filter(org=tree.zouping)) == [kept]
