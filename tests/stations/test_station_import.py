"""Stations from a ledger: what is wrong stands beside its row and column, and what comes in is as if typed."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.loading import divisions_of, load
from fedportal.orgs.models import Level, Organization
from stations.imports.running import STATIONS
from stations.imports.template import template
from stations.models import Station, StationImport
from stations.quarters import Quarter
from tests.cases.ledgers import workbook
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.coverage import counted, coverage_of, kept
from tests.stations.ledgers import book, checked, imported, remarks, row
from tests.stations.stations import station


def test_good_rows_come_in_as_if_typed_with_people_history_and_trail(clerk: User, tree: ProvinceTree) -> None:
    batch = imported(book([row("新兴社区", 负责人="王站长", 负责人电话="13854300001"), row("371602003")]), clerk)

    assert (batch.status, batch.imported, batch.bad) == ("done", 2, 0)
    found = Station.objects.get(org=tree.village)
    assert (found.org_code, found.kind, found.host_kind, found.entered_by) == (
        tree.village.code,
        "rights",
        "governance",
        clerk,
    )
    assert [(one.name, one.phone) for one in found.contacts.all()] == [("王站长", "13854300001")]
    assert [event.verb for event in found.events.all()] == ["station.import"]
    assert AccessEvent.objects.filter(verb="station.import", actor=clerk).count() == 2
    assert kept() == counted()


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"服务的单位": "无此村"}, "服务的单位", "查不到“无此村”"),
        ({"服务的单位": "惠民县"}, "服务的单位", "不在本单位（滨城区）的范围内"),
        ({"名称": ""}, "名称", "空着"),
        ({"类别": "茶馆"}, "类别", "不是可选的类别"),
        ({"地址": ""}, "地址", "空着"),
        ({"建站日期": "去年春天"}, "建站日期", "认不出是哪一天"),
        ({"建站日期": "2999-01-01"}, "建站日期", "晚于今天"),
        ({"开放时间": "全" * 101}, "开放时间", "最多 100 个"),
        ({"负责人电话": "13854300001"}, "负责人", "没有姓名"),
        ({"名称": "示例，导入前请删除本行"}, "名称", "示例行"),
        ({"地址": "#REF!"}, "地址", "错误值"),
    ],
)
def test_what_is_wrong_stands_beside_its_row_and_column(
    clerk: User, tree: ProvinceTree, changes: dict[str, Any], column: str, words: str
) -> None:
    batch = checked(book([row("新兴社区", "好站"), row("新兴社区", **{"name": "坏站"} | {}, **changes)]), clerk)

    said = remarks(batch)
    assert (batch.good, batch.bad) == (1, 1)
    assert list(said) == [3]
    assert any(where == column and words in told for where, told in said[3]), said
    assert not Station.objects.exists()


def test_nothing_comes_in_twice(clerk: User, tree: ProvinceTree) -> None:
    ledger = book([row("新兴社区"), row("新兴社区"), row("北镇街道")])

    first, again = imported(ledger, clerk), checked(ledger, clerk)

    assert (first.imported, first.bad) == (2, 1)
    assert "与第 2 行是同一单位" in remarks(first)[3][0][1]
    assert (again.good, again.known, again.bad) == (0, 2, 1)
    assert Station.objects.count() == 2


def test_a_station_that_was_closed_may_come_again(clerk: User, tree: ProvinceTree) -> None:
    station(tree.village, by=clerk, closed_on=NOW.date(), closed_reason="搬迁")

    assert imported(book([row("新兴社区")]), clerk).imported == 1


def test_a_table_without_the_needed_columns_says_which(clerk: User, tree: ProvinceTree) -> None:
    batch = checked(workbook([["名称", "地址"], ["站", "街"]]), clerk)

    assert "服务的单位、类别、开放时间、建站日期" in batch.problem
    assert batch.good == 0


def test_a_failure_in_the_middle_leaves_nothing(clerk: User, tree: ProvinceTree) -> None:
    batch = checked(book([row("新兴社区"), row("北镇街道")]), clerk)
    StationImport.objects.filter(pk=batch.pk).update(status="confirmed")
    clerk.org = tree.huimin
    clerk.save(update_fields=["org"])

    STATIONS.run_next(NOW)

    batch.refresh_from_db()
    assert (batch.status, batch.problem) == (
        "failed",
        "确认导入的人已调离本单位，请由本单位的人重新上传。",
    )
    assert not Station.objects.exists()


def test_who_does_not_keep_stations_brings_none_in(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="不能批量导入站点"):
        checked(book([row("新兴社区")]), user(tree.bincheng, Role.SUPERVISOR))


def test_the_template_is_itself_a_ledger_whose_example_stays_out(clerk: User, tree: ProvinceTree) -> None:
    batch = checked(template(), clerk)

    assert (batch.problem, batch.good, batch.bad) == ("", 0, 1)
    assert "示例行" in remarks(batch)[2][0][1]


def test_the_pages_lead_from_the_file_to_the_stations(clerk: User, client: Client, tree: ProvinceTree) -> None:
    client.force_login(clerk)
    file = SimpleUploadedFile("站点.xlsx", book([row("新兴社区"), row("无此村")]))

    where = client.post("/stations/imports/", {"file": file})["Location"]
    STATIONS.run_next(NOW)
    preview = client.get(where).content.decode()
    client.post(where, {"do": "confirm"})
    STATIONS.run_next(NOW)

    assert "导入 1 个站点" in preview
    assert "查不到“无此村”" in preview
    assert "登记了 1 个站点" in client.get(where).content.decode()
    rejects = b"".join(client.get(f"{where}rejects/").streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(rejects)).active["A2"].value == "无此村"


def test_a_ledger_of_another_county_is_not_there(
    clerk: User, intruder: User, client: Client, tree: ProvinceTree
) -> None:
    batch = checked(book([row("新兴社区")]), clerk)
    client.force_login(intruder)

    assert client.get(f"/stations/imports/{batch.pk}/").status_code == 404


def test_a_whole_city_to_the_village_is_brought_in_and_counted(tree: ProvinceTree) -> None:
    """Binzhou as it is: its villages, every second with a station."""
    binzhou = [d for d in divisions_of(["37"], Level.VILLAGE, project=Path.cwd()) if d.code // 10**8 == 3716]
    load(binzhou)
    villages = Organization.objects.in_range_of(tree.binzhou).filter(level=Level.VILLAGE, valid_to=None)
    codes = list(villages.order_by("code").values_list("code", flat=True))
    by = user(tree.binzhou, Role.RECEPTIONIST)

    batch = imported(book(row(f"{code}") for code in codes[::2]), by)

    figures = coverage_of(tree.binzhou, Quarter.of(NOW.date()))
    assert len(codes) > 3_000
    assert batch.imported == figures.villages_live == len(codes[::2])
    assert figures.villages == len(codes)
    assert kept() == counted()
