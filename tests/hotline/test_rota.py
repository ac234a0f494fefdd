"""The rota: who plans it, nobody at two telephones at once, shifts that nobody has taken, weeks that are copied."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.receipts import in_words
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from hotline.actions.rota import Planned, assign_shift, call_off_shift, copy_week, plan_shift
from hotline.models import HotlineLine, Shift
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.shifts import HOUR, at, planned

MONDAY = dt.date(2026, 11, 23)


def test_a_shift_with_an_agent_owes_nothing(line: HotlineLine, head: User, agent: User) -> None:
    row = planned(line, head, at(24, 8, 30), agent)

    assert not row.deadlines.exists()
    assert AccessEvent.objects.filter(verb="shift.plan", object_id=row.pk, actor=head).exists()
    assert list(Shift.objects.on_at(at(24, 9))) == [row]
    assert not Shift.objects.on_at(at(24, 12)).exists()


def test_a_shift_without_one_is_due_as_it_begins_and_says_so(line: HotlineLine, head: User, agent: User) -> None:
    row = planned(line, head, at(26, 8, 30))

    duty = row.deadlines.get()
    assert (duty.due_at, duty.kind, duty.climb_at) == (at(26, 8, 30), "shift_gap", at(25, 8, 30))
    assert "2026-11-26 周四 08:30 前" in in_words(duty.derivation)

    assign_shift(row, agent, by=head, at=at(25, 9))
    assert row.deadlines.get().outcome == Deadline.Outcome.MET


def test_its_unit_hears_a_day_before_and_the_city_an_hour_after(
    line: HotlineLine, head: User, tree: ProvinceTree
) -> None:
    row = planned(line, head, at(26, 8, 30))

    told = []
    for moment in (at(25, 8, 0), at(25, 8, 31), at(26, 8, 31), at(26, 9, 31)):
        sweep(moment)
        tell_escalations(moment)
        told.append(set(Notice.objects.filter(object_id=row.pk).values_list("org", "role")))

    own = line.org_id
    assert told[0] == set()
    assert told[1] == {(own, Role.SECTION_HEAD)}
    assert told[2] == {(own, Role.SECTION_HEAD), (own, Role.UNIT_HEAD)}
    assert told[3] == told[2] | {(tree.binzhou.pk, Role.SUPERVISOR)}
    assert row.deadlines.get().desk_id == tree.binzhou.pk


def test_nobody_sits_at_two_telephones_at_once_not_even_by_hand(line: HotlineLine, head: User, agent: User) -> None:
    row = planned(line, head, at(24, 8, 30), agent)

    with pytest.raises(NotAllowed, match="已有班次"):
        planned(line, head, at(24, 10), agent)
    with pytest.raises(NotAllowed, match="已有班次"):
        assign_shift(planned(line, head, at(24, 10)), agent, by=head, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(
            line=line, org=line.org, org_code=line.org_code, agent=agent, begins_at=at(24, 9), ends_at=at(24, 10)
        )
    planned(line, head, row.ends_at, agent)


@pytest.mark.parametrize("role", [Role.AGENT, Role.RECEPTIONIST, Role.SUPERVISOR])
def test_it_is_planned_by_who_leads_the_unit(line: HotlineLine, tree: ProvinceTree, role: Role) -> None:
    with pytest.raises(NotAllowed, match="负责人排定"):
        planned(line, user(tree.bincheng, role), at(24, 8))


def test_a_leader_of_another_county_plans_nothing_and_sees_nothing(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    other = user(tree.huimin, Role.SECTION_HEAD)
    row = planned(line, head, at(24, 8), agent)

    with pytest.raises(NotAllowed, match="接听单位"):
        planned(line, other, at(24, 12))
    with pytest.raises(NotAllowed, match="不能接听本单位"):
        planned(line, head, at(24, 12), user(tree.huimin, Role.AGENT))
    assert not Shift.objects.visible_to(other).exists()
    with rows_of(scope_of(other)):
        assert not Shift.objects.filter(pk=row.pk).exists()


def test_the_city_sees_of_a_rota_below_where_nobody_answers_alone(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    taken, gap = planned(line, head, at(24, 8), agent), planned(line, head, at(25, 8))
    above = user(tree.binzhou, Role.SUPERVISOR)

    assert list(Shift.objects.visible_to(above)) == [gap]
    with rows_of(scope_of(above)):
        assert list(Shift.objects.all()) == [gap]
    assert set(Shift.objects.visible_to(head)) == {taken, gap}


@pytest.mark.parametrize(
    ("begins", "hours", "words"),
    [
        (at(22, 8), 3, "今后一年"),
        (at(24, 8), 25, "24 小时"),
        (at(24, 8), -1, "晚于开始"),
        (at(24, 8) + 400 * 24 * HOUR, 3, "一年"),
    ],
)
def test_odd_times_are_refused(line: HotlineLine, head: User, begins: dt.datetime, hours: float, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        planned(line, head, begins, hours=hours)


def test_a_week_is_copied_with_its_agents_and_leaves_what_stands(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(24, 8, 30), agent)
    planned(line, head, at(25, 8, 30))
    standing = plan_shift(line, Planned(at(30, 8), at(30, 9), agent), by=head, at=NOW)

    made = copy_week(line, MONDAY, 2, by=head, at=NOW)

    assert [(row.begins_at, row.agent) for row in made] == [
        (at(24, 8, 30) + 7 * 24 * HOUR, agent),
        (at(25, 8, 30) + 7 * 24 * HOUR, None),
        (at(24, 8, 30) + 14 * 24 * HOUR, agent),
        (at(25, 8, 30) + 14 * 24 * HOUR, None),
    ]
    assert copy_week(line, MONDAY, 2, by=head, at=NOW) == []
    assert Shift.objects.filter(pk=standing.pk).exists()


def test_who_has_gone_leaves_a_shift_to_be_filled(line: HotlineLine, head: User, agent: User) -> None:
    planned(line, head, at(24, 8, 30), agent)
    agent.is_active = False
    agent.save(update_fields=["is_active"])

    (made,) = copy_week(line, MONDAY, 1, by=head, at=NOW)

    assert made.agent is None
    assert made.deadlines.open().count() == 1


def test_one_that_is_called_off_says_why_and_one_that_had_begun_counts_as_late(line: HotlineLine, head: User) -> None:
    ahead, begun = planned(line, head, at(24, 8)), planned(line, head, at(23, 11))
    with pytest.raises(NotAllowed, match="理由"):
        call_off_shift(ahead, reason=" ", by=head, at=NOW)

    call_off_shift(ahead, reason="放假", by=head, at=NOW)
    call_off_shift(begun, reason="无人可派", by=head, at=at(23, 12))

    assert ahead.deadlines.get().outcome == Deadline.Outcome.CANCELLED
    assert begun.deadlines.get().outcome == Deadline.Outcome.LATE
    with pytest.raises(NotAllowed, match="已经取消"):
        call_off_shift(ahead, reason="放假", by=head, at=NOW)
