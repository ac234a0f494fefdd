"""Who is given a token: registered clients that have not run out, from where they may come."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.models import get_access_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.views import TokenView

from fedportal.api.models import ApiClient
from fedportal.api.problems import problem_answer
from fedportal.api.trail import write_refusal
from fedportal.audit.log import record

KEPT = dt.timedelta(days=30)  # a token's row after its end: when a client was last here


class ClientsOnly(OAuth2Validator):
    """For django-oauth-toolkit: as its own, and the client is good."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        address = request.headers.get("REMOTE_ADDR", "")
        knows_secret = bool(super().authenticate_client(request, *args, **kwargs))
        if knows_secret and request.client.is_good(address=address, on=timezone.localdate()):
            return True
        client = request.client if isinstance(request.client, ApiClient) else None
        write_refusal(
            "api.refuse_token", "client_refused" if knows_secret else "invalid_client", address=address, client=client
        )
        return False

    @transaction.atomic
    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        """Written down with the client, and its old ones forgotten."""
        super().save_bearer_token(token, request, *args, **kwargs)
        at, address = timezone.now(), request.headers.get("REMOTE_ADDR") or None
        get_access_token_model().objects.filter(application=request.client, expires__lt=at - KEPT).delete()
        account, scopes = request.client.user, token["scope"].split()
        record("api.token", by=account, at=at, address=address, client=request.client.pk, scopes=scopes)


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class ClientTokenView(TokenView):
    """Client credentials and no other grant; refusals as RFC 6749, 5.2 says."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        grant = request.POST.get("grant_type")
        if grant != "client_credentials":
            error = "unsupported_grant_type" if grant else "invalid_request"
            return JsonResponse({"error": error}, status=400)
        return self.authorization_flow_token_response(request)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = problem_answer(405, "method_not_allowed", request.path)
        answer["Allow"] = "POST"
        return answer
