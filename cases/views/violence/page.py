"""The page of a course, and the card about it on the page of the petition."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.handling_steps import LOCKED
from cases.actions.violence.clocks import owes_alarm, owes_mandatory_report, told_police
from cases.actions.violence.guards import why_not_yet
from cases.categories import AT_HOME
from cases.models import DangerAssessment, Petition, ViolenceCase
from cases.secrecy import note_reading
from cases.shown import Shown
from cases.views.violence.acts import ACTS
from cases.violence_law import HIGH_FROM, MEDIUM_FROM
from cases.workflow.violence import INTAKE, CourseMove, CourseState, course_moves_from
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can


@dataclass(frozen=True)
class NextMove:
    """A move, its address, and why it may not be made yet."""

    move: CourseMove
    url: str
    why_not: str


def violence_card(row: Petition, user: User) -> dict[str, Any]:
    """What the petition's page says of the course; where the matter is of another kind, what was reported of it."""
    if row.category not in AT_HOME:
        told = list(row.mandatory_reports.order_by("reported_at"))
        return {"reported": told, "works": _works(row, user)} if told else {}
    course = ViolenceCase.objects.filter(petition=row).first()
    works = _works(row, user)
    if course is None:
        return {"begin": _act(row, "facts")} if works else {}
    course.petition = row
    return {"course": course, "todo": _todo(course) if works else []}


@require_safe
@requires(Can.SEE_CASES)
def violence(request: UserRequest, pk: int) -> HttpResponse:
    """The whole course: what is known, the curve of the danger, what was reported, what comes next."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    course = ViolenceCase.objects.select_related("plan_handler").filter(petition=row).first()
    if course is None:
        raise Http404
    at, course.petition = timezone.now(), row
    note_reading("violence.read", row, of=row, by=request.user, at=at)
    works = _works(row, request.user)
    asked = list(row.danger_assessments.select_related("by"))
    orders = list(row.protection_orders.prefetch_related("extensions", "breaches").order_by("-pk"))
    planned = row.follow_ups.planned().first()
    context = {
        "petition": row,
        "course": course,
        "shown": Shown(row, request.user),
        "works": works,
        "todo": _todo(course) if works else [],
        "moves": _moves(course) if works else [],
        "may_assess": works and course.state != CourseState.CLOSED,
        "may_report": works and course.must_be_reported,
        "curve": _curve(asked),
        "assessments": asked[::-1],
        "last": next((each for each in asked[::-1] if not each.unable), None),
        "police": list(row.police_reports.select_related("by").order_by("-reported_at")),
        "orders": orders,
        "in_force": [order for order in orders if order.is_in_force(timezone.localdate(at))],
        "safety": row.safety_plans.select_related("by").last(),
        "planned": planned,
        "visit_late": planned is not None and planned.planned_on < timezone.localdate(at),
        "warnings": list(row.warning_letters.prefetch_related("visits__by").order_by("-pk")),
        "no_warning_instead": _again_after_warning(course),
        "mandatory": list(row.mandatory_reports.select_related("by").order_by("-reported_at")),
        "at": at,
    }
    return render(request, "cases/violence.html", context)


def _again_after_warning(course: ViolenceCase) -> bool:
    """Whether the last relapse came after a warning letter was delivered (公通字〔2024〕34号 art. 20)."""
    if course.relapsed_at is None:
        return False
    return course.petition.warning_letters.filter(delivered_on__lt=timezone.localdate(course.relapsed_at)).exists()


def _works(row: Petition, user: User) -> bool:
    return row.org_id == user.org_id and row.status not in LOCKED and user.can(Can.HANDLE)


def _act(row: Petition, name: str) -> dict[str, str]:
    return {"label": ACTS[name].label, "url": reverse("cases:violence_act", args=[row.pk, name])}


def _todo(course: ViolenceCase) -> list[dict[str, str]]:
    """What has to be done before anything else, the most pressing first."""
    row, wanted = course.petition, []
    if owes_mandatory_report(course):
        wanted.append("mandatory")
    if owes_alarm(course):
        wanted += [] if told_police(course) else ["police"]
        wanted += ["superior"] if course.superior_told_at is None else []
    if course.state in INTAKE and not row.danger_assessments.filter(at__gte=course.round_at).exists():
        wanted.append("danger")
    return [_act(row, name) for name in wanted]


def _moves(course: ViolenceCase) -> list[NextMove]:
    return [
        NextMove(
            move,
            reverse("cases:violence_move", args=[course.petition_id, move.name]),
            why_not_yet(course, move.name),
        )
        for move in course_moves_from(course.state)
    ]


def _curve(asked: list[DangerAssessment]) -> dict[str, object]:
    """The score of each asking, with the thresholds beside; a red flag stands as the full score."""
    scored = [each for each in asked if not each.unable]
    full = len(scored[0].scale.items) if scored else 0
    return {
        "kind": "line",
        "x": [f"{timezone.localtime(each.at):%m-%d}" for each in scored],
        "series": [
            {"name": "得分", "values": [full if each.red_flags else each.score for each in scored]},
            {"name": f"高（{HIGH_FROM} 分）", "values": [HIGH_FROM] * len(scored), "dashed": True},
            {"name": f"中（{MEDIUM_FROM} 分）", "values": [MEDIUM_FROM] * len(scored), "dashed": True},
        ],
        "unit": "分",
    }
