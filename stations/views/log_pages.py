"""The log of a station as a book: days and services between two dates, on the screen and on paper."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from stations.models import LogEvent, StationDay
from stations.views.station import visible_station

SIZE = 100


@require_safe
@requires(Can.SEE_DASHBOARD)
def log_book(request: UserRequest, pk: int) -> HttpResponse:
    """One month, or the days that are asked for; struck entries stand in it as such."""
    row, today = visible_station(request, pk), timezone.localdate()
    first = _asked(request.GET.get("first", ""), today.replace(day=1))
    last = _asked(request.GET.get("last", ""), today)
    between = {"day__gte": first, "day__lte": last}
    entries = row.services.filter(**between).select_related("entered_by", "struck_by").order_by("-day", "-pk")
    context = {
        "station": row,
        "first": first,
        "last": last,
        "page": Paginator(entries, SIZE).get_page(request.GET.get("page")),
        "days": StationDay.objects.filter(station=row, **between).order_by("-day")[:SIZE],
        "corrections": LogEvent.objects.filter(station=row, verb__startswith="service.", **between)
        .select_related("actor")
        .order_by("-pk")[:SIZE],
        "at": timezone.now(),
    }
    return render(request, "stations/log_book.html", context)


def _asked(text: str, otherwise: dt.date) -> dt.date:
    try:
        return parse_date(text) or otherwise
    except ValueError:
        return otherwise
