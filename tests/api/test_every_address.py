"""Every address of the interface x every method: closed to strangers, to cookies, and to tokens without its scope.

What an address shows or does beyond that is the test of its room. An address comes in by itself; one that is open to
all stands in OPEN.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import SAFE_METHODS

from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientView
from tests.api.clients import api_client, caller
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db

OPEN = {"api:token"}
SAMPLES = {
    "number": "1",
    "system": "a",
    "external_id": "1",
    "move": "accept",
    "part": "timeline",
    "code": "1",
    "pk": 1,
    "ref": "00000000-0000-4000-8000-000000000000",
    "delivery": "00000000-0000-4000-8000-000000000000",
}


@dataclass(frozen=True)
class Address:
    """One method of one address, and the scope that it asks for."""

    name: str
    path: str
    method: str
    scope: Scope

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def ask(self, client: Client) -> int:
        return int(client.generic(self.method, self.path, "{}", content_type="application/json").status_code)


def _patterns(
    patterns: list[URLPattern | URLResolver], path: str, space: str
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        below = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, below, f"{space}{pattern.namespace}:")
        else:
            yield f"{space}{pattern.name}", below, pattern


def _addresses() -> Iterator[Address]:
    for name, path, pattern in _patterns(get_resolver().url_patterns, "", ""):
        if not path.startswith("api/v1/") or name in OPEN:
            continue
        view: Any = pattern.callback
        methods = getattr(view, "actions", None) or [
            verb for verb in view.cls.http_method_names if verb != "options" and hasattr(view.cls, verb)
        ]
        assert issubclass(view.cls, ClientView), f"{name} is not closed as the others are"
        for kind in pattern.pattern.converters:
            path = path.replace(f"<{_converted(path, kind)}>", str(SAMPLES.get(kind, "1")))
        for method in sorted(verb.upper() for verb in methods):
            scope = view.cls.scope if method in SAFE_METHODS else view.cls.write_scope
            yield Address(name, f"/{path}", method, scope)


def _converted(path: str, kind: str) -> str:
    """How it stands in the pattern: `str:number`."""
    return next(part for part in path.replace(">", "<").split("<") if part.rpartition(":")[2] == kind)


ADDRESSES = list(_addresses())


def test_no_address_is_forgotten() -> None:
    assert {"cases_api:petitions", "cases_api:batch", "cases_api:external", "cases_api:move"} <= {
        address.name for address in ADDRESSES
    }


def test_a_stranger_and_a_colleague_with_a_cookie_are_asked_for_a_token(tree: ProvinceTree) -> None:
    stranger, browser = Client(raise_request_exception=False), Client(raise_request_exception=False)
    browser.force_login(user(tree.bincheng, Role.UNIT_HEAD))

    for one in (stranger, browser):
        answers = {str(address): address.ask(one) for address in ADDRESSES}
        assert {name: status for name, status in answers.items() if status != 401} == {}


def test_a_token_without_its_scope_is_refused(tree: ProvinceTree) -> None:
    without = {
        asked: caller(api_client(tree.bincheng, *(scope for scope in Scope if scope != asked)))
        for asked in {address.scope for address in ADDRESSES}
    }

    answers = {str(address): address.ask(without[address.scope]) for address in ADDRESSES}
    assert {name: status for name, status in answers.items() if status != 403} == {}
