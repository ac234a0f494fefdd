"""What may be done in a course, as a table: form, verb, what is told before the button. One page serves all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.handling_steps import check_holds
from cases.actions.violence import course as courses
from cases.actions.violence import danger, reports, warnings
from cases.actions.violence.file_checklist import missing_papers
from cases.actions.violence.story import check_matter, course_seen
from cases.categories import AT_HOME
from cases.danger_scale import CURRENT
from cases.forms.violence.course_forms import DangerForm, MoveForm, SuperiorForm, ViolenceFacts
from cases.forms.violence.report_forms import (
    AlarmForm,
    FeedbackForm,
    MandatoryForm,
    ResultForm,
    WarningForm,
    WarningVisitForm,
)
from cases.models import MandatoryReport, Petition, PoliceReport, ViolenceCase, WarningLetter
from cases.views.held import held_petition
from cases.views.violence.act import Act
from cases.views.violence.order_acts import ORDER_ACTS
from cases.workflow.violence import COURSE_MOVES, CourseMove, CourseState
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed

ACTS = {
    "facts": Act(
        "登记暴力情况和本人意愿",
        ViolenceFacts,
        lambda row, form, _item, by, at: courses.record_violence(row, form.violence(), by=by, at=at),
        "建立个案。先确认她现在说话方便；正在受到侵害的，先协助报警。",
    ),
    "danger": Act(
        "评估危险程度",
        DangerForm,
        lambda row, form, _item, by, at: danger.assess_danger(row, **form.answers(), by=by, at=at),
        f"逐项问她本人。量表：{CURRENT.source}，作者{'、'.join(CURRENT.authors)}。得分和危险程度由系统计算。",
    ),
    "superior": Act(
        "登记报告上级妇联",
        SuperiorForm,
        lambda row, form, _item, by, at: courses.tell_superior(row, **form.cleaned_data, by=by, at=at),
        "高度危险的，立即报告上级妇联（规程第十一条）；本页登记后，上级在待办里看到提醒。",
    ),
    "police": Act(
        "登记报警",
        AlarmForm,
        lambda row, form, _item, by, at: reports.report_to_police(row, form.alarm(), by=by, at=at),
        "正在受到侵害的，先打 110。告诉她可以要求出具告诫书（公通字〔2024〕34号第六条）。",
    ),
    "result": Act(
        "登记公安机关处理结果",
        ResultForm,
        lambda _row, form, item, by, at: reports.record_result(item, **form.cleaned_data, by=by, at=at),
        of=PoliceReport,
    ),
    "mandatory": Act(
        "登记强制报告",
        MandatoryForm,
        lambda row, form, _item, by, at: reports.report_mandatorily(row, form.telling(), by=by, at=at),
        "立即向公安机关报告，报告人和案情保密（高检发〔2020〕9号第十三条）。",
    ),
    "feedback": Act(
        "登记强制报告反馈",
        FeedbackForm,
        lambda _row, form, item, by, at: reports.record_feedback(item, **form.cleaned_data, by=by, at=at),
        of=MandatoryReport,
    ),
    "warning": Act(
        "登记告诫书",
        WarningForm,
        lambda row, form, _item, by, at: warnings.record_warning(row, form.warned(), by=by, at=at),
        "送达之日起 7 日内首次查访，此后每三个月一次，连续三次未再实施的结束（公通字〔2024〕34号第十二条）。",
    ),
    "warning-visit": Act(
        "登记告诫书查访",
        WarningVisitForm,
        lambda _row, form, item, by, at: warnings.record_warning_visit(item, form.visited(), by=by, at=at),
        "配合公安派出所、村（居）委会查访，分别见双方；再次施暴的，个案重新评估。",
        of=WarningLetter,
    ),
    **ORDER_ACTS,
}


@requires(Can.HANDLE)
@once
def violence_act(request: UserRequest, pk: int, name: str, item: int | None = None) -> HttpResponse:
    """One act of the course. A refusal keeps what was typed."""
    act, row, at = ACTS.get(name), held_petition(request, pk), timezone.now()
    if act is None or (act.of is None) != (item is None):
        raise Http404
    of: Any = act.of
    about = get_object_or_404(of.objects.filter(petition=row), pk=item) if of else None
    form, refusal = act.form(_sent(request), petition=row, by=request.user, at=at), ""
    try:
        _check(row, name, request.user)
        if form.is_valid():
            act.do(row, form, about, request.user, at)
            messages.success(request, f"{act.label}：已保存。")
            return redirect("cases:violence" if row.category in AT_HOME else "cases:petition", row.pk)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal, "label": act.label, "consequence": act.consequence}
    return render(request, "cases/violence_act.html", context, status=409 if refusal else 200)


def _sent(request: UserRequest) -> Any:
    """A move may ask for nothing: an empty form was sent, too."""
    return request.POST if request.method == "POST" else None


def _check(row: Petition, name: str, by: User) -> None:
    """Whether the course is there that this needs, before anything is typed."""
    _CHECKS.get(name, course_seen)(row, by=by, act=ACTS[name].label)


# The first begins a course; of the other there may be none.
_CHECKS: dict[str, Callable[..., object]] = {"facts": check_matter, "feedback": check_holds}


@requires(Can.HANDLE)
def violence_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """One move of the course."""
    move, row, at = COURSE_MOVES.get(name), held_petition(request, pk), timezone.now()
    if move is None or move.by_scale:
        raise Http404
    form, refusal = MoveForm(_sent(request), petition=row, by=request.user, at=at, move=move), ""
    try:
        _check_move(row, move, request.user)
        if form.is_valid():
            courses.advance_course(row, move, **form.answers(), by=request.user, at=at)
            messages.success(request, f"个案已{move.label}。")
            return redirect("cases:violence", row.pk)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"petition": row, "form": form, "refusal": refusal, "label": move.label, "consequence": move.consequence}
    context["missing"] = _missing(row) if move.target == CourseState.CLOSED and not refusal else []
    return render(request, "cases/violence_act.html", context, status=409 if refusal else 200)


def _missing(row: Petition) -> list[str]:
    return [words for course in ViolenceCase.objects.filter(petition=row) for words in missing_papers(course)]


def _check_move(row: Petition, move: CourseMove, by: User) -> None:
    courses.check_course(course_seen(row, by=by, act=move.label), move)
