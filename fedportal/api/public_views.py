"""What anyone may read of the interface: its description, as a document and as a page."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from fedportal.api.problems import ProblemOrJSON
from fedportal.api.schema import document


class SchemaView(APIView):
    """OpenAPI 3.1, as JSON. It names no data."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (ProblemOrJSON,)
    schema = None

    @classmethod
    def as_view(cls, *args: Any, **kwargs: Any) -> Any:
        return login_not_required(super().as_view(*args, **kwargs))

    def get(self, request: Request) -> Response:
        return Response(document())


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description to read and to try out, without a line from elsewhere."""
    return render(request, "api/docs.html")
