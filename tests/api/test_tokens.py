"""A client gets a token by its secret, and only a good client."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import get_access_token_model

from fedportal.api.scopes import Scope
from tests.api.clients import SECRET, api_client, token
from tests.factories import ProvinceTree

pytestmark = pytest.mark.django_db


def _ask(client_id: str, secret: str = SECRET, **more: str) -> int:
    data = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, **more}
    return Client().post(reverse("api:token"), data).status_code


def test_a_registered_client_gets_a_token_by_its_secret(tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng)
    assert _ask(client.client_id) == 200
    assert _ask(client.client_id, "another secret") == 401


def test_tokens_and_secrets_do_not_stand_in_the_database(tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng)
    raw = token(client)
    row = get_access_token_model().objects.get()
    assert raw not in (row.token, row.token_checksum)
    assert SECRET not in client.client_secret


def test_a_client_that_has_run_out_or_was_stopped_gets_none(tree: ProvinceTree) -> None:
    over = api_client(tree.bincheng, expires_on=dt.date(2020, 1, 1))
    assert _ask(over.client_id) == 401


def test_a_client_gets_no_scope_that_it_was_not_granted(tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng, Scope.READ)
    assert _ask(client.client_id, scope="write") == 400


def test_a_client_may_come_from_its_own_addresses_alone(tree: ProvinceTree) -> None:
    assert _ask(api_client(tree.bincheng, addresses=["10.12.0.0/16"]).client_id) == 401
    assert _ask(api_client(tree.bincheng, addresses=["127.0.0.1"]).client_id) == 200
