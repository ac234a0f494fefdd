"""The figures of violence at home by unit (T-05 to T-08 of domain.md 5): numerators and denominators, never rates.

By index of the unit (cases.statistics.UnitIndex), a few grouped statements a table. Accusations are in none of them.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from cases.categories import AT_HOME
from cases.models import (
    Event,
    FollowUp,
    MandatoryReport,
    MatterClass,
    OrderBreach,
    Petition,
    PoliceReport,
    ProtectionOrder,
    WarningLetter,
    WarningVisit,
)
from cases.querysets import PetitionQuerySet
from cases.statistics import IN_TIME, TOLD, Period, UnitIndex, within
from cases.violence_law import MANDATORY, MINOR_FEEDBACK, WARNING_FIRST_VISIT, WARNING_VISIT
from cases.workflow import Danger
from cases.workflow.aftercare import VisitOutcome
from cases.workflow.violence import Relation, VictimGroup, ViolenceForm
from cases.workflow.violence_orders import Applicant, OrderResult
from cases.workflow.violence_reports import PoliceResult, Trigger, WarningFinding
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization

Figures = dict[int, Counter[str]]
EXPIRES_WITHIN = dt.timedelta(days=30)  # T-07
CLOSE = (Relation.SPOUSE, Relation.FORMER, Relation.COHABITANT)
COUNTED_FORMS = (ViolenceForm.PHYSICAL, ViolenceForm.MENTAL, ViolenceForm.SEXUAL, ViolenceForm.ECONOMIC)
_OF_PETITION = "petition__org_code"


def violence_figures(org: Organization, bounds: list[int], period: Period) -> Figures:
    """T-05: matters received in the period, and what police and courts decided in it."""
    told = PoliceReport.objects.filter(petition=OuterRef("pk"))
    visited = FollowUp.objects.held().filter(petition=OuterRef("pk")).exclude(outcome=VisitOutcome.NOT_REACHED)
    matters = matters_received(org, period).annotate(told=Exists(told), visited=Exists(visited))
    counts: dict[str, Q] = {
        "matters": Q(),
        **{f"form_{form}": Q(violence__forms__contains=[form]) for form in COUNTED_FORMS},
        **{f"relation_{relation}": Q(violence__relation=relation) for relation in CLOSE},
        "relation_others": Q(violence__isnull=False) & ~Q(violence__relation__in=CLOSE),
        "relation_unknown": Q(violence=None),
        **{f"group_{group}": Q(violence__groups__contains=[group]) for group in VictimGroup},
        **{f"danger_{level or 'unknown'}": Q(danger=level) for level in Danger.values},
        "told": Q(told=True),
        "visited": Q(visited=True),
    }
    orders = _at_home(ProtectionOrder.objects.all(), org)
    return together(
        figures_of(matters, "org_code", bounds, counts, people=Sum("head_count")),
        _results(org, bounds, period),
        figures_of(
            orders,
            _OF_PETITION,
            bounds,
            {
                "orders_own": Q(within("accepted_at", period), applicant=Applicant.HERSELF),
                "orders_for_her": Q(within("accepted_at", period)) & ~Q(applicant=Applicant.HERSELF),
                "orders_granted": Q(within("decided_at", period), result=OrderResult.GRANTED),
                "orders_refused": Q(within("decided_at", period), result=OrderResult.REFUSED),
            },
        ),
        _breaches(org, bounds, period),
        figures_of(
            _at_home(Event.objects.filter(within("at", period), verb="violence.relapse"), org),
            _OF_PETITION,
            bounds,
            {"relapses": Q()},
        ),
    )


def matters_received(org: Organization, period: Period) -> PetitionQuerySet:
    """About violence at home, and no accusation."""
    return Petition.objects.in_range_of(org).exportable().filter(within("received_at", period), category__in=AT_HOME)


def _results(org: Organization, bounds: list[int], period: Period) -> Figures:
    rows = _at_home(PoliceReport.objects.filter(within("result_at", period)), org)
    counts = {f"police_{result}": Q(result=result) for result in PoliceResult.values} | {
        "appraised": Q(appraised=True)
    }
    return figures_of(rows, _OF_PETITION, bounds, counts)


def _breaches(org: Organization, bounds: list[int], period: Period) -> Figures:
    rows = _at_home(OrderBreach.objects.filter(within("happened_at", period)), org)
    return figures_of(rows, _OF_PETITION, bounds, {"breaches": Q()})


def warning_figures(org: Organization, bounds: list[int], period: Period) -> Figures:
    """T-06: letters of which we were told, visits that fell due, violence that visits found."""
    first = Q(rule__code=WARNING_FIRST_VISIT.code)
    return together(
        figures_of(
            _at_home(WarningLetter.objects.filter(within("recorded_at", period)), org),
            _OF_PETITION,
            bounds,
            {"letters": Q()},
        ),
        _duties(
            org,
            bounds,
            period,
            WARNING_VISIT.kind,
            {"first_due": first, "first_in_time": first & IN_TIME, "later_due": ~first}
            | {"later_done": ~first & Q(outcome__in=TOLD)},
        ),
        figures_of(
            _at_home(WarningVisit.objects.filter(within("visited_at", period)), org),
            _OF_PETITION,
            bounds,
            {"violence_again": Q(finding=WarningFinding.VIOLENCE)},
        ),
    )


def order_figures(org: Organization, bounds: list[int], period: Period) -> Figures:
    """T-07: orders in force at the end of the period, visits to whom they protect, breaches, ends that are near."""
    end = period[1]
    # The period ends before that midnight: the last day on which an order may have been in force is the day before.
    last = timezone.localdate(end - dt.timedelta(microseconds=1))
    held = (Q(ended_at=None) | Q(ended_at__gte=end)) & Q(valid_until__gte=last)
    orders = _at_home(ProtectionOrder.objects.filter(held, result=OrderResult.GRANTED, decided_at__lt=end), org)
    near = Q(valid_until__gte=end.date(), valid_until__lt=(end + EXPIRES_WITHIN).date())
    due = OuterRef("due_at")
    protected = ProtectionOrder.objects.filter(Q(ended_at=None) | Q(ended_at__gte=due), result=OrderResult.GRANTED)
    protected = protected.filter(
        petition=OuterRef("object_id"), decided_at__lte=due, valid_until__gte=OuterRef("due_at__date")
    )
    return together(
        figures_of(orders, _OF_PETITION, bounds, {"in_force": Q(), "ends_soon": near}),
        _duties(
            org,
            bounds,
            period,
            "follow_up",
            {"visits_due": Q(), "visits_done": Q(outcome__in=TOLD)},
            Q(Exists(protected)),
        ),
        _breaches(org, bounds, period),
    )


def mandatory_figures(org: Organization, bounds: list[int], period: Period) -> Figures:
    """T-08: reports that the law commands, by situation; how soon they were made; what the police told of them."""
    at_once = Q(reported_at__lte=F("known_at") + dt.timedelta(hours=MANDATORY.amount))
    counts = {"reports": Q(), "at_once": at_once}
    counts |= {f"trigger_{number}": Q(triggers__contains=[number]) for number in Trigger.values}
    rows = _at_home(MandatoryReport.objects.filter(within("reported_at", period)), org)
    feedback = {"feedback_due": Q(), "feedback_in_time": IN_TIME, "feedback_missing": Q(closed_at=None)}
    return together(
        figures_of(rows, _OF_PETITION, bounds, counts),
        _duties(org, bounds, period, MINOR_FEEDBACK.kind, feedback),
    )


def _at_home(rows: QuerySet[Any], org: Organization) -> QuerySet[Any]:
    """Rows whose petition lies in this range and is no accusation."""
    rows = rows.filter(petition__org_code__gte=org.code, petition__org_code__lt=org.code_end)
    return rows.exclude(petition__matter_class=MatterClass.ACCUSATION)


def _duties(
    org: Organization, bounds: list[int], period: Period, kind: str, counts: dict[str, Q], which: Q | None = None
) -> Figures:
    """Duties of a kind whose last moment lay in the period, but for those that fell away."""
    rows = Deadline.objects.in_range_of(org).filter(within("due_at", period), which or Q(), kind=kind)
    rows = rows.exclude(outcome=Deadline.Outcome.CANCELLED)
    rows = rows.exclude(object_id__in=Petition.objects.accusations().values("pk"))
    return figures_of(rows, "org_code", bounds, counts)


def figures_of(rows: QuerySet[Any], code: str, bounds: list[int], counts: dict[str, Q], **more: Any) -> Figures:
    columns: dict[str, Any] = {name: Count("pk", filter=which) for name, which in counts.items()} | more
    found: Any = rows.order_by().annotate(unit=UnitIndex(code, bounds)).values("unit").annotate(**columns)
    return {row["unit"]: Counter({name: row[name] or 0 for name in columns}) for row in found}


def together(*parts: Figures) -> Figures:
    found: Figures = defaultdict(Counter)
    for unit, figures in _flat(parts):
        found[unit].update(figures)
    return dict(found)


def _flat(parts: Iterable[Figures]) -> Iterable[tuple[int, Counter[str]]]:
    return (pair for part in parts for pair in part.items())
