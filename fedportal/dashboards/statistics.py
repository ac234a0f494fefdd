"""All figures of a dashboard: one range, one moment, a dozen statements whatever the range holds."""

import datetime as dt
from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cases import statistics as cases
from cases.categories import CATEGORIES, GUARDED
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.alarms import alarms
from fedportal.dashboards.contents import CategoryChange, Contentment, Dashboard, Month, Told, Unit
from fedportal.dashboards.links import Figure, Links
from fedportal.dashboards.months import end_of_month, last_days, midnight, month_to_date, year_of_months
from fedportal.dashboards.periods import reads_running
from fedportal.dashboards.ranges import OWN, Range
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization

CATEGORY_DAYS = 30
TOP_CATEGORIES = 8
# What stands where is told of open matters; of closed ones only a return visit may still be owed.
OPEN = {"open": 1}
LATE_STEPS = (2, 3, 4, 5, 6)  # of the ordinary ladder; others join where they occur


class Counter:
    """Asks for the figures of one range and one reader."""

    def __init__(self, scope: Range, user: User, at: dt.datetime) -> None:
        self.scope, self.user, self.at = scope, user, at
        self.today = timezone.localdate(at)
        self.links = Links(user)
        # An accusation is counted for its readers alone: a number that no list explains gives it away.
        self.petitions = Petition.objects.in_range_of(scope.org).countable_for(user)
        self.duties = Deadline.objects.in_range_of(scope.org)
        if user.can(Can.SEE_CASES):
            hidden = Petition.objects.secret_from(user).order_by().values("pk")
            self.duties = self.duties.exclude(
                content_type=ContentType.objects.get_for_model(Petition), object_id__in=hidden
            )

    def dashboard(self) -> Dashboard:
        rows = cases.standing(self.petitions, self.scope.bounds, self.at)
        told = cases.telling(self.duties, self.scope.bounds, self.at)
        overdue = self._figure(sum(row.overdue for row in rows), **OPEN, overdue=1)
        waiting, late_here = self._desk()
        received, last_month, last_year = self._received()
        return Dashboard(
            at=self.at,
            alarms=alarms(self.scope.org, self.user, self.at),
            waiting=waiting,
            late_here=late_here,
            open=self._figure(sum(row.matters for row in rows), open=1),
            overdue=overdue,
            received=received,
            received_last_month=last_month,
            received_last_year=last_year,
            told=self._told(_together(told), owed_under=self.scope.org.code),
            contentment=self._contentment(),
            lights=self._lights(rows),
            without_duty=sum(row.matters for row in rows if row.light is None),
            steps=self._steps(rows, late_steps(rows), under=self.scope.org.code),
            units=self._units(rows, told),
            months=self._months(overdue),
            categories=self._categories(),
            keeps_guarded=not reads_running(self.user),
        )

    def _figure(self, value: int, **params: object) -> Figure:
        return self.links.figure(value, under=self.scope.org.code, **params)

    def _desk(self) -> tuple[Figure | None, Figure | None]:
        """What lies on the reader's own desk."""
        if self.user.org_id != self.scope.org.pk:
            return None, None
        desk = Deadline.objects.on_desk_of(self.scope.org)
        waiting = self.petitions.with_duty(desk.unacknowledged()).count()
        late = self.petitions.with_duty(desk.overdue(self.at)).count()
        figure = self.links.figure
        return figure(waiting, desk="me", unacknowledged=1), figure(late, desk="me", overdue=1)

    def _received(self) -> tuple[Figure, Figure, Figure]:
        """This month up to today, the same days of last month, and of the same month a year ago."""
        days = month_to_date(self.today)
        compared = {"now": days, "month": days.months_earlier(1), "year": days.months_earlier(12)}
        counts = cases.received_in(self.petitions, {name: days.period for name, days in compared.items()})
        now, month, year = (self._figure(counts[name], **days.params) for name, days in compared.items())
        return now, month, year

    def _contentment(self) -> Contentment:
        found = cases.contentment(self.petitions, self.at)
        unsatisfied = found.rated - found.content
        return Contentment(
            self._figure(found.rated, rated="all"),
            self._figure(found.content, rated="content"),
            self._figure(unsatisfied, rated="unsatisfied"),
        )

    def _lights(self, rows: list[cases.Standing]) -> list[tuple[Light, Figure]]:
        counts: dict[int | None, int] = defaultdict(int)
        for row in rows:
            counts[row.light] += row.matters
        return [(light, self._figure(counts[light], **OPEN, light=light.value)) for light in Light]

    def _steps(self, rows: list[cases.Standing], steps: list[int], **where: object) -> dict[int, Figure]:
        """Overdue matters by the step of their worst duty."""
        late = [row for row in rows if row.worst_is_late]
        counts = {step: sum(row.matters for row in late if row.step == step) for step in steps}
        return {step: self.links.figure(n, **where, **OPEN, overdue=1, step=step) for step, n in counts.items()}

    def _units(self, rows: list[cases.Standing], told: list[cases.Telling]) -> list[Unit]:
        by_unit: dict[int, list[cases.Standing]] = defaultdict(list)
        for row in rows:
            by_unit[row.unit].append(row)
        telling = {row.unit: row for row in told}
        steps = late_steps(rows)
        units = [
            self._unit(unit, self.scope.index_of(unit), by_unit, telling, steps, ("under", "owed_under"))
            for unit in self.scope.units
        ]
        own = self._unit(self.scope.org, OWN, by_unit, telling, steps, ("held_by", "owed_by"))
        return units if own.is_quiet else [*units, own]

    def _unit(
        self,
        org: Organization,
        index: int,
        by_unit: dict[int, list[cases.Standing]],
        telling: dict[int, cases.Telling],
        steps: list[int],
        asked: tuple[str, str],
    ) -> Unit:
        """`asked`: the parameters by which the list asks for what this unit holds, and for what it owes."""
        rows = by_unit[index]
        own = index == OWN
        where, owing = ({name: org.code} for name in asked)
        figure = self.links.figure
        reds = {light: sum(row.matters for row in rows if row.light == light) for light in Light}
        return Unit(
            name="本级" if own else org.region_name,
            code=org.code,
            url="" if own else f"?org={org.code}",
            open=figure(sum(row.matters for row in rows), **where, open=1),
            overdue=figure(sum(row.overdue for row in rows), **where, **OPEN, overdue=1),
            red=figure(reds[Light.RED], **where, **OPEN, light=Light.RED.value),
            deep=figure(reds[Light.DEEP_RED], **where, **OPEN, light=Light.DEEP_RED.value),
            steps=self._steps(rows, steps, **where),
            told=self._told(telling.get(index, cases.Telling(index, 0, 0, None)), **owing),
        )

    def _told(self, row: cases.Telling, **owing: object) -> Told:
        counts = {"due": row.fell_due, "in_time": row.in_time, "late": row.fell_due - row.in_time}
        figures = {told: self.links.figure(count, **owing, told=told) for told, count in counts.items()}
        return Told(figures["due"], figures["in_time"], figures["late"], row.median_days)

    def _late_at_the_end(self, first: dt.date, count: int) -> Figure:
        return self.links.figure(count, owed_under=self.scope.org.code, overdue_at=f"{first:%Y-%m}")

    def _months(self, overdue_now: Figure) -> list[Month]:
        firsts = year_of_months(self.today)
        received = cases.received_by_month(self.petitions, midnight(firsts[0]))
        concluded = cases.concluded_by_month(self.petitions, midnight(firsts[0]))
        ended = firsts[:-1]
        counts = cases.overdue_at(self.duties, [end_of_month(first) for first in ended])
        overdue = [self._late_at_the_end(first, count) for first, count in zip(ended, counts, strict=True)]
        return [
            Month(
                first,
                self._figure(received.get(first, 0), month=f"{first:%Y-%m}"),
                self._figure(concluded.get(first, 0), closed_month=f"{first:%Y-%m}"),
                late,
            )
            for first, late in zip(firsts, [*overdue, overdue_now], strict=True)
        ]

    def _categories(self) -> list[CategoryChange]:
        days = last_days(self.today, CATEGORY_DAYS)
        before = days.before()
        rows = self.petitions if reads_running(self.user) else self.petitions.exclude(category__in=sorted(GUARDED))
        counted = cases.by_category(rows, days.period, before.period)[:TOP_CATEGORIES]
        return [
            CategoryChange(
                CATEGORIES[code].path,
                CATEGORIES[code].label,
                self._figure(now, category=code, **days.params),
                self._figure(then, category=code, **before.params),
            )
            for code, now, then in counted
        ]


def late_steps(rows: list[cases.Standing]) -> list[int]:
    """The steps at which overdue matters can stand here."""
    return sorted({*LATE_STEPS, *(row.step for row in rows if row.worst_is_late and row.step is not None)})


def _together(told: list[cases.Telling]) -> cases.Telling:
    return cases.Telling(0, sum(row.fell_due for row in told), sum(row.in_time for row in told), None)
