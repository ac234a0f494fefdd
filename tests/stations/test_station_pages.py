"""The pages of the register: the list and its filters, the form, files, the export."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from stations.actions.station_log import Given, log_service
from stations.models import Station, StationContact, StationFile
from tests.factories import ProvinceTree, user
from tests.stations.stations import station

LIST = "/stations/"


def typed(place: Any, **changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "org": place.pk,
        "kind": "rights",
        "name": "新兴社区妇女维权服务站",
        "opened_on": "2024-03-08",
        "host_kind": "governance",
        "address": "黄河五路 300 号",
        "hours": "周一至周五 8:30—17:30",
        "public": "on",
        "name_1": "王站长",
        "phone_1": "13854300001",
        "published_1": "on",
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{LIST}{query}").context["page"]
    return [row.name for row in page]


def test_the_form_enters_a_station(clerk: User, client: Client, tree: ProvinceTree) -> None:
    client.force_login(clerk)

    answer = client.post("/stations/new/", typed(tree.village))

    row = Station.objects.get()
    assert answer["Location"] == f"/stations/{row.pk}/"
    assert "王站长" in client.get(f"/stations/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": None}, "请填写名称"),
        ({"kind": ""}, "请选择类别"),
        ({"org": None}, "请选择服务的单位"),
        ({"opened_on": "去年"}, "请按“年-月-日”填写建站日期"),
        ({"name_2": "", "phone_2": "123"}, "请填写姓名"),
        ({"opened_on": "2999-01-01"}, "建站日期不能晚于今天"),
    ],
)
def test_the_form_says_what_is_missing_and_keeps_the_rest(
    clerk: User, client: Client, tree: ProvinceTree, changes: dict[str, object], words: str
) -> None:
    client.force_login(clerk)

    page = client.post("/stations/new/", typed(tree.village, **changes)).content.decode()

    assert words in page
    assert "黄河五路 300 号" in page
    assert not Station.objects.exists()


def test_no_unit_of_another_county_is_taken(clerk: User, client: Client, tree: ProvinceTree) -> None:
    client.force_login(clerk)

    page = client.post("/stations/new/", typed(tree.huimin)).content.decode()

    assert "请从本地区范围内选择服务的单位" in page


def test_edit_shows_what_is_so_and_writes_what_is_changed(clerk: User, client: Client, tree: ProvinceTree) -> None:
    row = station(tree.village, by=clerk)
    StationContact.objects.create(station=row, place=1, name="王站长", phone="13854300001")
    client.force_login(clerk)
    assert client.get(f"/stations/{row.pk}/edit/").context["form"]["phone_1"].value() == "13854300001"

    client.post(f"/stations/{row.pk}/edit/", typed(tree.village, name="新名", name_1="李站长"))

    row.refresh_from_db()
    assert (row.name, [one.name for one in row.contacts.all()]) == ("新名", ["李站长"])


def test_closing_asks_for_day_and_reason(clerk: User, client: Client, tree: ProvinceTree) -> None:
    row = station(tree.village, by=clerk)
    client.force_login(clerk)

    refused = client.post(f"/stations/{row.pk}/close/", {"closed_on": "2026-01-01"}, follow=True).content.decode()
    client.post(f"/stations/{row.pk}/close/", {"closed_on": "2026-01-01", "reason": "村居合并"})

    row.refresh_from_db()
    assert "请填写撤销原因" in refused
    assert (row.closed_on, row.closed_reason) == (dt.date(2026, 1, 1), "村居合并")


def test_the_list_is_narrowed_by_each_filter(clerk: User, worker: User, client: Client, tree: ProvinceTree) -> None:
    now = dt.datetime.now(dt.UTC)
    served = station(tree.village, by=clerk, name="社区站")
    log_service(served, Given("legal", timezone.localdate()), by=worker, at=now)
    station(tree.beizhen, by=clerk, name="街道站", kind="home")
    station(tree.bincheng, by=clerk, name="区里的旧站", closed_on=dt.date(2025, 1, 1), closed_reason="撤并")
    client.force_login(clerk)

    assert listed(client) == ["区里的旧站", "街道站", "社区站"]
    for query, names in {
        "?q=新兴": ["社区站"],
        "?q=街道站": ["街道站"],
        "?kind=home": ["街道站"],
        "?level=5": ["社区站"],
        "?state=live": ["街道站", "社区站"],
        "?state=closed": ["区里的旧站"],
        "?served=yes": ["社区站"],
        "?served=no": ["区里的旧站", "街道站"],
        f"?under={tree.beizhen.code}": ["街道站", "社区站"],
        "?under=x": [],
    }.items():
        assert listed(client, query) == names, query


def test_another_county_sees_none_of_it(clerk: User, intruder: User, client: Client, tree: ProvinceTree) -> None:
    row = station(tree.village, by=clerk)
    client.force_login(intruder)

    assert listed(client) == []
    assert [client.get(f"/stations/{row.pk}/{page}").status_code for page in ("", "links/")] == [404, 404]


def test_a_longer_list_asks_no_more(clerk: User, client: Client, tree: ProvinceTree) -> None:
    client.force_login(clerk)
    counts = []
    for number in range(3):
        station(tree.village, by=clerk, name=f"站{number}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[2]


def test_the_export_holds_what_the_filters_leave_and_no_telephone_of_a_person(
    clerk: User, client: Client, tree: ProvinceTree
) -> None:
    row = station(tree.village, by=clerk, name="=社区站")
    StationContact.objects.create(station=row, place=1, name="王站长", duty="站长", phone="13854300001")
    station(tree.beizhen, by=clerk, name="街道站")
    client.force_login(clerk)

    answer = client.get("/stations/export/?level=5")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell for cell in line if cell is not None] for line in sheet.iter_rows(min_row=4, values_only=True)]
    assert [line[0] for line in rows] == ["区划代码", "371602003001"]
    assert "=社区站" in rows[1]
    assert "王站长（站长）" in rows[1]
    assert "138543" not in str(rows)
    assert AccessEvent.objects.filter(verb="station.export", actor=clerk).count() == 1


def test_files_are_checked_kept_and_removed_with_a_reason(clerk: User, client: Client, tree: ProvinceTree) -> None:
    row = station(tree.village, by=clerk)
    client.force_login(clerk)
    paper = SimpleUploadedFile("联席会议.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF")

    wrong = client.post(f"/stations/{row.pk}/files/", {"uploads": SimpleUploadedFile("x.exe", b"MZ\x90\x00")})
    client.post(f"/stations/{row.pk}/files/", {"uploads": paper, "link": "work"})

    file = StationFile.objects.get()
    assert "不是可以保存的文件" in wrong.content.decode()
    assert (file.name, file.link) == ("联席会议.pdf", "work")
    assert client.get(f"/stations/files/{file.pk}/").content.startswith(b"%PDF")
    client.post(f"/stations/files/{file.pk}/remove/", {"reason": "传错了"})
    assert client.get(f"/stations/files/{file.pk}/").status_code == 404
    assert [event.verb for event in row.events.order_by("pk")] == ["station.file_add", "station.file_remove"]


def test_a_file_of_another_county_is_not_there(
    clerk: User, intruder: User, client: Client, tree: ProvinceTree
) -> None:
    row = station(tree.village, by=clerk)
    client.force_login(clerk)
    paper = SimpleUploadedFile("制度.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF")
    client.post(f"/stations/{row.pk}/files/", {"uploads": paper})
    client.force_login(intruder)

    assert client.get(f"/stations/files/{StationFile.objects.get().pk}/").status_code == 404


def test_links_are_filled_in_on_one_page(clerk: User, client: Client, tree: ProvinceTree) -> None:
    row = station(tree.village, by=clerk)
    client.force_login(clerk)

    missing = client.post(f"/stations/{row.pk}/links/", {"met_work": "on"}).content.decode()
    client.post(f"/stations/{row.pk}/links/", {"met_work": "on", "evidence_work": "派驻 2 人"})

    assert "已做到的，请写明佐证" in missing
    assert [(one.link, one.evidence) for one in row.links.filter(met=True)] == [("work", "派驻 2 人")]


def test_a_worker_of_the_village_reads_the_register_and_keeps_nothing(
    clerk: User, client: Client, tree: ProvinceTree
) -> None:
    row = station(tree.village, by=clerk)
    client.force_login(user(tree.village, Role.VILLAGE_WORKER))

    page = client.get(f"/stations/{row.pk}/").content.decode()

    assert f"/stations/log/{row.pk}/" in page
    assert f"/stations/{row.pk}/edit/" not in page
