"""The moment of a rung, held together in its two forms: the sweep's SQL and clock.rung_moment."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise, product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline, DeadlineRule, Ladder, Rung
from fedportal.orgs.models import Organization
from tests.deadlines.duties import SHANGHAI, local
from tests.deadlines.plain_model import plain_of
from tests.drawing import examples
from tests.factories import ProvinceTree

MIDDAY = dt.datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
Span = tuple[dt.datetime, dt.datetime]  # from the start of a limit to its last moment
Rungs = Callable[[], list[tuple[Ladder, Rung]]]

pytestmark = pytest.mark.usefixtures("law")


def every_rung() -> list[tuple[Ladder, Rung]]:
    return [(ladder, rung) for ladder in Ladder.objects.prefetch_related("rungs") for rung in ladder.rungs.all()]


def one_rung_before_each_moment() -> list[tuple[Ladder, Rung]]:
    """Many ladders say the same of what comes behind a rung: so much before or after the same end of the limit."""
    before: dict[tuple[object, ...], tuple[Ladder, Rung]] = {}
    for (ladder, rung), (_, after) in pairwise([*every_rung(), (None, None)]):
        if after is None or after.ladder_id != ladder.pk:
            before["again", ladder.remind_amount, ladder.remind_unit] = ladder, rung
        else:
            before[ladder.base, after.amount, after.unit, after.share] = ladder, rung
    return list(before.values())


def deadlines_on(
    rungs: list[tuple[Ladder, Rung]], org: Organization, spans: list[Span], *, at: dt.datetime
) -> list[Deadline]:
    """One deadline for each of these rungs and each span, all due to climb at that moment."""
    rule, subject = DeadlineRule.objects.get(code="notice"), ContentType.objects.get_for_model(org)
    return Deadline.objects.bulk_create(
        Deadline(
            content_type=subject,
            object_id=number,
            kind="notice",
            rule=rule,
            ladder=ladder,
            org=org,
            org_code=org.code,
            desk=org,
            opened_at=opened_at,
            due_at=due_at,
            derivation={},
            step=rung.step - 1,
            next_step=rung.step,
            climb_at=at,
        )
        for number, ((ladder, rung), (opened_at, due_at)) in enumerate(product(rungs, spans))
    )


def assert_sql_agrees_with_python(
    tree: ProvinceTree, spans: list[Span], *, at: dt.datetime = MIDDAY, rungs: Rungs = every_rung
) -> None:
    days = WorkingDays.load()
    with transaction.atomic():
        rows = deadlines_on(rungs(), tree.bincheng, spans, at=at)
        engine.climb(at, batch=len(rows))
        stored = Deadline.objects.in_bulk([row.pk for row in rows])
        transaction.set_rollback(True)

    wanted = {row.pk: _climbed_in_python(row, days, at) for row in rows}
    planned = {pk: None if row.quarantined_at else row.climb_at for pk, row in stored.items()}
    assert planned == wanted


def _climbed_in_python(row: Deadline, days: WorkingDays, at: dt.datetime) -> dt.datetime | None:
    """The moment of the rung after the next; None where the calendar does not reach it."""
    twin = plain_of(row, days, from_step=row.next_step, starts_at=at)
    twin.step = row.step
    twin.climb(at)
    return None if twin.quarantined else twin.climb_at


@pytest.mark.parametrize(
    "first",
    ["2025-12-22", "2026-02-08", "2026-04-01", "2026-09-18", "2023-12-25", "2024-02-05", "2020-01-20", "2008-01-30"],
    ids=[
        "year's end",
        "Spring Festival",
        "Tomb-Sweeping",
        "autumn",
        "New Year 2024",
        "2024",
        "2020, prolonged",
        "2008",
    ],
)
def test_both_forms_agree_on_every_day_around_the_holidays(tree: ProvinceTree, first: str) -> None:
    days = [local(first) + dt.timedelta(days=n) for n in range(24)]
    clocks = [dt.timedelta(), dt.timedelta(hours=7, minutes=59), dt.timedelta(hours=23, minutes=59, seconds=59)]
    spans = [(day + clock - dt.timedelta(days=15, hours=3), day + clock) for day in days for clock in clocks]

    assert_sql_agrees_with_python(tree, spans, rungs=one_rung_before_each_moment)


@pytest.mark.parametrize(
    "at",
    [
        "2025-12-31T23:59:59",
        "2026-01-01T00:00:00",
        "2026-02-14T12:00:00",
        "2026-02-22T08:00:00",
        "2027-12-30T00:00:00",
    ],
)
def test_reminders_agree_whenever_the_sweep_runs(tree: ProvinceTree, at: str) -> None:
    received = local("2024-05-06T09:00:00")

    assert_sql_agrees_with_python(tree, [(received, received + dt.timedelta(days=15))], at=local(at))


@pytest.mark.parametrize(
    "due",
    [
        "2004-01-01T10:00:00",
        "2004-01-05T10:00:00",
        "2027-11-20T10:00:00",
        "2027-12-24T23:59:59",
        "2027-12-31T23:59:59",
    ],
)
def test_both_forms_see_the_calendar_end_alike(tree: ProvinceTree, due: str) -> None:
    assert_sql_agrees_with_python(tree, [(local(due) - dt.timedelta(days=15), local(due))])


starts = st.timedeltas(dt.timedelta(), dt.timedelta(days=8_600)).map(
    lambda after: local("2004-02-01T00:00:00") + after
)
lengths = st.timedeltas(dt.timedelta(), dt.timedelta(days=190))
spans = st.tuples(starts, lengths).map(lambda drawn: (drawn[0], drawn[0] + drawn[1]))


@settings(max_examples=examples(5, 12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(spans, min_size=20, max_size=60))
def test_both_forms_agree_on_any_date_of_two_decades(tree: ProvinceTree, spans: list[Span]) -> None:
    assert_sql_agrees_with_python(tree, spans, rungs=one_rung_before_each_moment)
