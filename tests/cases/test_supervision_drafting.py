"""Drafts of orders by the machine: from which lateness, for whom, each exactly once, whoever runs beside."""

import datetime as dt
from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions.supervision_drafting import _DRAFT, _draft, _parameters, draft_orders
from cases.models import Petition, SupervisionOrder
from cases.tasks import draft_supervision_orders
from cases.workflow import OrderState
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.notices.models import Notice
from fedportal.orgs.models import Organization
from tests.cases.lives import DAY, accepted, handled, make_line
from tests.cases.orders import drafted, issued, stepped
from tests.cases.posted import posted
from tests.cases.samples import NOW, moved, petition, risen
from tests.deadlines.test_engine_concurrency import side_by_side
from tests.factories import ProvinceTree, org, user

pytestmark = pytest.mark.usefixtures("law")

# Working days after the notice's last moment: step 4 after 7, step 5 after 15, step 6 after 30.
STEP_3, STEP_4, STEP_5, STEP_6 = (NOW + (15 + days) * DAY for days in (6, 11, 24, 50))


def late(place: Organization, **fields: object) -> Petition:
    """Registered there on day zero, and nobody told the petitioner."""
    return petition(user(place, Role.UNIT_HEAD), **fields)


def drafts() -> list[tuple[str, str, str, str]]:
    rows = SupervisionOrder.objects.order_by("pk").select_related("issuer", "receiver")
    return [(row.issuer.region_name, row.receiver.region_name, row.cause, row.state) for row in rows]


def test_seven_working_days_of_lateness_bring_the_citys_draft_fifteen_the_provinces(tree: ProvinceTree) -> None:
    row = late(tree.bincheng)

    engine.sweep(STEP_3)
    assert draft_orders(STEP_3) == 0
    engine.sweep(STEP_4)
    assert draft_orders(STEP_4) == 1
    assert drafts() == [("滨州市", "滨城区", "telling", "drafted")]
    engine.sweep(STEP_5)
    assert draft_orders(STEP_5) == 1
    engine.sweep(STEP_6)
    assert draft_orders(STEP_6) == 0

    assert drafts()[1] == ("山东省", "滨城区", "telling", "drafted")
    city, province = SupervisionOrder.objects.order_by("pk")
    assert (city.petition, city.level, city.drafted_by, city.escalation.step) == (row, 2, None, 4)
    assert (province.level, province.escalation.step) == (1, 5)
    assert "书面告知信访人" in city.demand
    events = AccessEvent.objects.filter(verb="supervision.draft").values_list("object_id", "actor")
    assert list(events) == [(city.pk, None), (province.pk, None)]
    told = Notice.objects.filter(escalation=None).values_list("org", "role")
    assert list(told) == [(tree.binzhou.pk, Role.SUPERVISOR), (tree.shandong.pk, Role.SUPERVISOR)]


def test_an_agency_that_keeps_silent_brings_no_order_to_the_federation_that_wrote(tree: ProvinceTree) -> None:
    line = make_line(tree)
    posted(handled(line.county), line.county)
    clock = Deadline.objects.get(kind="letter_reply")
    Deadline.objects.exclude(pk=clock.pk).update(closed_at=NOW, outcome="met")

    engine.sweep(clock.due_at + 100 * DAY)
    clock.refresh_from_db()
    assert clock.step >= 5  # it has climbed to where others bring a draft
    assert draft_orders(clock.due_at + 100 * DAY) == 0


def test_a_late_run_finds_both_and_a_second_one_none(tree: ProvinceTree) -> None:
    late(tree.bincheng)
    engine.sweep(STEP_6)

    draft_supervision_orders()
    assert sorted(drafts()) == [
        ("山东省", "滨城区", "telling", "drafted"),
        ("滨州市", "滨城区", "telling", "drafted"),
    ]
    draft_supervision_orders()

    assert len(drafts()) == 2


def test_a_person_issues_the_draft_and_the_paper_names_the_missed_limit(tree: ProvinceTree) -> None:
    late(tree.bincheng)
    engine.sweep(STEP_4)
    draft_orders(STEP_4)

    order = stepped(SupervisionOrder.objects.get(), "issue", by=user(tree.binzhou, Role.SUPERVISOR), at=STEP_4)

    assert (
        "“告知受理情况”应当于 2026-12-08 周二 前完成（《信访工作条例》第二十三条），至今未办。" in order.document.body
    )


def test_a_discarded_draft_does_not_come_back(tree: ProvinceTree) -> None:
    late(tree.bincheng)
    engine.sweep(STEP_4)
    draft_orders(STEP_4)
    stepped(SupervisionOrder.objects.get(), "discard", by=user(tree.binzhou, Role.SUPERVISOR), note="已电话督促。")

    assert draft_orders(STEP_4 + DAY) == 0


def test_a_unit_is_not_told_to_supervise_itself(tree: ProvinceTree) -> None:
    late(tree.binzhou)
    late(tree.shandong)

    engine.sweep(STEP_4)
    assert draft_orders(STEP_4) == 0
    engine.sweep(STEP_6)
    draft_orders(STEP_6)

    assert drafts() == [("山东省", "滨州市", "telling", "drafted")]


def test_a_county_right_under_the_province_gets_one_order_at_a_time(tree: ProvinceTree) -> None:
    late(org("379001", "直管县", parent=tree.shandong))
    engine.sweep(STEP_5)

    draft_orders(STEP_5)
    assert drafts() == [("山东省", "直管县", "telling", "drafted")]
    stepped(SupervisionOrder.objects.get(), "discard", by=user(tree.shandong, Role.SUPERVISOR), note="已督促。")
    draft_orders(STEP_5)

    assert [row[3] for row in drafts()] == ["discarded", "drafted"]


def test_no_draft_beside_an_order_that_is_under_way(tree: ProvinceTree) -> None:
    row, officer = late(tree.bincheng), user(tree.binzhou, Role.SUPERVISOR)
    order = issued(row, by=officer)
    engine.sweep(STEP_4)

    assert draft_orders(STEP_4) == 0
    stepped(order, "withdraw", by=officer, at=STEP_4, note="另行督办。")

    assert draft_orders(STEP_4) == 1


def test_what_was_done_or_concluded_in_time_for_the_run_is_left_alone(tree: ProvinceTree) -> None:
    done, concluded, open_ = (late(tree.bincheng) for _ in range(3))
    clerk = user(tree.bincheng, Role.SECTION_HEAD)
    engine.sweep(STEP_4)
    moved(done, "accept", by=clerk, at=STEP_4, route="duty", told_how="phone")
    moved(concluded, "withdraw", by=clerk, at=STEP_4, note="撤回。", withdrawn_how="phone", safety="已核实。")

    draft_orders(STEP_4)

    assert list(SupervisionOrder.objects.values_list("petition", flat=True)) == [open_.pk]


def test_late_handling_has_its_own_cause_and_a_late_answer_makes_no_order_about_the_order(tree: ProvinceTree) -> None:
    line = make_line(tree)
    row = accepted(line.county)
    order = issued(row, by=line.city.head)
    late_by = NOW + 100 * DAY
    engine.sweep(late_by)
    assert order.clock.escalations.filter(step=3).exists()

    draft_orders(late_by)

    assert drafts()[1:] == [("山东省", "滨城区", "handling", "drafted")]


def test_a_draft_is_seen_above_and_not_by_the_unit_that_it_is_for(tree: ProvinceTree) -> None:
    risen(late(tree.bincheng), tree.shandong)
    engine.sweep(STEP_4)
    draft_orders(STEP_4)

    def seen(place: Organization) -> int:
        return SupervisionOrder.objects.visible_to(user(place, Role.UNIT_HEAD)).count()

    places = (tree.bincheng, tree.huimin, tree.binzhou, tree.dongying, tree.shandong, tree.hubei)
    assert [seen(place) for place in places] == [0, 0, 1, 0, 1, 0]


def test_the_work_queue_holds_what_waits_for_this_unit_and_role(tree: ProvinceTree) -> None:
    officer, head, clerk = (
        user(tree.binzhou, Role.SUPERVISOR),
        user(tree.bincheng, Role.UNIT_HEAD),
        user(tree.binzhou, Role.RECEPTIONIST),
    )
    draft = drafted(late(tree.bincheng), by=officer)
    sent = issued(late(tree.bincheng), by=officer)
    answered = stepped(issued(late(tree.bincheng), by=officer), "reply", by=head, note="已办。")

    waiting = SupervisionOrder.objects.waiting_for
    assert set(waiting(officer)) == {draft, answered}
    assert set(waiting(head)) == {sent}
    assert set(waiting(clerk)) == set()
    assert set(waiting(user(tree.shandong, Role.UNIT_HEAD))) == set()


# --- side by side ------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_tasks_at_once_make_one_draft_of_each(tree: ProvinceTree) -> None:
    rows = [late(place) for place in (tree.bincheng, tree.huimin, tree.xiaonan, tree.beizhen) for _ in range(12)]
    engine.sweep(STEP_6)

    made = side_by_side(*[lambda: draft_orders(STEP_6, batch=3)] * 4)

    assert sum(made) == 2 * len(rows) == SupervisionOrder.objects.count()
    per_matter = Counter(SupervisionOrder.objects.values_list("petition", "issuer"))
    assert set(per_matter.values()) == {1}
    assert AccessEvent.objects.filter(verb="supervision.draft").count() == 2 * len(rows)


@pytest.mark.django_db(transaction=True)
def test_a_petition_that_somebody_works_on_waits_for_the_next_run(tree: ProvinceTree) -> None:
    locked, free = late(tree.bincheng), late(tree.huimin)
    engine.sweep(STEP_4)

    with transaction.atomic():
        Petition.objects.select_for_update().get(pk=locked.pk)
        side_by_side(lambda: draft_orders(STEP_4))
        assert list(SupervisionOrder.objects.values_list("petition", flat=True)) == [free.pk]
    draft_orders(STEP_4)

    assert SupervisionOrder.objects.filter(petition=locked).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_that_dies_leaves_nothing_and_loses_nothing(tree: ProvinceTree) -> None:
    late(tree.bincheng)
    engine.sweep(STEP_4)

    with pytest.raises(KeyboardInterrupt):
        _draft_and_die()
    assert (SupervisionOrder.objects.count(), Notice.objects.filter(escalation=None).count()) == (0, 0)

    assert draft_orders(STEP_4) == 1


@transaction.atomic
def _draft_and_die() -> None:
    assert _draft(STEP_4, 10) == 1
    raise KeyboardInterrupt


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.sampled_from(["village", "bincheng", "huimin", "binzhou", "shandong", "humen"]), max_size=5),
    runs=st.lists(st.integers(10, 90), min_size=1, max_size=5),
    batch=st.integers(1, 4),
)
def test_whenever_the_runs_come_each_late_duty_has_its_orders_and_no_more(
    tree: ProvinceTree, places: list[str], runs: list[int], batch: int
) -> None:
    with transaction.atomic():
        rows = [late(getattr(tree, place)) for place in places]
        for days in sorted(runs):
            engine.sweep(NOW + days * DAY)
            draft_orders(NOW + days * DAY, batch=batch)

        expected = {(row.pk, desk) for row in rows for desk in _desks(row, NOW + max(runs) * DAY)}
        assert set(SupervisionOrder.objects.values_list("petition", "issuer")) == expected
        assert SupervisionOrder.objects.count() == len(expected)
        assert not SupervisionOrder.objects.exclude(state=OrderState.DRAFTED).exists()
        transaction.set_rollback(True)


def _desks(row: Petition, at: dt.datetime) -> set[int]:
    """Where the duty's climbs to the fourth and fifth step went, unless that is the unit that owes it."""
    climbs = row.deadlines.get().escalations.filter(step__in=(4, 5), at__lte=at).exclude(to_desk=row.org)
    return set(climbs.values_list("to_desk", flat=True))


@pytest.mark.usefixtures("database_owner")
def test_a_run_looks_at_what_has_climbed_far_and_not_at_every_duty(tree: ProvinceTree) -> None:
    opener = DeadlineOpener.load(NOW.date())
    subjects = (Organization(pk=number) for number in range(1, 3_001))
    fresh = [opener.build(each, "notice", org=tree.huimin, start=NOW, at=NOW) for each in subjects]
    late(tree.bincheng)
    engine.sweep(STEP_4)
    Deadline.objects.bulk_create(fresh)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE deadlines_deadline")
        cursor.execute(f"EXPLAIN {_DRAFT}", _parameters(STEP_4, 10))
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "deadline_far_up" in plan
