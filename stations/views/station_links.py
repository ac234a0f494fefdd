"""Three integrations and three links of a station, and the files that show them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.forms.attachment_form import RemovalForm
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.actions.station_files import keep_files, remove_file
from stations.actions.station_links import links_of, set_links
from stations.forms.links_form import LinksForm, StationFilesForm
from stations.models import Station, StationFile
from stations.views.station import kept_station


@requires(Can.KEEP_STATIONS)
def station_links(request: UserRequest, pk: int) -> HttpResponse:
    """All six on one page."""
    row = kept_station(request, pk)
    form, refusal = LinksForm(request.POST or None, said=links_of(row)), ""
    if form.is_valid():
        try:
            set_links(row, form.said(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "三融三联已保存。")
            return redirect(row)
    context = {"station": row, "form": form, "refusal": refusal}
    return render(request, "stations/station_links.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_STATIONS)
def station_file_add(request: UserRequest, pk: int) -> HttpResponse:
    """Photos and papers: each is checked, and either all are kept or none."""
    row = kept_station(request, pk)
    form, refusal = StationFilesForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            keep_files(row, given["uploads"], link=given["link"], by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已保存 {len(given['uploads'])} 个文件。")
            return redirect(row)
    context = {"station": row, "form": form, "refusal": refusal}
    return render(request, "stations/station_file_add.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.SEE_DASHBOARD)
def station_file(request: UserRequest, pk: int) -> HttpResponse:
    """The file itself, never shown as a page."""
    made = _visible(request, pk)
    record("station.file_download", made, by=request.user, at=timezone.now(), digest=made.digest)
    with made.file.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=made.kind.media_type)
    as_file = made.kind.group != "picture"
    answer["Content-Disposition"] = content_disposition_header(as_file, made.name) or "attachment"
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"
    return answer


@requires(Can.KEEP_STATIONS)
def station_file_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Out of sight, with the reason; asks first."""
    made = _visible(request, pk)
    kept_station(request, made.station_id)
    form, refusal = RemovalForm(request.POST or None), ""
    if form.is_valid():
        try:
            remove_file(made, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已移除“{made.name}”。")
            return redirect(made.station)
    context = {"file": made, "station": made.station, "form": form, "refusal": refusal}
    return render(request, "stations/station_file_remove.html", context, status=409 if refusal else 200)


def _visible(request: UserRequest, pk: int) -> StationFile:
    visible = Station.objects.visible_to(request.user)
    rows = StationFile.objects.kept().filter(station__in=visible).select_related("station__org")
    return get_object_or_404(rows, pk=pk)
