"""The way out to the provider of single sign-on, and back."""

from collections.abc import Callable

import requests
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fedportal.directory.openid import OpenIdAdapter, refused


@never_cache
@login_not_required
@require_safe
def openid_login(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    return _by(OAuth2LoginView.adapter_view, request)


@never_cache
@login_not_required
@require_safe
def openid_callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider, with its word."""
    return _by(OAuth2CallbackView.adapter_view, request)


def _by(view: Callable[..., Callable[..., HttpResponse]], request: HttpRequest) -> HttpResponse:
    if not settings.OIDC_SERVER_URL:
        raise Http404
    try:
        return view(OpenIdAdapter(request))(request)
    except (requests.RequestException, KeyError, ValueError):  # it is down, or does not answer as it should
        return refused(request, "failed")
