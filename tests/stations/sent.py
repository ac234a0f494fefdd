"""Stations, services, people, posts and bases as other systems send them, and how."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from fedportal.api.scopes import Scope
from fedportal.orgs.models import Organization
from tests.api.clients import api_client, caller

Answer = Any  # of Django's test client
SYSTEM = "binzhou-zhfl"
STATION: dict[str, Any] = {
    "kind": "rights",
    "name": "新兴社区妇女维权服务站",
    "opened_on": "2024-03-08",
    "host_kind": "governance",
    "address": "黄河五路 300 号",
    "hours": "周一至周五 8:30—17:30",
}
PERSON: dict[str, Any] = {
    "name": "孙丽华",
    "sex": "female",
    "phone": "13954312345",
    "workplace": "北镇街道司法所",
    "joined_on": "2024-03-08",
    "role": {"kind": "mediator"},
    "days": [1, 3],
    "begins": "14:00",
    "ends": "17:00",
}


def writer(org: Organization, *more: Scope) -> Client:
    """A system of that unit that reads and writes all of this room."""
    scopes = (Scope.STATIONS, Scope.STATIONS_WRITE, Scope.NETWORK, Scope.NETWORK_WRITE)
    return caller(api_client(org, *scopes, *more))


def post(client: Client, many: str, body: object, **headers: str) -> Answer:
    return _send(client.post, reverse(f"stations_api:{many}"), body, headers)


def put(client: Client, one: str, number: str, body: object, **headers: str) -> Answer:
    return _send(client.put, reverse(f"stations_api:{one}_external", args=[SYSTEM, number]), body, headers)


def patch(client: Client, one: str, ref: object, body: object, **headers: str) -> Answer:
    return _send(client.patch, reverse(f"stations_api:{one}", args=[ref]), body, headers)


def move(client: Client, one: str, ref: object, name: str, body: object, **headers: str) -> Answer:
    return _send(client.post, reverse(f"stations_api:{one}_move", args=[ref, name]), body, headers)


def batch(client: Client, many: str, items: object, **headers: str) -> Answer:
    return _send(client.post, reverse(f"stations_api:{many}_batch"), {"items": items}, headers)


def _send(verb: Any, address: str, body: object, headers: dict[str, str]) -> Answer:
    """Headers as keywords: `if_match="1"` becomes If-Match: "1"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if "if-match" in named:
        named["if-match"] = f'"{named["if-match"]}"'
    return verb(address, json.dumps(body), content_type="application/json", headers=named)
