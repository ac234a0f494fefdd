"""A real OpenID provider on a port of this machine: Authlib's, with one client and one person at a time."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin
from authlib.oidc.core.grants import OpenIDCode
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, JsonResponse
from joserfc.jwk import RSAKey

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # Authlib would refuse plain HTTP, which stays on this machine

CLIENT, SECRET = "portal", "between-us-two"


@dataclass
class Said:
    """What the provider says of whoever signs in there; a test may make it lie."""

    sub: str = "a1"
    preferred_username: str = ""
    amr: list[str] = field(default_factory=lambda: ["pwd"])
    lies: dict[str, Any] = field(default_factory=dict)  # claims of the token that are not so
    asked: list[dict[str, str]] = field(default_factory=list)  # what came to the authorization endpoint
    in_userinfo: dict[str, Any] | None = None  # if set, told there and not in the token
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None


class _Client(ClientMixin):
    redirect_uri = "http://testserver/accounts/openid/callback/"

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    amr: list[str]

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> list[str]:
        return self.amr


def _server(said: Said, issuer: Callable[[], str]) -> AuthorizationServer:
    codes: dict[str, _Code] = {}

    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            pkce = (data.get("code_challenge", ""), data.get("code_challenge_method", ""))
            codes[code] = _Code(code, data["redirect_uri"], request.scope, data.get("nonce", ""), *pkce, said.amr)

        def query_authorization_code(self, code: str, client: Any) -> _Code | None:
            return codes.get(code)

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            del codes[authorization_code.code]

        def authenticate_user(self, authorization_code: _Code) -> Any:
            return SimpleNamespace(pk=1)

    class Code(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in codes.values())

        def resolve_client_private_key(self, client: Any) -> RSAKey:
            return said.signs_with or said.key

        def get_encode_header(self, client: Any) -> dict[str, str]:
            return {"alg": "RS256", "kid": "one"}

        def get_client_claims(self, client: Any) -> dict[str, Any]:
            return {"iss": issuer(), "aud": [CLIENT]}

        def generate_user_info(self, user: Any, scope: str) -> dict[str, Any]:
            name = {} if said.in_userinfo is not None else {"preferred_username": said.preferred_username}
            return {"sub": said.sub} | name | said.lies

    class Server(AuthorizationServer):
        def query_client(self, client_id: str) -> _Client | None:
            return _Client() if client_id == CLIENT else None

        def save_token(self, token: dict[str, Any], request: Any) -> None:
            """Nobody asks for it later."""

    server = Server(None, None)
    server.register_grant(Grant, [Code(require_nonce=True), CodeChallenge(required=True)])
    return server


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[tuple[str, Said]]:
    """The provider's address, and what it will say."""
    said = Said()
    httpd = make_server("127.0.0.1", 0, lambda environ, start: _answer(environ, start), handler_class=_Quiet)
    url = f"http://127.0.0.1:{httpd.server_port}"
    server = _server(said, lambda: url)

    def pages(request: WSGIRequest) -> HttpResponse:
        match request.path:
            case "/.well-known/openid-configuration":
                return JsonResponse(
                    {
                        "issuer": url,
                        "authorization_endpoint": f"{url}/authorize",
                        "token_endpoint": f"{url}/token",
                        "userinfo_endpoint": f"{url}/userinfo",
                        "jwks_uri": f"{url}/keys",
                        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                    }
                )
            case "/keys":
                return JsonResponse({"keys": [said.key.as_dict(private=False) | {"use": "sig", "alg": "RS256"}]})
            case "/authorize":
                said.asked.append(request.GET.dict())
                grant = server.get_consent_grant(request, SimpleNamespace(pk=1))
                return server.create_authorization_response(request, SimpleNamespace(pk=1), grant)
            case "/token":
                return server.create_token_response(request)
            case "/userinfo":
                return JsonResponse({"sub": said.sub} | (said.in_userinfo or {}))
        return HttpResponse(status=404)

    def _answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        response = pages(WSGIRequest(environ))
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield url, said
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
