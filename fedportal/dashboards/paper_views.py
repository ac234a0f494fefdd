"""The yearly papers: the report (条例 art. 41), its draft as a paper, and the assessment sheet (art. 38, 39)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.briefing import Order, make_briefing
from cases.assessment import assess
from cases.models import DocumentKind, Petition
from cases.querysets import PetitionQuerySet
from cases.report_figures import report_sections
from cases.statistics import concluded, received
from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.audit.log import record
from fedportal.dashboards.assessment import Sheet
from fedportal.dashboards.assessment_file import NAME, sheet_file
from fedportal.dashboards.coverage_sheet import BASES as COVERAGE_BASES
from fedportal.dashboards.coverage_sheet import NAME as COVERAGE_NAME
from fedportal.dashboards.coverage_sheet import CoverageSheet, coverage_file
from fedportal.dashboards.forms import ReportForm
from fedportal.dashboards.links import Links
from fedportal.dashboards.periods import KINDS, QUARTER, ReportPeriod, reads_running
from fedportal.dashboards.ranges import Range, asked_org, line_above
from fedportal.dashboards.report import ReportPage, compared_periods, default_report_title
from fedportal.dashboards.ticket_file import ticket_file
from fedportal.dashboards.ticket_sheet import BASES, HEADS, TicketSheet
from fedportal.dashboards.ticket_sheet import NAME as TICKET_NAME
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.snapshot import one_snapshot
from fedportal.orgs.models import Level
from hotline.coverage import covered, without_line
from hotline.statistics import exchanged

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def report(request: UserRequest) -> HttpResponse:
    """The figures of a unit (`?org=`) and a period (`?period=`), this year's by default."""
    at, period = timezone.now(), asked_period(request)
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        page = ReportPage(scope, period, request.user)
        drawn = list(page.drawn())
    may_draft = scope.org.pk == request.user.org_id and request.user.can(Can.EXPORT)
    context = {"page": page, "drawn": drawn, "at": at, "may_draft": may_draft}
    return render(request, "dashboards/report.html", context | around(request, scope, period, "dashboards:report"))


@requires(Can.EXPORT)
@whole_range
def report_new(request: UserRequest) -> HttpResponse:
    """The report of one's own unit as a numbered paper: title, addressees, reach, typical cases."""
    at, org, period = timezone.now(), request.user.org, asked_period(request)
    rows, title = _rows_of(request, period), default_report_title(org, period)
    form, refusal = ReportForm(request.POST or None, org=org, rows=rows, title=title), ""
    if form.is_valid():
        whole = not form.beyond and org.level >= Level.COUNTY
        periods = compared_periods(period, whole=whole)
        tables = [section.table for section in report_sections(org, periods, whole=whole)]
        given = form.cleaned_data
        order = Order(
            title=given["title"],
            scope=period.spoken,
            tables=tables,
            receivers=given["receivers"],
            beyond=form.beyond,
            cases=form.chosen,
            kind=DocumentKind.REPORT,
        )
        try:
            row = make_briefing(order, by=request.user, at=at)
            messages.success(request, f"{row.document.number} 已起草，请补充分析和建议后报送。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "refusal": refusal, "period": period}
    context["back"] = f"{reverse('dashboards:report')}?period={period}"
    return render(request, "dashboards/report_new.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def assessment(request: UserRequest) -> HttpResponse:
    """One line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), asked_period(request)
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        tally = assess(scope.org, scope.bounds, period.days.period, at)
    sheet = Sheet(scope, period, tally, Links(request.user), request.GET.get("sort", ""))
    if request.GET.get("form") == "xlsx":
        record("assessment.download", scope.org, by=request.user, at=at, period=str(period))
        return as_file(sheet_file(sheet, by=request.user, at=at), _file_name(scope, period, NAME), XLSX)
    context = {"sheet": sheet, "at": at}
    return render(
        request, "dashboards/assessment.html", context | around(request, scope, period, "dashboards:assessment")
    )


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def tickets(request: UserRequest) -> HttpResponse:
    """What was exchanged with 12345, one line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), asked_period(request)
    first, last = period.days.period
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        sheet = TicketSheet(scope, period, exchanged(scope.org, scope.bounds, first, last))
    if request.GET.get("form") == "xlsx":
        record("tickets.download", scope.org, by=request.user, at=at, period=str(period))
        return as_file(ticket_file(sheet, by=request.user, at=at), _file_name(scope, period, TICKET_NAME), XLSX)
    context = {"sheet": sheet, "heads": HEADS, "bases": BASES, "at": at}
    return render(request, "dashboards/tickets.html", context | around(request, scope, period, "dashboards:tickets"))


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def lines(request: UserRequest) -> HttpResponse:
    """Which counties answer 12338 at the end of the period, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), asked_period(request)
    on = min(period.days.last, timezone.localdate(at))
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        sheet = CoverageSheet(scope, period, on, covered(scope.org, scope.bounds, on), without_line(scope.org, on))
    if request.GET.get("form") == "xlsx":
        record("lines.download", scope.org, by=request.user, at=at, period=str(period))
        return as_file(coverage_file(sheet, by=request.user, at=at), _file_name(scope, period, COVERAGE_NAME), XLSX)
    context = {"sheet": sheet, "bases": COVERAGE_BASES, "at": at}
    return render(request, "dashboards/lines.html", context | around(request, scope, period, "dashboards:lines"))


def asked_period(request: UserRequest) -> ReportPeriod:
    period = ReportPeriod.read(request.GET.get("period", ""), timezone.localdate())
    if period is None:
        raise Http404
    return period


def guarded_period(request: UserRequest) -> ReportPeriod:
    """The asked one, as figures about guarded matters may be told to this reader."""
    period = asked_period(request)
    return period if reads_running(request.user) else period.made_whole()


def _file_name(scope: Range, period: ReportPeriod, name: str) -> str:
    return f"{scope.org.region_name}{period.label}{name}.xlsx".replace(" ", "")


def _rows_of(request: UserRequest, period: ReportPeriod) -> PetitionQuerySet:
    """What typical cases are chosen from: received or concluded in the period, no accusation."""
    days = period.days.period
    return Petition.objects.visible_to(request.user).exportable().filter(Q(received(days)) | concluded(days))


def around(request: UserRequest, scope: Range, period: ReportPeriod, name: str, *, more: str = "") -> dict[str, Any]:
    """The way up, the other periods, the other paper; `more` of the address stays on the way."""
    address, code = reverse(name), scope.org.code
    crumbs = [
        {"label": org.region_name, "url": f"{address}?org={org.code}&period={period}{more}"}
        for org in line_above(scope.org, request.user)
    ]
    lengths = {months: label for months, label in KINDS.items() if months >= QUARTER or not period.whole}
    kinds = [(label, period.of_length(months), months == period.months) for months, label in lengths.items()]
    crumbs[-1]["url"] = ""
    return {"org": scope.org, "period": period, "crumbs": crumbs, "kinds": kinds, "code": code, "more": more}
