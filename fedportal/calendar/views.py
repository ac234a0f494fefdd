"""Pages of the calendar: look at a year, and enter the State Council's notice of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.calendar import actions
from fedportal.calendar.arrangement import current_days, flips, holiday_ranges, makeup_days
from fedportal.calendar.forms import ArrangementForm
from fedportal.calendar.models import CalendarEdition
from fedportal.calendar.year_grid import months
from fedportal.lib.refusals import NotAllowed


@require_safe
def calendar(request: UserRequest) -> HttpResponse:
    """The calendar opens at the running year."""
    return redirect("calendar:year", timezone.localdate().year)


@require_safe
def year(request: UserRequest, year: int) -> HttpResponse:
    """One year as twelve months, with its holidays and where they come from."""
    context = _year(year)
    days = current_days(year)
    context |= {
        "today": timezone.localdate(),
        "months": months(days),
        "working": sum(day.is_working for day in days),
        "ranges": holiday_ranges(days),
        "makeup": makeup_days(days),
        "may_edit": request.user.can(Can.EDIT_CALENDAR),
    }
    return render(request, "calendar/year.html", context)


@requires(Can.EDIT_CALENDAR)
def year_edit(request: UserRequest, year: int) -> HttpResponse:
    """Copy the notice in, see which days change, and publish it."""
    context = _year(year)
    days = current_days(year)
    form = ArrangementForm(request.POST or None, year=year, ranges=holiday_ranges(days), makeup=makeup_days(days))
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("seen") == form.fingerprint:
                return _publish(request, year, form)
            context["seen"] = form.fingerprint
            context["plan"] = actions.plan_notice(year, **form.arrangement)
            context["flips"] = flips(day for days in context["plan"].values() for day in days)
        except NotAllowed as refusal:
            form.refuse(str(refusal))
    return render(request, "calendar/year_edit.html", {**context, "form": form})


def _publish(request: UserRequest, year: int, form: ArrangementForm) -> HttpResponse:
    reference = form.notice.cleaned_data["reference"]
    actions.publish_year(year, **form.arrangement, reference=reference, by=request.user, at=timezone.now())
    messages.success(request, f"{year} 年放假安排已公布，依据该年日历推算的未结时限将在一小时内重算。")
    return redirect("calendar:year", year)


def _year(year: int) -> dict[str, Any]:
    """The year, how it came in, and its neighbours; 404 where the calendar does not reach."""
    editions = _editions(year)
    if not editions:
        raise Http404("the calendar does not reach that year")
    return {
        "year": year,
        "edition": editions[0],
        "editions": editions,
        "before": year - 1 if _editions(year - 1) else None,
        "after": year + 1 if _editions(year + 1) else None,
    }


def _editions(year: int) -> QuerySet[CalendarEdition]:
    return CalendarEdition.objects.filter(year=year).select_related("entered_by").order_by("-id")
