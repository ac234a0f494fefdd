"""The pages of checks, lists and applications: filled in by telephone, nothing lost, in one's own range alone."""

import datetime as dt
import io
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Level
from stations.actions.check_clocks import plan_checks
from stations.actions.checklists import load_checklists
from stations.actions.station_checks import begin_check
from stations.check_facts import CheckKind
from stations.models import Accreditation, Checklist, CheckPhoto, Station, StationCheck
from tests.factories import ProvinceTree, user
from tests.stations.checking import a_photo, applied, checked, moved
from tests.stations.stations import station


@dataclass
class Place:
    """A station with its worker, the head who looks at it, and one of another county."""

    worker: User
    county: User
    intruder: User
    station: Station


@pytest.fixture
def place(tree: ProvinceTree, law: None) -> Place:
    load_checklists(at=timezone.now())
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER, name="孙镇")
    county, intruder = user(tree.bincheng, Role.UNIT_HEAD, name="李敏"), user(tree.huimin, Role.UNIT_HEAD)
    return Place(worker, county, intruder, station(tree.beizhen, by=worker, name="北镇街道服务站"))


def page(client: Client, address: str, reader: User, **params: str) -> str:
    client.force_login(reader)
    answer = client.get(address, params)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.png", a_photo().content, "image/png")


def filled_in(row: StationCheck, *, without: tuple[str, ...] = ()) -> dict[str, object]:
    """What a telephone sends of every item."""
    sent: dict[str, object] = {"note": "总体较好。"}
    for answer in row.answers.in_order():
        there, item = answer.item.code not in without, answer.item
        sent[f"found{answer.pk}"] = (str(item.points) if item.graded else "1") if there else "0"
        sent[f"remark{answer.pk}"] = "" if there else "没有找到。"
        if there and item.evidence:
            sent[f"photos{answer.pk}"] = upload()
    return sent


def test_a_check_is_begun_filled_in_with_photos_and_finished(client: Client, place: Place) -> None:
    begin = reverse("stations:check_begin", args=[place.station.pk])
    assert "综治中心" in page(client, begin, place.county)
    today = timezone.localdate().isoformat()
    client.post(begin, {"kind": "yearly", "checked_on": today, "joint": ["governance"]})
    row = StationCheck.objects.get()
    form = page(client, row.get_absolute_url(), place.county)
    assert 'accept="image/*"' in form
    assert 'capture="environment"' in form

    answer = client.post(row.get_absolute_url(), filled_in(row, without=("line",)) | {"finish": ""})

    row.refresh_from_db()
    assert answer["Location"] == row.get_absolute_url()
    assert (row.points, row.missing, row.five_ones, row.joint) == (92, 1, False, ["governance"])
    assert CheckPhoto.objects.filter(answer__of=row).count() == 9
    found = page(client, row.get_absolute_url(), place.worker)
    assert "92／100" in found
    assert "没有找到。" in found
    assert "报告整改情况" in found


def test_what_is_typed_is_kept_though_it_is_not_enough_to_finish(client: Client, place: Place) -> None:
    row = begin_check(place.station, "yearly", checked_on=timezone.localdate(), by=place.county, at=timezone.now())
    sign = row.answers.get(item__code="sign")
    client.force_login(place.county)

    sent = {f"found{sign.pk}": "1", f"photos{sign.pk}": upload(), "note": "先记一句。", "finish": ""}
    answer = client.post(row.get_absolute_url(), sent)

    row.refresh_from_db()
    sign.refresh_from_db()
    assert answer.status_code == 409
    assert "还没有检查结果" in answer.content.decode()
    assert (row.done_at, row.note, sign.met, sign.photos.count()) == (None, "先记一句。", True, 1)
    photo = sign.photos.get()
    client.post(row.get_absolute_url(), {f"found{sign.pk}": "1", "note": "又一句。", "remove": str(photo.pk)})
    row.refresh_from_db()
    assert (row.note, sign.photos.count()) == ("又一句。", 0)


def test_no_field_takes_the_result_itself(client: Client, place: Place) -> None:
    row = begin_check(place.station, "yearly", checked_on=timezone.localdate(), by=place.county, at=timezone.now())
    client.force_login(place.county)

    given = {"points": "100", "four_haves": "on", "five_ones": "on", "missing": "0"}
    client.post(row.get_absolute_url(), filled_in(row, without=("people", "office")) | given | {"finish": ""})

    row.refresh_from_db()
    assert (row.points, row.four_haves, row.five_ones, row.missing) == (82, False, False, 2)


def test_what_is_no_picture_is_refused_and_nothing_kept(client: Client, place: Place) -> None:
    row = begin_check(place.station, "yearly", checked_on=timezone.localdate(), by=place.county, at=timezone.now())
    sign = row.answers.get(item__code="sign")
    client.force_login(place.county)

    paper = SimpleUploadedFile("a.jpg", b"%PDF-1.4 x", "image/jpeg")
    answer = client.post(row.get_absolute_url(), {f"photos{sign.pk}": paper, f"found{sign.pk}": "1"})

    assert "请上传照片" in answer.content.decode()
    assert not CheckPhoto.objects.exists()


def test_a_photo_is_kept_as_soon_as_it_is_taken_by_who_makes_the_check_alone(client: Client, place: Place) -> None:
    row = begin_check(place.station, "yearly", checked_on=timezone.localdate(), by=place.county, at=timezone.now())
    sign, people = row.answers.get(item__code="sign"), row.answers.get(item__code="people")
    address = reverse("stations:check_photo_add", args=[row.pk, sign.pk])
    client.force_login(place.county)

    answer = client.post(address, {"photo": upload()})
    assert answer.status_code == 200
    assert sign.photos.get().get_absolute_url() in answer.content.decode()
    for _ in range(3):
        assert client.post(address, {"photo": upload()}).status_code == 200
    full = client.post(address, {"photo": upload()})
    assert (full.status_code, full.content.decode()) == (409, "每项最多 4 张照片，请先移除不需要的。")
    paper = SimpleUploadedFile("a.jpg", b"%PDF-1.4 x", "image/jpeg")
    assert client.post(address, {"photo": paper}).content.decode() == "请上传照片（JPG、PNG）。"
    assert client.post(address).status_code == 400
    unshown = reverse("stations:check_photo_add", args=[row.pk, people.pk])
    assert client.post(unshown, {"photo": upload()}).status_code == 404

    for other in (place.worker, place.intruder):  # what is not finished is its maker's
        client.force_login(other)
        assert client.post(address, {"photo": upload()}).status_code == 404
    assert sign.photos.count() == 4
    assert AccessEvent.objects.filter(verb="station_check.photo", object_id=row.pk).count() == 4


def test_a_check_that_is_finished_takes_no_more_photos(client: Client, place: Place) -> None:
    row = checked(place.station, place.county, at=timezone.now())
    sign = row.answers.get(item__code="sign")
    client.force_login(place.county)

    answer = client.post(reverse("stations:check_photo_add", args=[row.pk, sign.pk]), {"photo": upload()})

    assert (answer.status_code, sign.photos.count()) == (409, 1)
    assert "已经完成" in answer.content.decode()


def test_the_photo_is_shown_to_who_sees_its_check_and_each_time_in_the_trail(client: Client, place: Place) -> None:
    photo = CheckPhoto.objects.filter(answer__of=checked(place.station, place.county, at=timezone.now())).first()
    assert photo is not None
    client.force_login(place.worker)

    answer = client.get(photo.get_absolute_url())

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AccessEvent.objects.filter(verb="station_check.see_photo", actor=place.worker).count() == 1
    client.force_login(place.intruder)
    assert client.get(photo.get_absolute_url()).status_code == 404


def test_another_county_finds_nothing(client: Client, place: Place) -> None:
    row = checked(place.station, place.county, at=timezone.now())
    asked = moved(
        applied(place.station, place.worker, at=timezone.now()), "submit_county", by=place.worker, at=timezone.now()
    )
    client.force_login(place.intruder)

    for address in (
        row.get_absolute_url(),
        asked.get_absolute_url(),
        f"{asked.get_absolute_url()}name_county/",
        reverse("stations:check_begin", args=[place.station.pk]),
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"note": "x"}).status_code in (404, 405), address
    assert place.station.name not in page(client, reverse("stations:check_list"), place.intruder)
    assert place.station.name not in page(client, reverse("stations:accreditation_list"), place.intruder)


def test_the_list_is_filtered_by_what_was_found(client: Client, place: Place, tree: ProvinceTree) -> None:
    other = station(tree.village, by=place.worker, name="新兴社区服务站")
    checked(place.station, place.county, at=timezone.now())
    checked(other, place.county, without=("sign",), at=timezone.now())
    url = reverse("stations:check_list")

    def names(**asked: str) -> set[str]:
        text = page(client, url, place.county, **asked)
        return {name for name in ("北镇街道服务站", "新兴社区服务站") if f">{name}</a>" in text}

    assert names() == {"北镇街道服务站", "新兴社区服务站"}
    assert names(result="passed") == {"北镇街道服务站"}
    assert names(result="failed") == names(result="rectify") == {"新兴社区服务站"}
    assert names(q="新兴") == {"新兴社区服务站"}
    assert names(kind="spot") == set()


def test_the_plan_lists_what_this_unit_owes(client: Client, place: Place, tree: ProvinceTree) -> None:
    Station.objects.filter(pk=place.station.pk).update(entered_at=timezone.now() - dt.timedelta(days=400))
    station(tree.village, by=place.worker, name="新兴社区服务站")
    plan_checks(at=timezone.now())
    url = reverse("stations:check_plan")

    assert "新兴社区服务站" in page(client, url, place.county)
    late = page(client, url, place.county, group="overdue")
    assert "北镇街道服务站" in late
    assert "新兴社区服务站" not in late
    assert "北镇街道服务站" not in page(client, url, place.intruder)


def test_the_lists_ask_as_much_for_three_rows_as_for_one(client: Client, place: Place, tree: ProvinceTree) -> None:
    def asked(name: str) -> int:
        client.force_login(place.county)
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(name))
        return len(queries)

    lists = ("stations:check_list", "stations:check_plan", "stations:accreditation_list")
    checked(place.station, place.county, at=timezone.now())
    moved(applied(place.station, place.worker, at=timezone.now()), "submit_county", by=place.worker, at=timezone.now())
    one = [asked(name) for name in lists]
    for number in (1, 2):
        more = station(tree.beizhen, by=place.worker, name=f"站 {number}")
        checked(more, place.county, at=timezone.now())
        moved(applied(more, place.worker, at=timezone.now()), "submit_county", by=place.worker, at=timezone.now())

    assert [asked(name) for name in lists] == one


def test_the_file_holds_what_the_list_shows(client: Client, place: Place) -> None:
    checked(place.station, place.county, without=("sign",), at=timezone.now())
    client.force_login(place.county)

    answer = client.get(reverse("stations:check_export"))

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [row for row in sheet.iter_rows(values_only=True)]
    assert rows[4][0] == "北镇街道服务站"
    assert rows[4][6:] == (90, 100, "未达标", "达标", "达标", 1, "待整改")
    assert AccessEvent.objects.filter(verb="station_check.export", actor=place.county).exists()


def test_a_province_adds_items_by_a_line_each(client: Client, place: Place, tree: ProvinceTree) -> None:
    head = user(tree.shandong, Role.UNIT_HEAD)
    url = reverse("stations:checklist_add")
    client.force_login(head)
    sent = {"items": "有心理疏导室 10 照片\n有法律顾问：5 分", "valid_from": timezone.localdate().isoformat()}
    assert "末尾没有" in client.post(url, sent | {"items": "没有分值", "reason": "x"}).content.decode()

    client.post(url, sent | {"reason": "鲁妇发〔2026〕12 号"})

    items = Checklist.objects.get(org=tree.shandong).items.order_by("place")
    assert [(item.label, item.points, item.evidence) for item in items] == [
        ("有心理疏导室", 10, True),
        ("有法律顾问", 5, False),
    ]
    assert "有心理疏导室" in page(client, reverse("stations:checklist_list"), place.worker)


def test_an_application_from_the_page_of_its_station_to_the_name(client: Client, place: Place) -> None:
    now = timezone.now()
    checked(place.station, place.county, at=now)
    checked(place.station, place.worker, CheckKind.SELF, at=now)
    text = page(client, place.station.get_absolute_url(), place.worker)
    new = f"{reverse('stations:accreditation_new')}?station={place.station.pk}"
    assert new in text
    sent = {"kind": "station", "station": place.station.pk, "level": Level.COUNTY, "statement": "一年服务 300 人次。"}
    client.post(new, sent)
    row = Accreditation.objects.get()
    client.post(f"{row.get_absolute_url()}edit/", {"statement": "一年服务 310 人次。"})
    client.post(f"{row.get_absolute_url()}submit_county/", {"note": "请审核。"})
    assert "name_county" in page(client, row.get_absolute_url(), place.county)

    client.post(f"{row.get_absolute_url()}name_county/", {"note": "同意。"})

    row.refresh_from_db()
    assert (row.state, row.statement) == ("valid", "一年服务 310 人次。")
    assert "县级妇女维权服务示范站" in page(client, place.station.get_absolute_url(), place.worker)
    client.force_login(place.county)
    refused = client.post(f"{row.get_absolute_url()}withdraw/", {"note": "复查没有牌子。"})
    assert "请选择撤销事由" in refused.content.decode()
