"""Verbs on clients: register one, change its terms, give it another secret, stop it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import get_access_token_model

from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.api.scopes import roles_for
from fedportal.api.terms import Terms
from fedportal.audit.log import record
from fedportal.directory.actions.client_accounts import (
    close_client_account,
    create_client_account,
    set_client_roles,
)
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization


@transaction.atomic
def register_client(*, by: User, name: str, org: Organization, terms: Terms, at: dt.datetime) -> tuple[ApiClient, str]:
    """A new client and its secret, which is told this once: it is stored as a digest alone."""
    terms.check(timezone.localdate(at))
    unit = Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=org.pk)
    _refuse_namesake(unit, name, on=timezone.localdate(at))
    key, secret = generate_client_id(), generate_client_secret()
    username, roles = f"api-{key[:12].lower()}", roles_for(list(terms.scopes))
    account = create_client_account(by=by, username=username, name=name[:60], org=unit, roles=roles, at=at)
    client = ApiClient.objects.create(
        user=account,
        name=name,
        client_id=key,
        client_secret=secret,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        registered_by=by,
        **terms.values(),
    )
    record("api_client.register", client, by=by, at=at, org=unit.code, **_told(client))
    return client, secret


@transaction.atomic
def change_client(client: ApiClient, *, by: User, terms: Terms, at: dt.datetime) -> ApiClient:
    """Other terms from now on: the account's roles follow, and tokens that were given on the old ones end."""
    terms.check(timezone.localdate(at))
    locked = _lock(client, by)
    before = _told(locked)
    for column, value in terms.values().items():
        setattr(locked, column, value)
    locked.save(update_fields=[*terms.values(), "updated"])
    set_client_roles(locked.user, by=by, roles=roles_for(locked.scopes), at=at)
    _end_tokens(locked)
    record("api_client.change", locked, by=by, at=at, before=before, after=_told(locked))
    return locked


@transaction.atomic
def renew_secret(client: ApiClient, *, by: User, at: dt.datetime) -> tuple[ApiClient, str]:
    """Another secret, told this once; the old one and all tokens that it has brought are worth nothing any more."""
    locked, secret = _lock(client, by), generate_client_secret()
    locked.client_secret = secret
    locked.save(update_fields=["client_secret", "updated"])
    _end_tokens(locked)
    record("api_client.new_secret", locked, by=by, at=at)
    return locked, secret


@transaction.atomic
def stop_client(client: ApiClient, *, by: User, at: dt.datetime) -> ApiClient:
    """For good, with its account and its tokens; what it has written stays."""
    locked = _lock(client, by)
    locked.revoked_at, locked.revoked_by = at, by
    locked.save(update_fields=["revoked_at", "revoked_by", "updated"])
    close_client_account(locked.user, by=by, at=at)
    _end_tokens(locked)
    record("api_client.stop", locked, by=by, at=at)
    return locked


def _lock(client: ApiClient, by: User) -> ApiClient:
    locked = ApiClient.objects.select_for_update(of=("self",)).select_related("user__org").get(pk=client.pk)
    if not by.org.covers(locked.user.org.code):
        raise NotAllowed("该单位不在您的管辖范围内。")
    if locked.revoked_at is not None:
        raise NotAllowed("该客户端已停用，需要时请重新登记。")
    return locked


def _refuse_namesake(org: Organization, name: str, *, on: dt.date) -> None:
    """Two of one name in a unit could not be told apart in the trail, and are mostly one that was sent twice."""
    if ApiClient.objects.living(on).filter(user__org=org, name=name).exists():
        raise NotAllowed(f"{org.name}已登记名为“{name}”的客户端。要换密钥，请在该客户端页面办理。")


def _end_tokens(client: ApiClient) -> None:
    get_access_token_model().objects.filter(application=client).delete()


def _told(client: ApiClient) -> dict[str, Any]:
    """Its terms, for the trail."""
    return {
        "scopes": client.scopes,
        "system": client.system,
        "addresses": client.addresses,
        "expires_on": client.expires_on.isoformat(),
        "legal_basis": client.legal_basis,
    }
