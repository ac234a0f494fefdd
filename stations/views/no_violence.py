"""Villages that may be named for a year without violence at home, before those who lead their county."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import AccreditationKind
from stations.models import Accreditation
from stations.no_violence import had_cases

SIZE = 50


@require_safe
@requires(Can.ACCREDIT)
def no_violence(request: UserRequest) -> HttpResponse:
    """Those that meet the condition; each look is written down. Neither a number nor a day of any case stands here."""
    org, at = request.user.org, timezone.now()
    if org.level != Level.COUNTY:
        raise PermissionDenied("零家庭暴力社区（村庄）由县级妇联核定。")
    villages = Organization.objects.filter(
        level=Level.VILLAGE, code__gte=org.code, code__lt=org.code_end, valid_to=None
    ).exclude(code__in=had_cases(org.code, org.code_end, at, reader=request.user))
    page = Paginator(villages.select_related("parent").order_by("code"), SIZE).get_page(request.GET.get("page"))
    kept = Accreditation.objects.visible_to(request.user).filter(kind=AccreditationKind.NO_VIOLENCE, ended_at=None)
    known = {row.unit_id: row for row in kept.filter(unit__in=[village.pk for village in page])}
    record("no_violence.read", org, by=request.user, at=at)
    context = {"page": page, "rows": [(village, known.get(village.pk)) for village in page]}
    return render(request, "stations/no_violence.html", context)
