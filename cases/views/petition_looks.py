"""Who has looked at a petition, for the unit that holds it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases.actions.turns import acting_org
from cases.looks import LOOKS, looks
from cases.models import Petition
from cases.shown import Shown, short
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.models import AccessEvent
from fedportal.lib.keyset import Order
from fedportal.lib.row_scope import beyond_readers

PAGE = 50
NEWEST = Order("at", lambda row: row.at)


@require_safe
@requires(Can.SEE_CASES)
def petition_looks(request: UserRequest, pk: int) -> HttpResponse:
    """The newest first. Who may see the matter but does not hold it, such as a superior, is refused."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    shown = Shown(row, request.user, turn=acting_org(row))
    if not shown.holds:
        raise PermissionDenied
    opened(request, row)
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    with beyond_readers("the trail is shown to nobody but the keepers of the matter, for this matter"):
        page = NEWEST.page(looks(row), AccessEvent.objects.select_related("actor", "org"), size=PAGE, **marks)
    for look in page.rows:
        look.act, look.unit = LOOKS[look.verb], short(look.org.name)
        look.own = look.org_id == request.user.org_id
    context = {
        "petition": row,
        "shown": shown,
        "looks": page.rows,
        "previous_url": page.before and f"?before={page.before}",
        "next_url": page.after and f"?after={page.after}",
    }
    return render(request, "cases/petition_looks.html", context)
