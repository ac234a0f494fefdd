"""Bare Django views: a plain table of as many rows as the portal's list shows, and the insert of one row."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from cases.models import Petition

ROWS = 25
TABLE = engines["django"].from_string("""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>信访事项</title></head><body><table>
{% for row in rows %}<tr>
<td>{{ row.number }}</td><td>{{ row.category }}</td><td>{{ row.channel }}</td><td>{{ row.received_at }}</td>
<td>{{ row.org.name }}</td><td>{{ row.status }}</td><td>{{ row.head_count }}</td><td>{{ row.request }}</td>
</tr>{% endfor %}
</table></body></html>""")


def bare_list(request: HttpRequest, low: int, high: int) -> HttpResponse:
    """The newest petitions of a range of codes."""
    rows = Petition.objects.filter(org_code__gte=low, org_code__lt=high).select_related("org")
    return HttpResponse(TABLE.render({"rows": rows.order_by("-received_at", "-id")[:ROWS]}, request))


def bare_new(request: HttpRequest) -> HttpResponse:
    """One row of the table of petitions, as it was sent."""
    given, now = request.POST, timezone.now()
    row = Petition.objects.create(
        number=given["number"],
        org_id=given["org"],
        registered_org_id=given["org"],
        place_id=given["org"],
        org_code=0,
        registered_by_id=given["user"],
        registered_at=now,
        received_at=now,
        request=given["request"],
    )
    return redirect(f"/bare/{row.pk}/{row.pk}/")


urlpatterns = [path("bare/<int:low>/<int:high>/", bare_list), path("bare/new/", bare_new)]
