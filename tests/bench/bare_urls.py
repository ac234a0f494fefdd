"""Bare views: a plain table of as many rows as the list shows, the same as JSON, and the insert of one row."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.renderers import JSONRenderer

from cases.models import Petition
from fedportal.api.authentication import ClientAuthentication, HasScope
from fedportal.lib.row_scope import beyond_readers

ROWS = 25
API_ROWS = 100
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
    with beyond_readers("a bare view knows no range"):
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


class BareRow(serializers.ModelSerializer):
    """The same row for DRF."""

    user = serializers.IntegerField(write_only=True)
    org = serializers.IntegerField(write_only=True)

    class Meta:
        model = Petition
        fields = ("id", "number", "user", "org", "request")

    def create(self, given: dict[str, object]) -> Petition:
        now, org, user = timezone.now(), given.pop("org"), given.pop("user")
        place = {"org_id": org, "registered_org_id": org, "place_id": org, "org_code": 0, "registered_by_id": user}
        with beyond_readers("a bare view knows no range"):
            return Petition.objects.create(**given, **place, registered_at=now, received_at=now)


class BareCreate(generics.CreateAPIView):
    """DRF as it comes, with the portal's tokens."""

    authentication_classes = (ClientAuthentication,)
    permission_classes = (HasScope,)
    renderer_classes = (JSONRenderer,)
    serializer_class = BareRow
    queryset = Petition.objects.none()
    write_scope = "write"
    other_scopes = ()


class BareSerializer(serializers.ModelSerializer):
    """Every column of a petition."""

    class Meta:
        model = Petition
        fields = "__all__"


class BareApiList(generics.ListAPIView):
    """The newest petitions of a range of codes, as Django REST framework lists them by itself."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    serializer_class = BareSerializer

    def get_queryset(self) -> QuerySet[Petition]:
        low, high = self.kwargs["low"], self.kwargs["high"]
        rows = Petition.objects.filter(org_code__gte=low, org_code__lt=high)
        return rows.order_by("-received_at", "-id")[:API_ROWS]


BareCreate.login_required = False
urlpatterns = [
    path("bare/<int:low>/<int:high>/", bare_list),
    path("bare/new/", bare_new),
    path("bare/api/<int:low>/<int:high>/", BareApiList.as_view()),
    path("bare/api/", BareCreate.as_view()),
]
