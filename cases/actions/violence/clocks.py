"""The duties of a course: what starts them, and that they go with the matter to whoever holds it."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from cases.models import MandatoryReport, Petition, PoliceReport, ViolenceCase, WarningLetter, WarningVisit
from cases.violence_law import (
    HIGH_DANGER,
    MANDATORY,
    MINOR_FEEDBACK,
    VIOLENCE_KINDS,
    WARNING_FIRST_VISIT,
    WARNING_VISIT,
    police_decision_of,
)
from cases.workflow import Danger
from cases.workflow.violence import UNDER_WAY, CourseState
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.orgs.models import Organization

PLANNED = UNDER_WAY - {CourseState.ASSESSED}


def owe_reports(course: ViolenceCase, *, at: dt.datetime) -> None:
    """What has to be reported at once and is not yet: of high danger, and of whom the law names (规程 art. 5, 11)."""
    row = course.petition
    owed = {HIGH_DANGER: owes_alarm(course), MANDATORY: owes_mandatory_report(course)}
    demanded = {HIGH_DANGER: row.danger == Danger.HIGH, MANDATORY: course.must_be_reported}
    running = set(row.deadlines.open().values_list("kind", flat=True))
    for limit, is_owed in owed.items():
        if is_owed and limit.kind not in running:
            open_deadline(row, limit.code, org=row.org, start=at, at=at)
        elif not is_owed and limit.kind in running:
            ends = meet_deadlines if demanded[limit] else cancel_deadlines  # not done, but no more to be done
            ends(row, kinds=[limit.kind], at=at)


def owes_alarm(course: ViolenceCase) -> bool:
    """High danger of which police and superior were not both told since the last violence."""
    return course.petition.danger == Danger.HIGH and (not told_police(course) or course.superior_told_at is None)


def told_police(course: ViolenceCase) -> bool:
    """Whether the police were told of the last violence, by whomever and whenever that was typed."""
    row = course.petition
    return any(each.filter(_since(course)).exists() for each in (row.police_reports, row.mandatory_reports))


def owes_mandatory_report(course: ViolenceCase) -> bool:
    """A minor, or an adult without full capacity, of whom the police were not told since the last violence."""
    return course.must_be_reported and not course.petition.mandatory_reports.filter(_since(course)).exists()


def _since(course: ViolenceCase) -> Q:
    """Reports that were made since he was last violent again; before the first time every one counts."""
    return Q(reported_at__gte=course.relapsed_at) if course.relapsed_at else Q()


def await_decision(report: PoliceReport, *, at: dt.datetime) -> None:
    """The police decide within the hours of this region."""
    row, start = report.petition, report.accepted_at or report.reported_at
    code = police_decision_of(row.org_code).code
    open_deadline(row, code, org=row.org, start=start, at=at, item=report.item)


def await_feedback(report: MandatoryReport, *, at: dt.datetime) -> None:
    """The police tell who reported what became of it."""
    row, start = report.petition, report.accepted_at or report.reported_at
    open_deadline(row, MINOR_FEEDBACK.code, org=row.org, start=start, at=at, item=report.item)


def owe_visit(letter: WarningLetter, after: WarningVisit | None, *, at: dt.datetime) -> None:
    """The first visit a week after the delivery, each other one three months after the last."""
    row = letter.petition
    limit = WARNING_FIRST_VISIT if after is None else WARNING_VISIT
    start = after.visited_at if after else timezone.make_aware(dt.datetime.combine(letter.delivered_on, dt.time()))
    open_deadline(row, limit.code, org=row.org, start=start, at=at, item=letter.item)


def duties_follow(row: Petition, *, to: Organization, at: dt.datetime) -> None:
    """The matter goes to another unit, and so do the duties of its course, with the last moments that they had.

    Whoever was in charge stays behind: the new holder plans anew and names one of its own.
    """
    planned = ViolenceCase.objects.filter(petition=row, state__in=PLANNED).exclude(plan_handler__org=to)
    planned.update(state=CourseState.ASSESSED)
    for duty in row.deadlines.open().filter(kind__in=VIOLENCE_KINDS).exclude(org=to).select_related("rule"):
        cancel_deadlines(row, kinds=(duty.kind,), item=duty.item, at=at)
        due_on = timezone.localdate(duty.due_at) if duty.derivation.get("set_by_hand") else None
        code = duty.rule.code
        open_deadline(row, code, org=to, start=duty.opened_at, at=at, due_on=due_on, item=duty.item)
