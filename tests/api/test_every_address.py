"""Every address of the interface x every method: closed to strangers, to cookies, and to tokens without its scope.

What an address shows or does beyond that is the test of its room. An address comes in by itself; one that is open to
all stands in tests/api/addresses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from rest_framework.permissions import SAFE_METHODS

from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientView
from tests.api.addresses import for_clients
from tests.api.clients import api_client, caller
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Asked:
    """One method of one address, the scope that it asks for, and others by which it shows what those open."""

    name: str
    url: str
    method: str
    scope: Scope
    others: tuple[Scope, ...]

    @property
    def is_shared(self) -> bool:
        """With 12345, which is shown its own work orders there."""
        return Scope.TICKETS in self.others

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def ask(self, client: Client) -> int:
        return int(client.generic(self.method, self.url, "{}", content_type="application/json").status_code)


def _asked() -> Iterator[Asked]:
    for address in for_clients():
        view: Any = address.pattern.callback
        methods = getattr(view, "actions", None) or [
            verb for verb in view.cls.http_method_names if verb != "options" and hasattr(view.cls, verb)
        ]
        assert issubclass(view.cls, ClientView), f"{address} is not closed as the others are"
        for method in sorted(verb.upper() for verb in methods):
            scope = view.cls.scope if method in SAFE_METHODS else view.cls.write_scope
            yield Asked(address.name, address.url, method, scope, view.cls.other_scopes)


ADDRESSES = list(_asked())


def test_no_address_is_forgotten() -> None:
    assert {"cases_api:petitions", "cases_api:batch", "cases_api:external", "cases_api:move"} <= {
        address.name for address in ADDRESSES
    }


def test_a_stranger_and_a_colleague_with_a_cookie_are_asked_for_a_token(tree: ProvinceTree) -> None:
    stranger, browser = (  # from two places: each may ask so often in a minute, and there are many addresses
        Client(raise_request_exception=False, REMOTE_ADDR=f"192.0.2.{number}") for number in (1, 2)
    )
    browser.force_login(user(tree.bincheng, Role.UNIT_HEAD))

    for one in (stranger, browser):
        answers = {str(address): address.ask(one) for address in ADDRESSES}
        assert {name: status for name, status in answers.items() if status != 401} == {}


def test_a_token_without_its_scope_is_refused(tree: ProvinceTree) -> None:
    enough = {frozenset({address.scope, *address.others}) for address in ADDRESSES}
    without = {
        scopes: caller(api_client(tree.bincheng, *(scope for scope in Scope if scope not in scopes | {Scope.TICKETS})))
        for scopes in enough
    }

    answers = {
        str(address): address.ask(without[frozenset({address.scope, *address.others})]) for address in ADDRESSES
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}


def test_12345_is_let_in_where_its_orders_are_and_nowhere_else(tree: ProvinceTree) -> None:
    them = caller(api_client(tree.bincheng, Scope.TICKETS, system="binzhou-12345"))

    answers = {str(address): address.ask(them) for address in ADDRESSES if not address.is_shared}

    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert {address.name for address in ADDRESSES if address.is_shared} == {
        *("api:client", "changes:changes", "changes:snapshot", "changes:kinds", "changes:digest"),
        *(
            "hotline_api:tickets",
            "hotline_api:batch",
            "hotline_api:external",
            "hotline_api:ticket",
            "hotline_api:move",
        ),
    }
