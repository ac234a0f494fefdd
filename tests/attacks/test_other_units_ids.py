"""Ids of another county in the address: one and the same answer as for what never was, for the same work.

It walks through the table of tests/test_permissions.py, so that no new address escapes. Time is not measured, which
says little on a busy machine: the questions to the database are compared, and they are what takes time.
"""

import re
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.factories import ProvinceTree, held_together, user
from tests.test_permissions import TABLE, Arguments, Row, a_petition, an_accusation, every_thing

NEVER_WAS = 999_999_999
# Part of the address that says which kind of thing, and not which one.
KINDS = {"name", "kind", "form"}
TOKEN = re.compile(rb'(X-CSRFToken": "|csrfmiddlewaretoken" value=")[A-Za-z0-9]+')
SESSION = re.compile(r"django_session|accounts_user|axes_")


def never_was(arguments: Arguments) -> Arguments:
    """The same address with ids that nothing has."""
    return {
        name: value
        if name in KINDS or isinstance(value, str)
        else uuid.uuid4()
        if isinstance(value, uuid.UUID)
        else NEVER_WAS
        for name, value in arguments.items()
    }


def ask(row: Row, reader: User, arguments: Arguments) -> tuple[HttpResponse, list[str]]:
    """The answer, and the shape of each question that the database was asked."""
    client = Client(raise_request_exception=False)
    client.force_login(reader)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = getattr(client, row.method)(reverse(row.name, kwargs=arguments), row.data)
    tables = [re.sub(r"\b\d+\b|'[^']*'", "?", query["sql"]) for query in asked]
    return answer, [sql for sql in tables if not SESSION.search(sql.split("WHERE")[0])]


def plain(answer: HttpResponse) -> bytes:
    return TOKEN.sub(rb"\1", answer.content)


@pytest.mark.usefixtures("law")
@every_thing
def test_what_is_not_yours_is_answered_as_what_never_was(row: Row, tree: ProvinceTree) -> None:
    roles = [role for role in Role if row.open_to(role)]
    check_alike(row, user(tree.bincheng, *held_together(roles)), row.thing(tree.huimin, None))


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("row", [row for row in TABLE if row.thing is a_petition], ids=str)
def test_an_accusation_of_ones_own_unit_is_answered_so_too(row: Row, tree: ProvinceTree) -> None:
    """For those whom nobody named; the head of the unit reads it by her office."""
    roles = [role for role in Role if row.open_to(role) and role is not Role.UNIT_HEAD]
    check_alike(row, user(tree.bincheng, *held_together(roles)), an_accusation(tree.bincheng, None))


def check_alike(row: Row, reader: User, arguments: Arguments) -> None:
    before = AccessEvent.objects.count()

    theirs, asked_theirs = ask(row, reader, arguments)
    nothing, asked_nothing = ask(row, reader, never_was(arguments))

    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert plain(theirs) == plain(nothing)
    assert dict(theirs.headers) == dict(nothing.headers) | {"Content-Length": theirs["Content-Length"]}
    assert asked_theirs == asked_nothing
    assert AccessEvent.objects.count() == before
