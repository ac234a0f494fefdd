"""What the State Council's notice does to open deadlines."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.calendar.actions import publish_year
from fedportal.calendar.models import CalendarEdition
from fedportal.deadlines import actions, engine
from fedportal.deadlines.ladders import ORDINARY
from fedportal.deadlines.limits import Limit, Unit
from fedportal.deadlines.models import Deadline, Rung
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.deadlines.receipts import in_words
from fedportal.deadlines.recompute import recompute, replaced_editions
from fedportal.deadlines.rule_actions import sync_rules
from fedportal.orgs.models import Organization
from tests import factories
from tests.factories import ProvinceTree

SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLISHED = dt.datetime(2026, 12, 20, 15, 0, tzinfo=SHANGHAI)
NOW = dt.datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI)
OBJECTION = Limit(
    "objection", "objection", "提出异议", 5, Unit.WORKING_DAY, "《信访工作条例》第二十三条第三款", "收到之日"
)

pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture
def admin(tree: ProvinceTree) -> User:
    sync_rules([OBJECTION], [ORDINARY], on=dt.date(2026, 1, 5))
    return factories.user(tree.shandong, Role.SYS_ADMIN)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def open_on(tree: ProvinceTree, day: str, code: str = "objection", *, org: Organization | None = None) -> Deadline:
    """A deadline whose subject is the unit itself."""
    org, start = org or tree.bincheng, local(f"{day} 10:00")
    return actions.open_deadline(org, code, org=org, start=start, at=start)


def publish(admin: User, *, at: dt.datetime = PUBLISHED) -> CalendarEdition:
    """New Year of 2027 as three days off and a Saturday worked, instead of the one day estimated."""
    return publish_year(
        2027,
        holidays={dt.date(2027, 1, day): "元旦" for day in (1, 2, 3, 4)},
        makeup={dt.date(2027, 1, 9): "元旦"},
        reference="国办发明电〔2026〕7号",
        by=admin,
        at=at,
    )


def test_a_limit_in_working_days_moves_and_keeps_what_it_said(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    estimate = CalendarEdition.objects.get(year=2027)
    edition = publish(admin)

    assert recompute(NOW) == 1

    row.refresh_from_db()
    assert row.due_at == local("2027-01-07 23:59:59")
    assert row.derivation["provisional"] is False
    assert edition.pk in row.derivation["calendar_editions"]
    assert row.derivation["recomputed"] == [
        {
            "due": "2027-01-06T23:59:59+08:00",
            "calendar_editions": sorted({estimate.pk, CalendarEdition.objects.get(year=2026).pk}),
            "at": NOW.isoformat(),
        }
    ]
    assert "原推算为 2027-01-06 周三 24 时前" in in_words(row.derivation)


def test_the_next_rung_follows_the_last_moment(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    engine.sweep(local("2027-01-02 09:00"))  # the blue rung is climbed, the yellow one waits
    row.refresh_from_db()
    assert (row.step, row.climb_at) == (0, local("2027-01-04 23:59:59"))
    publish(admin)

    recompute(local("2027-01-02 10:00"))

    row.refresh_from_db()
    assert (row.step, row.climb_at) == (0, local("2027-01-05 23:59:59"))


def test_a_limit_in_days_stays_and_its_rungs_in_working_days_move(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-20", code="notice")
    engine.sweep(local("2026-12-30 08:00"))
    row.refresh_from_db()
    before = (row.step, row.due_at, row.climb_at)
    assert before == (0, local("2027-01-04 23:59:59"), local("2026-12-30 23:59:59"))
    publish(admin)

    recompute(NOW)

    row.refresh_from_db()
    # 4 January has become a day off: two working days before it is 30 December by the number of 31 December
    assert (row.step, row.due_at, row.climb_at) == (0, local("2027-01-04 23:59:59"), local("2026-12-29 23:59:59"))


def test_what_has_been_climbed_stays_climbed(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    after = local("2027-01-07 00:30")
    engine.sweep(after)  # overdue by the estimate
    row.refresh_from_db()
    climbed = (row.step, row.cycle, row.light, row.desk, row.escalations.count())
    publish(admin, at=after)

    recompute(after)

    row.refresh_from_db()
    assert (row.step, row.cycle, row.light, row.desk, row.escalations.count()) == climbed
    assert row.due_at == local("2027-01-07 23:59:59")
    assert engine.sweep(after).climbed == 0


def test_an_extended_deadline_keeps_the_date_it_was_granted(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    granted = local("2027-01-20 23:59:59")
    actions.extend(row, due_at=granted, by=factories.user(tree.bincheng, Role.UNIT_HEAD), reason="取证", at=NOW)
    edition = publish(admin)

    recompute(NOW)

    row.refresh_from_db()
    assert row.due_at == granted
    assert edition.pk in row.derivation["calendar_editions"]
    assert "recomputed" not in row.derivation


def test_a_closed_deadline_stays_as_it_was(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    actions.meet_deadlines(tree.bincheng, kinds=["objection"], at=NOW)
    publish(admin)

    assert recompute(NOW) == 0
    row.refresh_from_db()
    assert row.due_at == local("2027-01-06 23:59:59")


def test_a_deadline_within_a_confirmed_year_stays(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-11-23")
    before = row.derivation
    publish(admin)

    assert recompute(local("2026-12-20 16:00")) == 0
    row.refresh_from_db()
    assert row.derivation == before


def test_running_again_changes_nothing(tree: ProvinceTree, admin: User) -> None:
    for day, org in (("2026-12-28", tree.bincheng), ("2026-12-29", tree.huimin), ("2026-12-30", tree.zouping)):
        open_on(tree, day, org=org)
    open_on(tree, "2026-12-20", code="notice")
    publish(admin)
    recompute(NOW)
    before = list(Deadline.objects.order_by("pk").values_list("due_at", "climb_at", "derivation"))

    assert recompute(NOW + dt.timedelta(hours=1)) == 0
    assert list(Deadline.objects.order_by("pk").values_list("due_at", "climb_at", "derivation")) == before


def test_a_correction_of_the_correction_is_followed_too(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    publish(admin)
    recompute(NOW)
    publish_year(2027, holidays={dt.date(2027, 1, 1): "元旦"}, makeup={}, reference="更正", by=admin, at=NOW)

    recompute(NOW)

    row.refresh_from_db()
    assert row.due_at == local("2027-01-06 23:59:59")
    assert [step["due"][:10] for step in row.derivation["recomputed"]] == ["2027-01-06", "2027-01-07"]


def test_editions_that_have_a_successor_count_as_replaced(tree: ProvinceTree, admin: User) -> None:
    estimate = CalendarEdition.objects.get(year=2027)
    assert replaced_editions() == []

    publish(admin)

    assert replaced_editions() == [estimate.pk]


def test_is_written_down(tree: ProvinceTree, admin: User) -> None:
    row = open_on(tree, "2026-12-29")
    publish(admin)

    recompute(NOW)

    event = AccessEvent.objects.get(verb="deadline.recompute")
    assert (event.at, event.actor, event.detail) == (NOW, None, {"deadlines": [row.pk]})


def test_every_pending_rung_stands_where_the_clock_puts_it(tree: ProvinceTree, admin: User) -> None:
    opener = DeadlineOpener.load(NOW.date())
    starts = [NOW - dt.timedelta(days=20) + dt.timedelta(hours=7 * n) for n in range(60)]
    orgs = Organization.objects.order_by("pk")[:2]
    rows = [
        opener.build(org, code, org=org, start=start, at=start)
        for org in orgs
        for code in ("notice", "objection")
        for start in starts
    ]
    for number, row in enumerate(rows):
        row.object_id, row.step = number, row.next_step - 1
    for row in rows[::2]:  # half of them wait for the rung after the due moment
        row.step, row.next_step = 2, 3
        row.climb_at = opener.moment_of(rung_of(row), row.ladder, opened_at=row.opened_at, due_at=row.due_at)
    Deadline.objects.bulk_create(rows)
    publish(admin)

    recompute(NOW)

    opener = DeadlineOpener.load(NOW.date())
    moved = 0
    for before, row in zip(rows, Deadline.objects.order_by("object_id"), strict=True):
        expected = opener.moment_of(rung_of(row), row.ladder, opened_at=row.opened_at, due_at=row.due_at)
        assert row.climb_at == (expected if before.climb_at > NOW else before.climb_at)
        moved += row.climb_at != before.climb_at
    assert moved > 20


def rung_of(row: Deadline) -> Rung:
    return row.ladder.rungs.get(step=row.next_step)
