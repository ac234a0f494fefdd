"""The feed is read below what still runs, so its tests really commit."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from tests.api.clients import api_client, caller
from tests.changes.mirror import Mirror
from tests.changes.receiver import Receiver, receiving
from tests.factories import ProvinceTree


@pytest.fixture
def county_client(transactional_db: None, law: None, tree: ProvinceTree) -> ApiClient:
    """The system of 滨城区, which may read and write."""
    return api_client(tree.bincheng, Scope.READ, Scope.WRITE)


@pytest.fixture
def mirror(county_client: ApiClient) -> Mirror:
    """A copy that begins empty."""
    return Mirror(caller(county_client))


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A server of the client, in a network into which webhooks may lead."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as server:
        yield server


@pytest.fixture
def hooked(transactional_db: None, law: None, tree: ProvinceTree) -> Client:
    """A caller for the system of 滨城区, which is told of changes and may read."""
    return caller(api_client(tree.bincheng, Scope.READ, Scope.WEBHOOKS))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names resolve to; one not named here is asked of the system, which reads numbers alone."""
    known: dict[str, list[str]] = {}
    asked = socket.getaddrinfo

    def answer(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in known:
            return asked(host, port, *args, **kwargs)
        family = {4: socket.AF_INET, 6: socket.AF_INET6}
        found = [ipaddress.ip_address(text) for text in known[name]]
        return [(family[ip.version], socket.SOCK_STREAM, 6, "", (str(ip), port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return known
