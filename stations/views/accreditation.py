"""Applications and names: the list by whose turn it is, applying, one with its story, and its moves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.receipts import in_words
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level
from stations.accreditation_filters import TABS, AccreditationFilter, in_tab
from stations.accreditation_querysets import AccreditationQuerySet
from stations.accreditation_workflow import MOVES, AccreditationState
from stations.actions.accreditations import advance_accreditation, apply_for, restate, steps_for, why_not
from stations.duties_above import waiting_above
from stations.forms.accreditation_form import AccreditationMoveForm, ApplyForm, RestateForm
from stations.gates import gate_before
from stations.models import Accreditation, Station

SIZE = 25
TITLES = {"apply": "起草申报", "supersede": "由更高级别的命名代替", "end": "自动结束"}
OURS = (AccreditationState.DRAFT, AccreditationState.RETURNED)


@require_safe
@requires(Can.SEE_DASHBOARD)
def accreditation_list(request: UserRequest) -> HttpResponse:
    """What was moved last on top."""
    on, visible = timezone.localdate(), Accreditation.objects.visible_to(request.user)
    asked = AccreditationFilter(request.GET, visible, user=request.user, on=on)
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters if name != "tab"),
        "tabs": _tabs(request, visible),
        "page": Paginator(asked.qs.for_list(), SIZE).get_page(request.GET.get("page")),
        "may_apply": request.user.can(Can.KEEP_STATIONS),
        "may_check": request.user.can(Can.ACCREDIT),
        "may_export": request.user.can(Can.EXPORT),
        "asked": request.GET.urlencode(),
        "may_judge_villages": request.user.can(Can.ACCREDIT) and request.user.org.level == Level.COUNTY,
        "at": timezone.now(),
    }
    return render(request, "stations/accreditation_list.html", context)


def _tabs(request: UserRequest, visible: AccreditationQuerySet) -> list[tuple[str, str, int | None, bool]]:
    """Words, address, how many, whether it is open."""
    now, on, url = request.GET.get("tab", ""), timezone.localdate(), reverse("stations:accreditation_list")
    tabs: list[tuple[str, str, int | None, bool]] = [
        (words, f"{url}?tab={slug}", in_tab(visible, slug, request.user, on).count(), now == slug)
        for slug, words in TABS.items()
    ]
    return [*tabs, ("全部", url, None, now not in TABS)]


@requires(Can.KEEP_STATIONS)
def accreditation_new(request: UserRequest) -> HttpResponse:
    """A draft of one's own unit; `station` begins with that one."""
    key, refusal = request.GET.get("station", ""), ""
    known = Station.objects.visible_to(request.user).filter(pk=int(key)) if _is_key(key) else Station.objects.none()
    form = ApplyForm(request.POST or None, by=request.user, station=known.first())
    if form.is_valid():
        try:
            row = apply_for(form.asked(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已保存为草稿，核对以后报送审核。")
            draft_saved(request, "accreditation-new")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": "accreditation-new", "row": None}
    return render(request, "stations/accreditation_form.html", context, status=409 if refusal else 200)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


@require_safe
@requires(Can.SEE_DASHBOARD)
def accreditation(request: UserRequest, pk: int) -> HttpResponse:
    """Where it stands, whether its gate is open, what may be done next, and its story."""
    row, user, at = visible_accreditation(request, pk), request.user, timezone.now()
    clocks: list[Any] = row.open_deadlines  # type: ignore[attr-defined]
    open_or_standing = row.ended_at is None
    context = {
        "row": row,
        "gate": gate_before(row, user, at) if open_or_standing else None,
        "steps": steps_for(row, by=user),
        "may_edit": row.applicant_id == user.org_id and row.state in OURS and user.can(Can.KEEP_STATIONS),
        "events": [_told(step) for step in row.steps.select_related("by", "org").order_by("-pk")],
        "clocks": [(clock, in_words(clock.derivation)) for clock in clocks],
        "above": waiting_above(user, row),
        "unanswered": unanswered(row, user),
        "standing": row.state == AccreditationState.VALID,
        "at": at,
    }
    return render(request, "stations/accreditation.html", context)


def _told(step: Any) -> dict[str, Any]:
    """A line of components/timeline.html."""
    move = MOVES.get(step.verb)
    title = move.label if move else TITLES[step.verb]
    who = f"{step.by.name}（{step.org.name}）" if step.by else step.org.name
    return {"at": step.at, "title": title, "who": who, "text": step.note}


@requires(Can.KEEP_STATIONS)
def accreditation_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Another report on oneself, while it lies with who applies."""
    row, refusal = visible_accreditation(request, pk), ""
    if row.applicant_id != request.user.org_id:
        raise PermissionDenied("申报材料由申报单位修改。")
    form = RestateForm(request.POST or None, initial={"statement": row.statement})
    if form.is_valid():
        try:
            restate(row, form.cleaned_data["statement"], by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "自评报告已保存。")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": f"accreditation-{pk}", "row": row}
    return render(request, "stations/accreditation_form.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_STATIONS)
def accreditation_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What will happen, the opinion, and the button; a refusal keeps what was typed."""
    row, at = visible_accreditation(request, pk), timezone.now()
    move = MOVES.get(name)
    if move is None:
        raise Http404
    if not request.user.can(move.needs):
        raise PermissionDenied(move.needs)
    form = AccreditationMoveForm(request.POST if request.method == "POST" else None, move=move)
    refusal = why_not(row, move, by=request.user, at=at)
    try:
        if not refusal and form.is_valid():
            advance_accreditation(row, move, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, f"{move.label}：已办理。")
            draft_saved(request, f"accreditation-{pk}-{name}")
            return redirect(row)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"row": row, "move": move, "form": form, "refusal": refusal, "draft": f"accreditation-{pk}-{name}"}
    return render(request, "stations/accreditation_move.html", context, status=409 if refusal else 200)


def visible_accreditation(request: UserRequest, pk: int) -> Accreditation:
    return get_object_or_404(Accreditation.objects.visible_to(request.user).for_page(), pk=pk)
