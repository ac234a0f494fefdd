"""Personal work-lists: saving the filter that is on, and the page on which they are named, ordered and given up."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import work_lists as lists
from cases.actions.saved_filters import move_filter, remove_filter, rename_filter, save_filter
from cases.forms.work_list_form import WorkListForm
from cases.models import SavedFilter
from cases.models.saved_filter import MOST
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@requires(Can.SEE_CASES)
def work_lists(request: UserRequest) -> HttpResponse:
    """All of one's own with their counts; htmx asks for the tabs of the list, whose address it sends along."""
    at = timezone.now()
    mine = lists.counted(lists.work_lists(request.user, request.GET), request.user, at)
    if request.htmx.target == "work-lists":
        return render(request, "cases/work_list_tabs.html", {"work_lists": mine, "active": bool(request.GET)})
    told = [(each, lists.conditions(each.saved, request.user, at)) for each in mine]
    return render(request, "cases/work_lists.html", {"told": told, "most": MOST})


@require_POST
@requires(Can.SEE_CASES)
def work_list_new(request: UserRequest) -> HttpResponse:
    """Keep the conditions that are on."""
    form = WorkListForm(request.POST)
    query = lists.canonical(QueryDict(request.POST.get("query", "")))
    if not form.is_valid():
        messages.error(request, form.problem())
    elif not query:
        messages.error(request, "请先选择筛选条件，再保存为工作清单。")
    else:
        try:
            saved = save_filter(form.cleaned_data["name"], query, by=request.user, at=timezone.now())
            messages.success(request, f"已保存工作清单“{saved.name}”。")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{reverse('cases:petition_list')}?{query}")


@require_POST
@requires(Can.SEE_CASES)
def work_list(request: UserRequest, pk: int) -> HttpResponse:
    """Rename it, move it up or down, or give it up."""
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user)
    do, at = request.POST.get("do", ""), timezone.now()
    try:
        if do == "remove":
            remove_filter(saved, by=request.user, at=at)
            messages.success(request, f"已删除工作清单“{saved.name}”。")
        elif do in ("up", "down"):
            move_filter(saved, up=do == "up", by=request.user, at=at)
        else:
            _rename(request, saved)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:work_lists")


def _rename(request: UserRequest, saved: SavedFilter) -> None:
    form = WorkListForm(request.POST)
    if not form.is_valid():
        raise NotAllowed(form.problem())
    rename_filter(saved, form.cleaned_data["name"], by=request.user, at=timezone.now())
