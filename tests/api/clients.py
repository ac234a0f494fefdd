"""Clients of the interface for tests."""

import base64
import datetime as dt

from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope, roles_for
from fedportal.orgs.models import Organization
from tests.factories import user

SECRET = "not-guessed-by-anyone"
FAR = dt.date(2099, 12, 31)


def api_client(org: Organization, *scopes: Scope, **more: object) -> ApiClient:
    """A system of that unit that may read, or what the scopes say."""
    granted = [str(scope) for scope in scopes or (Scope.READ,)]
    return acting_as(user(org, *(Role(role) for role in roles_for(granted))), *granted, **more)


def acting_as(account: User, *granted: str, **more: object) -> ApiClient:
    """A system that acts as that account: it may read, or what the scopes say."""
    granted = granted or (str(Scope.READ),)
    basis = {"legal_basis": "《个人信息保护法》第十三条第一款第三项"} if Scope.PERSONAL in granted else {}
    fields = {"name": "市级信访系统", "expires_on": FAR, "registered_by": account} | basis | more
    return ApiClient.objects.create(
        user=account,
        scopes=list(granted),
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=SECRET,
        **fields,
    )


def token(client: ApiClient, **more: str) -> str:
    """As the client would get it over the wire."""
    basic = base64.b64encode(f"{client.client_id}:{SECRET}".encode()).decode()
    answer = Client().post(
        reverse("api:token"),
        {"grant_type": "client_credentials", **more},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def caller(client: ApiClient) -> Client:
    """A test client that carries a token of this client."""
    return Client(headers={"Authorization": f"Bearer {token(client)}"})
