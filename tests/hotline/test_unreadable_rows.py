"""On a page, what cannot be deciphered is one row that says so; the others stand there as ever."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from hotline.actions.call_backs import take_missed
from hotline.actions.handing_over import hand_over
from hotline.models import Call, ExternalTicket, HandOver, HotlineLine
from tests.cases.samples import petition
from tests.changes.damage import LOST
from tests.hotline.calls import PHONE, answered, typed
from tests.hotline.orders import ORDER, received, stepped
from tests.hotline.shifts import HOUR, planned

pytestmark = pytest.mark.django_db

UNREADABLE = "暂时读不出"


def damage(row: ExternalTicket | Call | HandOver, column: str) -> None:
    """As if its key had been forgotten."""
    with connection.cursor() as cursor:
        # our own names  # nosec B608
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [LOST, row.pk])


def page(client: Client, by: User, url: str) -> str:
    client.force_login(by)
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows_of(html: str) -> list[str]:
    return html.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]


@pytest.mark.parametrize("column", ["caller_name", "caller_phone"])
def test_one_order_is_unreadable_and_the_list_goes_on(
    client: Client, clerk: User, column: str, caplog: pytest.LogCaptureFixture
) -> None:
    lost, whole = received(clerk, "GD1", title="王小芳求助"), received(clerk, "GD2")
    damage(lost, column)

    rows = rows_of(page(client, clerk, "/hotline/tickets/"))
    told = {number: row for row in rows for number in ("GD1", "GD2") if number in row}

    assert UNREADABLE in told["GD1"]
    assert "王小芳" not in told["GD1"]  # nobody can be taken out of its words
    assert lost.get_absolute_url() not in told["GD1"]
    assert "待签收" in told["GD1"]
    assert UNREADABLE not in told["GD2"]
    for words in (ORDER["title"], ORDER["caller_name"], whole.get_absolute_url()):
        assert words in told["GD2"]
    assert f"externalticket {lost.pk} cannot be shown: hotline_externalticket.{column}" in caplog.text


def test_a_petition_shows_its_orders_though_one_caller_is_lost(client: Client, clerk: User) -> None:
    matter: Petition = petition(clerk)
    lost = stepped(received(clerk, "GD1"), "link", by=clerk, petition=matter)
    damage(lost, "caller_phone")

    assert "GD1" in page(client, clerk, matter.get_absolute_url())


def test_one_call_is_unreadable_and_the_list_goes_on(client: Client, agent: User, line: HotlineLine) -> None:
    lost = typed(answered(line, agent), by=agent)
    whole = typed(answered(line, agent), by=agent)
    damage(lost, "caller_name")

    told = rows_of(page(client, agent, "/hotline/calls/"))

    assert [UNREADABLE in row for row in told].count(True) == 1
    assert [lost.get_absolute_url() in row for row in told].count(True) == 0
    assert [whole.get_absolute_url() in row for row in told].count(True) == 1


def test_a_lost_call_of_the_same_number_does_not_shut_the_screen(
    client: Client, agent: User, line: HotlineLine
) -> None:
    earlier, now = typed(answered(line, agent), by=agent), typed(answered(line, agent), by=agent)
    damage(earlier, "caller_name")

    assert earlier.get_absolute_url() in page(client, agent, now.get_absolute_url())


def test_a_lost_call_or_note_shuts_no_list_that_names_it(
    client: Client, agent: User, head: User, line: HotlineLine
) -> None:
    row = planned(line, head, timezone.now() + HOUR, agent)
    call = take_missed(line, phone=PHONE, rang_at=timezone.now(), by=agent, at=timezone.now())
    note = hand_over(row, "请回访。", call=call, by=head, at=row.begins_at)
    damage(call, "caller_phone")
    damage(note, "note")

    assert call.get_absolute_url() in page(client, agent, "/hotline/slots/")
    for url in ("/hotline/calls/", "/hotline/rota/"):
        assert "等待签收" in page(client, agent, url)
