"""Where a line leads outside its hours, and the president's answering day."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.redirecting import (
    DayPlan,
    Leads,
    end_redirection,
    plan_day,
    record_day,
    redirect_line,
)
from hotline.models import AnsweringDay, HotlineLine, Redirection
from tests.cases.lives import DAY
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened

NIGHT = (dt.time(17, 30), dt.time(8, 30))


def test_a_line_leads_to_the_city_in_hours_of_its_own(line: HotlineLine, head: User, tree: ProvinceTree) -> None:
    row = redirect_line(line, Leads(tree.binzhou, "0543-12338", *NIGHT), by=head, at=NOW)

    assert row.hours_words == "17:30—次日 08:30"
    assert list(Redirection.objects.live(dt.date(2026, 11, 23)).taken_over_by(tree.binzhou)) == [row]
    assert AccessEvent.objects.filter(verb="line.redirect", object_id=line.pk).exists()


def test_another_one_takes_its_place_and_the_last_one_ends(line: HotlineLine, head: User, tree: ProvinceTree) -> None:
    redirect_line(line, Leads(tree.binzhou, "0543-12338"), by=head, at=NOW)
    redirect_line(line, Leads(tree.shandong, "0531-12338"), by=head, at=NOW + DAY)
    assert [row.target for row in Redirection.objects.filter(ended_on=None)] == [tree.shandong]

    end_redirection(line, by=head, at=NOW + 2 * DAY)

    assert not Redirection.objects.live(dt.date(2026, 11, 25)).exists()
    with pytest.raises(NotAllowed, match="没有转接"):
        end_redirection(line, by=head, at=NOW + 2 * DAY)


def test_not_to_a_sister_nor_from_a_line_that_is_answered_anyway(
    line: HotlineLine, head: User, intruder: User, tree: ProvinceTree
) -> None:
    for target in (tree.huimin, tree.dongying, tree.bincheng):
        with pytest.raises(NotAllowed, match="上级妇联"):
            redirect_line(line, Leads(target, "0543-12338"), by=head, at=NOW)
    with pytest.raises(NotAllowed, match="24 小时"):
        redirect_line(
            opened(head, staffing="round", number="0543-5550000"), Leads(tree.binzhou, "0543-12338"), by=head, at=NOW
        )
    with pytest.raises(NotAllowed):
        redirect_line(line, Leads(tree.binzhou, "0543-12338"), by=user(tree.huimin, Role.SECTION_HEAD), at=NOW)
    redirect_line(line, Leads(tree.binzhou, "0543-12338"), by=head, at=NOW)
    with rows_of(scope_of(intruder)):
        assert not Redirection.objects.exists()


@pytest.fixture
def president(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD, name="周敏")


def day(president: User, **changes: object) -> DayPlan:
    facts = {"day": dt.date(2027, 3, 8), "begins": dt.time(9), "ends": dt.time(11), "president": president}
    return DayPlan(**facts | changes)  # type: ignore[arg-type]


def test_the_president_answers_on_a_day_and_what_came_of_it_is_written_once(
    line: HotlineLine, head: User, agent: User, president: User
) -> None:
    row = plan_day(line, day(president, topic="三八维权周"), by=head, at=NOW)
    with pytest.raises(NotAllowed, match="还没有到"):
        record_day(row, answered=3, settled=2, text="咨询为主。", by=agent, at=NOW)

    after = NOW + 106 * DAY
    row = record_day(row, answered=3, settled=2, text="咨询为主。", by=agent, at=after)

    assert (row.answered, row.settled, row.recorded_by) == (3, 2, agent)
    with pytest.raises(NotAllowed, match="已经记录"):
        record_day(row, answered=4, settled=2, text="再记。", by=agent, at=after)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnsweringDay.objects.filter(pk=row.pk).update(settled=9)


def test_somebody_else_does_not_answer_as_the_president(
    line: HotlineLine, head: User, agent: User, president: User, tree: ProvinceTree
) -> None:
    for other in (agent, head, user(tree.huimin, Role.UNIT_HEAD)):
        with pytest.raises(NotAllowed, match="由本单位的主席"):
            plan_day(line, day(other), by=head, at=NOW)
    plan_day(line, day(president), by=head, at=NOW)
    with pytest.raises(NotAllowed, match="已经安排"):
        plan_day(line, day(president), by=head, at=NOW)
    with rows_of(scope_of(user(tree.huimin, Role.UNIT_HEAD))):
        assert not AnsweringDay.objects.exists()
