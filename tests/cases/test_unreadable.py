"""A value that cannot be deciphered stops the page that needs it, and says nowhere what it held."""

import io
import logging
from base64 import b64encode

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from cases.models import Party, Petition
from fedportal.lib.quiet_logs import QuietFormatter
from tests.cases.lives import Line, make_line
from tests.cases.samples import petition
from tests.factories import ProvinceTree

PHONE, ADDRESS = "13854312345", "滨城区黄河五路 385 号"


@pytest.fixture
def row(tree: ProvinceTree, law: None) -> tuple[Line, Petition]:
    line = make_line(tree)
    return line, petition(line.county.clerk)


def asked(row: Petition, line: Line) -> tuple[int, str, str]:
    """Status and content of the page, and what the log says, as the portal writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(QuietFormatter("{message}", style="{"))
    logging.getLogger("django.request").addHandler(handler)
    client = Client(raise_request_exception=False)
    client.force_login(line.county.clerk)
    try:
        answer = client.get(row.get_absolute_url())
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    return answer.status_code, answer.content.decode(), written.getvalue()


def test_a_lost_key_is_named_in_the_log_alone(row: tuple[Line, Petition], settings: Settings) -> None:
    line, made = row
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM cases_party")
        ((stored,),) = cursor.fetchall()
    settings.FIELD_KEYS = f"lost:{b64encode(bytes(32)).decode()}"

    status, page, log = asked(made, line)

    assert status == 500
    assert "is not among FIELD_KEYS" in log
    assert "FIELD_KEYS" not in page
    assert not any(secret in page + log for secret in (PHONE, ADDRESS, stored, stored.rpartition(":")[2]))


def test_a_changed_value_is_not_shown(row: tuple[Line, Petition]) -> None:
    line, made = row
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_party SET address = phone")

    status, page, log = asked(made, line)

    assert status == 500
    assert "cases_party.address: the value was changed, moved, or enciphered with another key." in log
    assert not any(secret in page + log for secret in (PHONE, ADDRESS))


@pytest.mark.usefixtures("database_owner")  # under policies PostgreSQL repeats no row at all
def test_a_row_that_the_database_refuses_is_repeated_enciphered(row: tuple[Line, Petition]) -> None:
    _, made = row
    wrong = Party(petition=made, role="witness", name="李四", sex="male", phone=PHONE, address=ADDRESS, seat=3)

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        wrong.save()

    assert "Failing row contains" in str(refused.value)
    assert not any(secret in str(refused.value) for secret in (PHONE, ADDRESS))
