"""When a unit is renamed, moved or merged, its successor goes on with its work, and nothing climbs past it."""

import datetime as dt

import pytest

from cases.actions.complaints import file_complaint
from cases.actions.follow_up import plan_visit
from cases.models import Petition, SupervisionOrder
from cases.timeline import timeline
from cases.workflow import OrderState, Route, ToldHow
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.rule_actions import override_rule
from fedportal.directory.actions import orgs
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from fedportal.orgs.models import Organization
from tests.cases.orders import drafted, issued, stepped
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree, org, user

pytestmark = pytest.mark.usefixtures("law")

LATER = NOW + dt.timedelta(days=30)  # the notice of fifteen days is long overdue
TODAY = dt.date(2026, 12, 23)


@pytest.fixture
def admin(tree: ProvinceTree) -> User:
    return user(tree.shandong, Role.SEC_ADMIN)


@pytest.fixture
def receptionist(tree: ProvinceTree) -> User:
    return user(tree.huimin, Role.RECEPTIONIST)


def renamed(tree: ProvinceTree, admin: User) -> Organization:
    return orgs.succeed(
        tree.huimin, by=admin, code=tree.huimin.code, name="惠民市", parent=tree.binzhou, on=TODAY, at=LATER
    )


def moved_away(tree: ProvinceTree, admin: User) -> Organization:
    return orgs.succeed(
        tree.huimin, by=admin, code=370524000000, name="惠民县", parent=tree.dongying, on=TODAY, at=LATER
    )


def merged(tree: ProvinceTree, admin: User) -> Organization:
    return orgs.merge(tree.huimin, by=admin, into=tree.zouping, on=TODAY, at=LATER)


CHANGES = pytest.mark.parametrize("change", [renamed, moved_away, merged])


@CHANGES
def test_the_staff_of_the_successor_go_on_with_the_petition(
    tree: ProvinceTree, admin: User, receptionist: User, change: object
) -> None:
    row = petition(receptionist)

    successor = change(tree, admin)  # type: ignore[operator]

    receptionist.refresh_from_db()
    row = Petition.objects.visible_to(receptionist).get(pk=row.pk)
    assert (row.org, row.org_code, row.place) == (successor, successor.code, successor)
    assert row.number == "鲁惠民妇信〔2026〕000001"
    assert row.registered_org == tree.huimin
    moved(row, "accept", by=receptionist, at=LATER, route=Route.OPINION, told_how=ToldHow.PHONE)
    assert "机构调整，由本单位承接" in [line.title for line in timeline(row)]


@CHANGES
def test_its_duties_are_the_successors_and_climb_from_there(
    tree: ProvinceTree, admin: User, receptionist: User, change: object
) -> None:
    row = petition(receptionist)

    successor = change(tree, admin)  # type: ignore[operator]
    engine.sweep(LATER)

    duty = Deadline.objects.for_subject(row).open().get()
    assert (duty.org, duty.org_code) == (successor, successor.code)
    assert duty.desk == successor.parent


def test_what_had_climbed_lies_with_the_new_superior(tree: ProvinceTree, admin: User, receptionist: User) -> None:
    row = petition(receptionist)
    engine.sweep(LATER)
    assert Deadline.objects.for_subject(row).open().get().desk == tree.binzhou

    moved_away(tree, admin)

    assert Deadline.objects.for_subject(row).open().get().desk == tree.dongying


def test_what_climbed_to_a_superior_that_stays_remains_there(
    tree: ProvinceTree, admin: User, receptionist: User
) -> None:
    row = petition(receptionist)
    engine.sweep(LATER)

    renamed(tree, admin)

    assert Deadline.objects.for_subject(row).open().get().desk == tree.binzhou


def test_the_inbox_and_the_regions_own_limits_go_along(tree: ProvinceTree, admin: User, receptionist: User) -> None:
    petition(receptionist)
    head = user(tree.huimin, Role.SEC_ADMIN)
    rule = override_rule("notice", tree.huimin, amount=10, article="本县规定", valid_from=NOW.date(), by=head, at=NOW)
    engine.sweep(LATER)
    tell_escalations(LATER)
    told = Notice.objects.filter(org=tree.huimin).count()
    assert told

    successor = renamed(tree, admin)

    assert Notice.objects.filter(org=successor).count() == told
    rule.refresh_from_db()
    assert rule.org == successor


def test_a_concluded_petition_goes_along_without_a_word(tree: ProvinceTree, admin: User, receptionist: User) -> None:
    row = petition(receptionist)
    moved(row, "redirect", by=receptionist, at=NOW, competent_organ="公安机关", told_how=ToldHow.PHONE)
    head = user(tree.huimin, Role.UNIT_HEAD)
    moved(row, "close", by=head, at=NOW, note="已告知。")
    before = row.events.count()

    successor = renamed(tree, admin)

    row.refresh_from_db()
    assert row.org == successor
    assert row.events.count() == before


def test_the_neighbours_rows_stay_where_they_are(tree: ProvinceTree, admin: User) -> None:
    theirs = petition(user(tree.bincheng, Role.RECEPTIONIST))
    engine.sweep(LATER)

    moved_away(tree, admin)

    theirs.refresh_from_db()
    assert theirs.org == tree.bincheng
    assert Deadline.objects.for_subject(theirs).open().get().desk == tree.binzhou


def test_a_county_with_towns_takes_their_petitions_along(tree: ProvinceTree, admin: User) -> None:
    worker = user(tree.village, Role.VILLAGE_WORKER)
    row = petition(worker)

    orgs.succeed(tree.bincheng, by=admin, code=371605000000, name="滨城区", parent=tree.binzhou, on=TODAY, at=LATER)

    row.refresh_from_db()
    assert row.org.code == row.org_code == 371605003001
    assert row.org.valid_to is None


def test_planned_visits_and_complaints_go_over_and_whom_the_complaint_was_about_stays(
    tree: ProvinceTree, admin: User, receptionist: User
) -> None:
    row = petition(receptionist)
    plan_visit(row, planned_on=TODAY, by=user(tree.huimin, Role.HANDLER), at=NOW)
    below = petition(user(org("371621001", parent=tree.huimin), Role.TOWNSHIP_WORKER))
    made = file_complaint(below, text="推诿。", channel="phone", received_at=NOW, by=receptionist, at=NOW)

    successor = renamed(tree, admin)

    made.refresh_from_db()
    assert row.follow_ups.get().org == successor
    assert row.deadlines.get(kind="follow_up").org == successor
    assert (made.org, made.org_code) == (successor, successor.code)
    assert made.about == below.org


# --- supervision orders ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "state"),
    [(renamed, OrderState.ISSUED), (merged, OrderState.ISSUED), (moved_away, OrderState.WITHDRAWN)],
)
def test_an_order_goes_over_to_the_successor_while_its_issuer_stands_above(
    tree: ProvinceTree, admin: User, receptionist: User, change: object, state: OrderState
) -> None:
    officer = user(tree.binzhou, Role.SUPERVISOR)
    order = issued(petition(receptionist), by=officer, at=NOW)

    successor = change(tree, admin)  # type: ignore[operator]

    order.refresh_from_db()
    receptionist.refresh_from_db()
    assert (order.state, order.receiver, order.receiver_code) == (state, successor, successor.code)
    if state == OrderState.ISSUED:
        assert order.clock.org == successor
        stepped(order, "reply", by=receptionist, at=LATER, note="已办。")
    else:
        assert (order.ended_note, order.clock.outcome) == ("机构调整", "cancelled")


def test_a_county_that_becomes_part_of_its_issuer_is_not_supervised_by_itself(
    tree: ProvinceTree, admin: User, receptionist: User
) -> None:
    officer = user(tree.binzhou, Role.SUPERVISOR)
    running = issued(petition(receptionist), by=officer, at=NOW)
    draft = drafted(petition(receptionist), by=officer, at=NOW)

    orgs.merge(tree.huimin, by=admin, into=tree.binzhou, on=TODAY, at=LATER)

    states = dict(SupervisionOrder.objects.values_list("pk", "state"))
    assert states == {running.pk: OrderState.WITHDRAWN, draft.pk: OrderState.DISCARDED}
