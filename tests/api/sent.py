"""What clients send in tests, and how."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.orgs.models import Organization
from tests.api.clients import api_client

Answer = Any  # of Django's test client


def writer(org: Organization, *more: Scope) -> ApiClient:
    return api_client(org, Scope.READ, Scope.WRITE, *more)


def petitioner(**changes: object) -> dict[str, object]:
    who: dict[str, object] = {
        "name": "王小芳",
        "sex": "female",
        "birth_year": 1990,
        "marital": "divorced",
        "phone": "13854312345",
        "address": "滨城区黄河五路 385 号",
    }
    return _without_none(who | changes)


def sent(**changes: object) -> dict[str, object]:
    """A petition as a system sends it; NOTHING leaves a field out."""
    given: dict[str, object] = {
        "received_at": "2026-11-23T09:30:00+08:00",
        "channel": "visit",
        "matter_class": "redress",
        "category": "family.dispute",
        "request": "要求协调抚养费。",
        "facts": "离婚后对方一直不付抚养费，多次催要没有结果。",
        "petitioner": petitioner(),
        "contact": {"read_back": True},
    }
    return _without_none(given | changes)


NOTHING = object()


def _without_none(given: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in given.items() if value is not NOTHING}


def post(client: Client, body: object, **headers: str) -> Answer:
    return _send(client.post, reverse("cases_api:petitions"), body, headers)


def put(
    client: Client, body: object, *, system: str = "binzhou-12345", number: str = "GD-1", **headers: str
) -> Answer:
    return _send(client.put, reverse("cases_api:external", args=[system, number]), body, headers)


def patch(client: Client, number: str, body: object, **headers: str) -> Answer:
    return _send(client.patch, reverse("cases_api:petition", args=[number]), body, headers)


def move(client: Client, number: str, name: str, body: object, **headers: str) -> Answer:
    return _send(client.post, reverse("cases_api:move", args=[number, name]), body, headers)


def contact(client: Client, number: str, body: object, **headers: str) -> Answer:
    return _send(client.post, reverse("cases_api:contacts", args=[number]), body, headers)


def batch(client: Client, items: object, **headers: str) -> Answer:
    return _send(client.post, reverse("cases_api:batch"), {"items": items}, headers)


def _send(verb: Any, address: str, body: object, headers: dict[str, str]) -> Answer:
    """Headers as keywords: `if_match="1"` becomes If-Match: "1"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if "if-match" in named:
        named["if-match"] = f'"{named["if-match"]}"'
    return verb(address, json.dumps(body), content_type="application/json", headers=named)


def wrong(answer: Answer) -> dict[str, str]:
    """The fields that are not as the description wants them, each with its code."""
    return _named(answer, 400)


def unfit(answer: Answer) -> dict[str, str]:
    """The fields that law, pages or what there is refuse, each with its code."""
    return _named(answer, 422)


def _named(answer: Answer, status: int) -> dict[str, str]:
    assert answer.status_code == status, answer.content.decode()
    return {error["field"]: error["code"] for error in answer.json()["errors"]}
