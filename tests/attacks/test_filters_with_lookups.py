"""Filters and orders of lists with more in them than was meant: quotes, lookups of the ORM, other columns."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.roles import Role
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.test_odd_addresses import PAGES

THEIRS, OURS = "别县的事不该出现", "本县的事应当出现"
PAYLOADS = [
    "' OR 1=1 --",
    "x') UNION SELECT password FROM accounts_user --",
    "org__code__gte",
    "-registered_by__password",
    "<script>alert(1)</script>{{7*7}}",
]
LOOKUPS = {
    "org__code__gte": "0",
    "org_id": "1",
    "pk__gte": "0",
    "id__in": "1,2,3",
    "registered_by__password__startswith": "argon2",
    "matter_class__isnull": "False",
    "facts__regex": "(a+)+$",
    "_connector": "OR",
    "_negated": "True",
    "ordering": "registered_by__password",
    "order_by": "registered_by__password",
    "fields": "*",
    "user": "1",
    "at": "2020-01-01",
}


def numbers(page: str) -> set[str]:
    return set(re.findall(r"妇信〔\d+〕\d+", page))


@pytest.fixture
def reader(client: Client, tree: ProvinceTree, law: None) -> Client:
    petition(user(tree.huimin, Role.RECEPTIONIST), at=timezone.now(), facts=THEIRS, request=THEIRS)
    petition(user(tree.bincheng, Role.RECEPTIONIST), at=timezone.now(), facts=OURS, request=OURS)
    client.force_login(user(tree.bincheng, Role.UNIT_HEAD))
    return client


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.SEC_ADMIN, Role.SYS_ADMIN])
def test_no_parameter_takes_more_than_a_value(reader: Client, tree: ProvinceTree, role: Role, payload: str) -> None:
    reader.force_login(user(tree.bincheng, role))
    for page, names in PAGES.items():
        for name in names:
            answer = reader.get(reverse(page), {name: payload})

            assert answer.status_code in {200, 302, 403, 404}, (page, name)
            told = answer.content.decode()
            assert THEIRS not in told, (page, name)
            assert "argon2" not in told, (page, name)
            assert "<script>alert(1)" not in told, (page, name)
            assert "ProgrammingError" not in told, (page, name)


@pytest.mark.parametrize("name", LOOKUPS)
def test_a_parameter_that_names_a_column_is_no_filter(reader: Client, name: str) -> None:
    """The list stays what it is without: the own matter, and not the other county's."""
    told = reader.get("/petitions/", {name: LOOKUPS[name]}).content.decode()

    assert THEIRS not in told
    assert numbers(told) == numbers(reader.get("/petitions/").content.decode()) != set()


def test_another_countys_code_in_a_filter_shows_nothing_of_it(reader: Client, tree: ProvinceTree) -> None:
    for name in ("under", "held_by", "owed_under", "owed_by", "place"):
        told = reader.get("/petitions/", {name: str(tree.huimin.code)}).content.decode()

        assert THEIRS not in told, name
