"""Single sign-on by OpenID Connect: allauth's flow, with what it leaves out, and accounts of ours only."""

from typing import Any, NoReturn

import jwt
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from fedportal.audit.log import record
from fedportal.directory.actions.identities import PROVIDER, user_of
from fedportal.lib.refusals import NotAllowed

ALGORITHMS = ["RS256", "PS256", "ES256"]  # never what the token itself proposes
CLOCKS_DIFFER = 30  # seconds


def nonce_of(state: str) -> str:
    """Binds the token to this sign-in: the state is in this browser's session, and is taken once."""
    return salted_hmac("fedportal.openid.nonce", state, algorithm="sha256").hexdigest()


class NonceClient(OAuth2Client):
    """Asks with a nonce."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, Any]) -> str:
        return super().get_redirect_url(authorization_url, scope, extra_params | {"nonce": nonce_of(self.state)})


class OpenIdAdapter(OpenIDConnectOAuth2Adapter):
    """Believes an answer only with a token that is signed, for us, in time, and of this sign-in."""

    client_class = NonceClient

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER) -> None:
        super().__init__(request, provider_id)

    def get_provider(self) -> "OpenIdProvider":
        options = {"server_url": settings.OIDC_SERVER_URL, "oauth_pkce_enabled": True}
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=PROVIDER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_SECRET,
            settings=options,
        )
        return OpenIdProvider(self.request, app=app)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("openid_callback"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        if settings.OIDC_CLAIM not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is about somebody else")
            claims = told | claims
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as asking:
            keys = asking.get(self.openid_config["jwks_uri"])
            keys.raise_for_status()
        try:
            key = jwt.PyJWKSet.from_dict(keys.json())[jwt.get_unverified_header(id_token)["kid"]]
            claims = jwt.decode(
                id_token,
                key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("the id token is not good") from error
        if not constant_time_compare(claims["nonce"], nonce_of(self.request.GET.get("state", ""))):
            raise OAuth2Error("the id token is of another sign-in")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the id token was made for another client")
        return claims


class OpenIdProvider(OpenIDConnectProvider):
    """Keeps nothing of what the provider tells, and lets no visitor change what is asked."""

    oauth2_adapter_class = OpenIdAdapter

    def get_oauth2_adapter(self, request: HttpRequest) -> OpenIdAdapter:
        return OpenIdAdapter(request)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        asked = super().get_redirect_from_request_kwargs(request)
        fixed = {"process": AuthProcess.LOGIN, "scope": self.get_scope(), "auth_params": self.get_auth_params()}
        return asked | fixed

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


class OpenIdAccounts(DefaultSocialAccountAdapter):
    """Who the provider names comes in by the account that she has here; none is ever made."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Goes on by our own way, the same as after a password: the stages, the sitting, the trace."""
        raise ImmediateHttpResponse(_come_in(request, sociallogin))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> NoReturn:
        raise ImmediateHttpResponse(refused(request, "cancelled" if error == AuthError.CANCELLED else "failed"))


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says what to do now; the trace says why, and names nobody."""
    address = get_account_adapter().get_client_ip(request)
    record("session.refuse", by=None, at=timezone.now(), address=address, openid=why)
    return render(request, "account/openid_refused.html", {"why": why, "name": settings.OIDC_NAME}, status=403)


def _come_in(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    claims, adapter = sociallogin.claims, get_account_adapter()
    name, address = str(claims.get(settings.OIDC_CLAIM) or ""), adapter.get_client_ip(request)
    try:
        user = user_of(sociallogin.account.uid, name, at=timezone.now(), address=address)
    except NotAllowed as refusal:
        return refused(request, str(refusal))
    if request.user.is_authenticated:
        adapter.logout(request)
    if settings.OIDC_PROVES_SECOND_FACTOR and "mfa" in (claims.get("amr") or []):
        request.second_factor_proven = True  # type: ignore[attr-defined]
    record_authentication(request, user, method="socialaccount", provider=PROVIDER)
    return perform_login(request, Login(user=user, redirect_url=sociallogin.state.get("next")))
