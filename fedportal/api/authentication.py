"""From a token to the account as which its client acts."""

import hashlib
from typing import Any

from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from fedportal.accounts.models import User
from fedportal.api.codes import CODES
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope


class Refused(AuthenticationFailed):
    """A token that opens nothing: of `client`, where it is known whose it was."""

    def __init__(self, code: str, client: ApiClient | None = None) -> None:
        super().__init__(CODES[code], code)
        self.client = client


class ClientAuthentication(BaseAuthentication):
    """`request.user` is the client's account, `request.auth` the token. No session counts here: no cookie can be
    misused, and no CSRF token is needed. The token stands in its header alone: an address is kept in too many logs."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        raw = _bearer(request)
        if raw is None:
            return None
        token = _token(raw)
        if token is None or token.is_expired():
            raise Refused("invalid_token", token and token.application)
        client, address = token.application, request.META.get("REMOTE_ADDR", "")
        if not client.is_good(address=address, on=timezone.localdate()):
            raise Refused("client_refused", client)
        return client.user, token

    def authenticate_header(self, request: Request) -> str:
        """RFC 6750: whoever came without a token is told of no error."""
        return 'Bearer realm="api"' + ("" if _bearer(request) is None else ', error="invalid_token"')


class HasScope(BasePermission):
    """The token carries the scope that the view names: `scope`, or `write_scope` for what changes something; or one of
    `other_scopes`, by which one is shown what that scope opens."""

    message = CODES["insufficient_scope"]
    code = "insufficient_scope"

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = [view.scope if request.method in SAFE_METHODS else view.write_scope]
        return any(carries(request, scope) for scope in (*needed, *view.other_scopes))


def carries(request: Request, scope: Scope) -> bool:
    """Whether the token was given for this, and its client may still do it."""
    token: Any = request.auth
    return token is not None and token.allow_scopes([scope]) and scope in token.application.scopes


def scopes_of(request: Request) -> list[str]:
    """All that this token was given for and its client may still do."""
    return [scope for scope in Scope.values if carries(request, Scope(scope))]


def may_see_people(request: Request) -> bool:
    """Whether personal data stands in the clear for this token, as far as its account may read it at all."""
    return carries(request, Scope.PERSONAL)


def _bearer(request: Request) -> str | None:
    kind, _, raw = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return raw.strip() if kind.lower() == "bearer" and raw.strip() else None


def _token(raw: str) -> Any:
    """The row of a token, found by its digest, with its client, account and unit: one question a call."""
    rows = get_access_token_model().objects.select_related("application__user__org")
    return rows.filter(token_checksum=hashlib.sha256(raw.encode()).hexdigest(), application__isnull=False).first()
