"""A work order and a station: choosing one beside the caller's place, and what its worker did, on her telephone."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_moves import why_not
from hotline.actions.call_ticket_station import (
    DISPATCH,
    SERVE,
    found,
    named_in,
    refer_to_station,
    report_service,
    stations_for,
)
from hotline.actions.call_ticket_unmasking import why_not_unmask
from hotline.forms.station_form import ReferStationForm, ServedForm
from hotline.models import CallTicket
from hotline.shown_call_ticket import ShownCallTicket
from hotline.views.call_ticket import in_words, visible_call_ticket

SHOWN = 30
LONGEST = 60


@requires(Can.ANSWER_CALLS)
def call_ticket_station(request: UserRequest, pk: int) -> HttpResponse:
    """Stations by name and place, those of places that she spoke of on top; choosing one sends the order there."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    refusal = why_not(row, DISPATCH, by=request.user, at=at)
    form = ReferStationForm(request.POST or None, ticket=row, by=request.user, at=at)
    if not refusal and form.is_valid():
        station = form.cleaned_data["station"]
        try:
            refer_to_station(row, station, note=form.cleaned_data["note"], by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"工单 {row} 已转介{station.org.name}“{station}”，结果会回到工单。")
            return redirect(row)
    context: dict[str, Any] = {
        "ticket": row,
        "shown": ShownCallTicket(row, request.user),
        "form": form,
        "refusal": refusal,
        "q": request.GET.get("q", "")[:LONGEST],
    }
    if not refusal:
        context |= _offered(request, row, context["q"], at)
    return render(request, "hotline/call_ticket_station.html", context, status=409 if refusal else 200)


def _offered(request: UserRequest, row: CallTicket, words: str, at: dt.datetime) -> dict[str, Any]:
    stations = stations_for(row, by=request.user, at=at)
    near = named_in(stations, f"{row.facts}{row.call.whereabouts if row.call else ''}")
    ranks = (When(org__in=near, then=Value(0)), When(org__parent__in=near, then=Value(1)))
    order = Case(*ranks, default=Value(2), output_field=IntegerField())
    rows = found(stations, words).order_by(order, "org_code", "name", "pk")
    return {"stations": list(rows[:SHOWN]), "count": rows.count(), "near": set(near)}


@requires(Can.LOG_SERVICES)
@once
def call_ticket_serve(request: UserRequest, pk: int) -> HttpResponse:
    """For the station's worker, on 360 px: what is asked, how she may be reached, and three answers."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    form, draft = ServedForm(request.POST or None, ticket=row), f"call-ticket-{pk}-serve"
    refusal = why_not(row, SERVE, by=request.user, at=at)
    if not refusal and form.is_valid():
        given = form.cleaned_data
        try:
            made = report_service(
                row,
                given["outcome"],
                given["note"],
                service=given["service"],
                by=request.user,
                at=at,
                version=given["version"],
            )
        except NotAllowed as refused:
            refusal = in_words(refused)
        else:
            messages.success(request, f"工单 {made} 已登记：{made.get_station_outcome_display()}。")
            draft_saved(request, draft)
            return redirect("stations:station_log", made.station_id)
    record_reading("call_ticket.read", row, by=request.user, at=at)
    context = {
        "ticket": row,
        "station": row.station,
        "shown": ShownCallTicket(row, request.user),
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "may_unmask": bool(row.caller_phone) and not why_not_unmask(row, by=request.user),
        "at": at,
    }
    return render(request, "hotline/call_ticket_serve.html", context, status=409 if refusal else 200)
