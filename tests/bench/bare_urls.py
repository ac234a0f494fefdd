"""A bare Django view: one simple query, as many rows as the portal's list shows, a plain table."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

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


urlpatterns = [path("bare/<int:low>/<int:high>/", bare_list)]
