"""The list's filter as a ledger in .xlsx."""

from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cases.views import petition_export
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user

EXPORT = "/petitions/export/"


def ledger(client: Client, by: User, **query: str) -> list[dict[str, str]]:
    client.force_login(by)
    answer = client.get(EXPORT, query)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_ledger_holds_what_the_filter_shows(client: Client, clerk: User, intruder: User) -> None:
    row = petition(clerk, at=timezone.now())
    petition(clerk, at=timezone.now(), category="family.divorce")
    petition(intruder, at=timezone.now())

    rows = ledger(client, clerk, category="family.dv")

    assert [line["编号"] for line in rows] == [row.number]
    assert rows[0]["姓名"] == "王小芳"
    assert rows[0]["联系方式"] == "13854312345"
    assert rows[0]["身份证号"] == "110***********002X"
    assert rows[0]["状态"] == "已登记"


def test_names_and_contacts_are_masked_outside_the_holding_unit(client: Client, clerk: User, superior: User) -> None:
    petition(clerk, at=timezone.now())

    (line,) = ledger(client, superior)

    assert (line["姓名"], line["联系方式"], line["住址"]) == ("王某某", "138****2345", "（已隐去）")


def test_what_looks_like_a_formula_is_text(client: Client, clerk: User) -> None:
    for text in ("=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'):
        petition(clerk, at=timezone.now(), facts=text, request="https://example.com")
    client.force_login(clerk)
    book = load_workbook(BytesIO(b"".join(client.get(EXPORT).streaming_content)))

    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_too_many_rows_are_refused_not_cut_off(client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(petition_export, "MOST", 1)
    petition(clerk, at=timezone.now())
    petition(clerk, at=timezone.now())
    client.force_login(clerk)

    answer = client.get(EXPORT, {"open": "1"}, follow=True)

    assert answer.redirect_chain == [("/petitions/?open=1", 302)]
    assert "一次最多导出" in answer.content.decode()
    assert not AccessEvent.objects.filter(verb="petition.export").exists()


def test_an_export_is_audited_without_what_was_searched_for(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now())

    ledger(client, clerk, q="王小芳", status="")

    event = AccessEvent.objects.get(verb="petition.export")
    assert (event.actor, event.detail) == (clerk, {"rows": 1, "filters": ["q"]})


def test_without_the_right_there_is_403(client: Client, tree: ProvinceTree, law: None) -> None:
    client.force_login(user(tree.bincheng, Role.HANDLER))

    assert client.get(EXPORT).status_code == 403
