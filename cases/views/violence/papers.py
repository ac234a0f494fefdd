"""The certificate of her complaint, and the sheet of visits under a protection order, as .docx; each leaves a line of
the trail."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.categories import AT_HOME
from cases.documents.violence_papers import Kept, Recorded, certificate, visit_sheet
from cases.models import Petition, ProtectionOrder
from cases.secrecy import note_reading
from cases.views.document_files import DOCX, as_file
from cases.views.held import held_petition
from cases.views.protection_packet import applying_of, may_apply
from cases.workflow.aftercare import VisitOutcome
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.templatetags.portal import moment

# They name nobody: they may lie on a computer at home.
CERTIFICATE, SHEET = "投诉记录证明.docx", "回访单.docx"


@require_safe
@requires(Can.HANDLE)
def complaint_certificate(request: UserRequest, pk: int) -> HttpResponse:
    """That she complained, when, and of what."""
    row, at = _held(request, pk), timezone.now()
    note_reading("violence.certificate", row, of=row, by=request.user, at=at)
    day = timezone.localdate(row.received_at)
    recorded = Recorded(row.number, row.get_channel_display(), f"{day.year}年{day.month}月{day.day}日", _done(row))
    return as_file(certificate(applying_of(row, timezone.localdate(at)), recorded), CERTIFICATE, DOCX)


@require_safe
@requires(Can.HANDLE)
def order_visit_sheet(request: UserRequest, pk: int, order: int) -> HttpResponse:
    """How a protection order was kept, for her signature and the court."""
    row, at = _held(request, pk), timezone.now()
    granted = get_object_or_404(row.protection_orders.exclude(valid_until=None), pk=order)
    note_reading("violence.visit_sheet", row, of=row, by=request.user, at=at)
    return as_file(visit_sheet(applying_of(row, timezone.localdate(at)), _kept(row, granted)), SHEET, DOCX)


def _held(request: UserRequest, pk: int) -> Petition:
    row = held_petition(request, pk)
    if row.category not in AT_HOME or not may_apply(row, request.user):
        raise Http404
    return row


def _done(row: Petition) -> tuple[str, ...]:
    """That danger was assessed and the police told: neither how great nor at which station, which tells where she is
    (D24)."""
    asked = [f"{moment(each.at)} 进行危险评估" for each in row.danger_assessments.all() if each.level]
    told = [f"{moment(each.reported_at)} 报警" for each in row.police_reports.order_by("reported_at")]
    letters = [
        f"{each.delivered_on} 公安机关送达家庭暴力告诫书：{each.number}" for each in row.warning_letters.order_by("pk")
    ]
    return (*asked, *told, *letters)


def _kept(row: Petition, order: ProtectionOrder) -> Kept:
    since, until = order.decided_at, order.valid_until
    assert since is not None  # it was granted
    assert until is not None
    visits = row.follow_ups.held().filter(done_at__gte=since).order_by("done_at")
    return Kept(
        number=order.number,
        court=order.court,
        until=until,
        visits=tuple(
            f"{moment(visit.done_at)} {visit.get_channel_display()}：{visit.get_outcome_display()}" for visit in visits
        ),
        breaches=tuple(
            f"{moment(breach.happened_at)} 违反，已报告{breach.told_words}。"
            for breach in order.breaches.order_by("pk")
        ),
        reached=visits.exclude(outcome=VisitOutcome.NOT_REACHED).exists(),
    )
