"""The selected petitions on paper, one a page, without contacts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.models import Petition
from cases.shown import Shown
from cases.views.bulk import picked
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_each


@require_POST
@requires(Can.SEE_CASES)
def petition_print(request: UserRequest) -> HttpResponse:
    """Accusations stay out: a paper goes from hand to hand (art. 30 of the regulation)."""
    at = timezone.now()
    rows = list(picked(request).leaving().with_closeness(request.user).for_page())
    if not rows:
        messages.error(request, "没有可以打印的信访事项：请先勾选；检举控告事项不能批量打印。")
        return redirect("cases:petition_list")
    record_each("petition.print", Petition, [row.pk for row in rows], by=request.user, at=at)
    left_out = picked(request).accusations().count()
    context = {"cases": [Shown(row, request.user) for row in rows], "left_out": left_out, "at": at}
    return render(request, "cases/petition_print.html", context)
