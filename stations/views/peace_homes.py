"""The homes of one village, before the village and the township right above: their list, and a look at one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.masking import HIDDEN
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.unopened import is_opened, unopened
from fedportal.orgs.models import Organization
from stations.actions.peace_doubles import join_home, name_apart
from stations.actions.peace_families import asked_on, list_home, look_again, take_off, why_not_look
from stations.check_law import HOME_KEPT_YEARS
from stations.forms.peace_form import PeaceForm
from stations.models import ChecklistItem, HomeLabel, Household, PeaceCheck
from stations.peace_doubles import doubles_in
from stations.peace_querysets import STANDINGS

SIZE = 50


@require_safe
@requires(Can.LOG_SERVICES)
def peace_homes(request: UserRequest, pk: int) -> HttpResponse:
    """Those longest not looked at first; that the house numbers were read is written down."""
    village, at = _village(request, pk), timezone.now()
    today, group = timezone.localdate(at), request.GET.get("group", "")
    homes = Household.objects.visible_to(request.user).filter(org=village).listed()
    rows = homes.standing(group, today).select_related("latest").order_by("latest__checked_on", "pk")
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {
        "village": village,
        "page": page,
        "rows": [(row, words) for row, words in zip(page, _called(list(page)), strict=True)],
        "doubles": doubles_in(village),
        "joining": {"join": "yes"},
        "kept_years": HOME_KEPT_YEARS,
        "groups": [("", "全部", homes.count(), group not in STANDINGS)]
        + [(how, words, homes.standing(how, today).count(), how == group) for how, words in STANDINGS.items()],
    }
    record("household.list", village, by=request.user, at=at)
    return render(request, "stations/peace_homes.html", context)


@requires(Can.LOG_SERVICES)
def peace_home_new(request: UserRequest, pk: int) -> HttpResponse:
    """A home that stands on no list yet; then the next one, for one walks from door to door."""
    village, refusal, at = _village(request, pk), "", timezone.now()
    form = PeaceForm(request.POST or None, items=asked_on(village, timezone.localdate(at)), new=True)
    if form.is_valid():
        try:
            words = form.cleaned_data["home"]
            made = list_home(village, words, form.seen(), on=form.day, by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{words}：{_result(made.latest)}")
            return redirect(
                "stations:peace_home_new" if "next" in request.POST else "stations:peace_homes", village.pk
            )
    context = {"village": village, "form": form, "refusal": refusal}
    return render(request, "stations/peace_home.html", context, status=409 if refusal else 200)


@requires(Can.LOG_SERVICES)
def peace_home(request: UserRequest, pk: int) -> HttpResponse:
    """A home of the list: what was found before, and the next look."""
    row, refusal, at = _home(request, pk), "", timezone.now()
    (words,) = _called([row])
    form = PeaceForm(request.POST or None, items=asked_on(row.org, timezone.localdate(at)), last=row.latest)
    if form.is_valid():
        try:
            made = look_again(row, form.seen(), on=form.day, by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{words}：{_result(made)}")
            return redirect("stations:peace_homes", row.org_id)
    if request.method == "GET":
        record("household.read", row, by=request.user, at=at)
    context = {"village": row.org, "home": row, "words": words, "form": form, "refusal": refusal, "story": _story(row)}
    return render(request, "stations/peace_home.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.LOG_SERVICES)
def peace_home_double(request: UserRequest, pk: int) -> HttpResponse:
    """Called as another since villages were merged: the same home, or another one."""
    row, at = _home(request, pk), timezone.now()
    try:
        if "join" in request.POST:
            join_home(row, by=request.user, at=at)
            messages.success(request, "已合为一户，以较晚的一次核对为准。")
        else:
            messages.success(request, f"已改称“{name_apart(row, by=request.user, at=at)}”。")
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect("stations:peace_homes", row.org_id)


@require_POST
@requires(Can.LOG_SERVICES)
def peace_home_leave(request: UserRequest, pk: int) -> HttpResponse:
    """It has moved away, or was listed twice."""
    row = _home(request, pk)
    try:
        take_off(row, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已移出名单，门牌号已删除。")
    return redirect("stations:peace_homes", row.org_id)


def _village(request: UserRequest, pk: int) -> Organization:
    village = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if reason := why_not_look(village, by=request.user):
        raise PermissionDenied(reason)
    return village


def _home(request: UserRequest, pk: int) -> Household:
    rows = Household.objects.visible_to(request.user).listed().select_related("org", "latest")
    return get_object_or_404(rows, pk=pk)


def _called(rows: list[Household]) -> list[str]:
    """What the village calls them; HIDDEN where one cannot be deciphered."""
    labels = {label.pk: label for label in unopened(HomeLabel.objects.filter(pk__in=[row.pk for row in rows]))}
    return [labels[row.pk].words if is_opened(labels[row.pk], ["words"]) else HIDDEN for row in rows]


def _result(check: PeaceCheck | None) -> str:
    assert check is not None  # it was made just now
    return "达标" if check.passed else f"未达标，{len(check.unmet)} 项没有做到"


def _story(row: Household) -> list[dict[str, Any]]:
    """What was found before, the last on top."""
    checks = list(row.checks.select_related("by").order_by("-at", "-pk")[:10])
    keys = {key for check in checks for key in check.unmet}
    items = dict(ChecklistItem.objects.filter(pk__in=keys).values_list("pk", "label"))
    return [{"check": check, "unmet": [items[key] for key in check.unmet]} for check in checks]
