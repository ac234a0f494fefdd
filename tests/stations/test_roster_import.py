"""A roster that comes as a file: what each line is told, all good lines or none, and nothing of it left."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.roster_importing import confirm_roster, discard_roster, forget_old, upload_roster
from stations.models import NetworkPerson, RosterImport
from stations.network_law import ROSTER_KEPT
from stations.roster import FIELDS, MOST
from stations.roster_template import roster_template
from tests.cases.ledgers import text, workbook
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.people import ID_NUMBER, PHONE, entered

HEADINGS = [column.label for column in FIELDS.values()]


def line(**changes: Any) -> list[Any]:
    cells = {
        "name": "孙丽华",
        "sex": "女",
        "phone": PHONE,
        "id_number": ID_NUMBER,
        "joined_on": "2024-03-08",
        "kind": "人民调解员",
    }
    return [(cells | changes).get(name, "") for name in FIELDS]


def uploaded(by: User, *lines: list[Any], content: bytes = b"", name: str = "名册.xlsx") -> RosterImport:
    return upload_roster(ContentFile(content or workbook([HEADINGS, *lines]), name), name=name, by=by, at=NOW)


def said(row: RosterImport) -> list[tuple[str, str]]:
    return [(each["state"], "；".join(each["remarks"])) for each in row.lines or []]


def test_good_lines_become_people_in_their_roles_and_the_lines_are_forgotten(clerk: User) -> None:
    row = uploaded(clerk, line(), line(name="周敏", id_number="", phone="13900001111", kind="巾帼维权志愿者"))

    confirm_roster(row, by=clerk, at=NOW)

    people = NetworkPerson.objects.order_by("name")
    assert [(one.name, one.roles.get().kind) for one in people] == [("周敏", "volunteer"), ("孙丽华", "mediator")]
    row.refresh_from_db()
    assert (row.state, row.good, row.lines) == ("done", 2, None)


def test_what_waits_lies_enciphered(clerk: User) -> None:
    row = uploaded(clerk, line())

    with connection.cursor() as cursor:
        cursor.execute("SELECT lines FROM stations_rosterimport WHERE id = %s", [row.pk])
        assert PHONE not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "姓名空着"),
        ({"kind": "大使"}, "不是可选的身份"),
        ({"joined_on": "去年"}, "加入日期空着或者认不出"),
        ({"joined_on": "2099-01-01"}, "晚于今天"),
        ({"id_number": "372301198504120021"}, "校验位"),
        ({"sex": "男"}, "性别与身份证号不一致"),
        ({"sex": "", "id_number": ""}, "性别空着"),
        ({"unit": "惠民县"}, "不在本单位"),
        ({"unit": "北镇街道"}, "由该单位自己登记"),
        ({"name": "示例，导入前请删除本行"}, "示例行"),
        ({"workplace": "长" * 121}, "最多 120 个字"),
    ],
)
def test_each_line_is_told_what_is_wrong_with_it(clerk: User, changes: dict[str, Any], words: str) -> None:
    ((state, told),) = said(uploaded(clerk, line(**changes)))

    assert state == "bad"
    assert words in told


def test_who_is_there_already_and_who_stands_twice_is_told_apart(clerk: User) -> None:
    entered(clerk)
    other = line(name="周敏", id_number="", phone="13900001111")

    assert said(uploaded(clerk, line(), other, other)) == [
        ("known", "名册中已有这个人，不再导入"),
        ("good", ""),
        ("bad", "与第 3 行是同一个人"),
    ]


def test_a_line_that_meanwhile_stands_in_the_way_keeps_all_of_them_out(clerk: User) -> None:
    row = uploaded(clerk, line(name="周敏", id_number="", phone="13900001111"), line())
    entered(clerk)

    with pytest.raises(NotAllowed, match="没有导入任何一行"):
        confirm_roster(row, by=clerk, at=NOW)

    assert NetworkPerson.objects.count() == 1


def test_a_village_below_is_kept_by_name(clerk: User, tree: ProvinceTree) -> None:
    confirm_roster(uploaded(clerk, line(unit="新兴社区")), by=clerk, at=NOW)

    assert NetworkPerson.objects.get().org == tree.village


def test_a_text_file_does_as_well_and_one_without_the_headings_does_not(clerk: User) -> None:
    assert uploaded(clerk, content=text([HEADINGS, line()]), name="名册.csv").good == 1
    with pytest.raises(NotAllowed, match="表头里没有"):
        uploaded(clerk, content=text([["姓名", "性别"], ["孙丽华", "女"]]), name="名册.csv")
    with pytest.raises(NotAllowed, match=f"一次最多 {MOST} 行"):
        uploaded(clerk, *[line()] * (MOST + 1))


def test_the_template_reads_as_it_was_written_but_for_its_example(clerk: User) -> None:
    sheet = load_workbook(io.BytesIO(roster_template())).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADINGS

    ((state, told),) = said(uploaded(clerk, content=roster_template()))

    assert (state, "示例行" in told) == ("bad", True)


def test_what_is_given_up_leaves_nothing(clerk: User) -> None:
    row = discard_roster(uploaded(clerk, line()), by=clerk, at=NOW)

    assert (row.state, row.lines, NetworkPerson.objects.count()) == ("discarded", None, 0)
    with pytest.raises(NotAllowed, match="已放弃"):
        confirm_roster(row, by=clerk, at=NOW)


def test_what_nobody_confirms_is_forgotten_after_a_week(clerk: User) -> None:
    row = uploaded(clerk, line())

    assert forget_old(NOW + ROSTER_KEPT) == 0
    assert forget_old(NOW + ROSTER_KEPT + dt.timedelta(minutes=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.lines) == ("discarded", None)


def test_nobody_but_its_own_unit_reads_it(clerk: User, intruder: User, tree: ProvinceTree) -> None:
    row = uploaded(clerk, line())

    for other in (intruder, user(tree.binzhou, Role.RECEPTIONIST)):
        assert not RosterImport.objects.visible_to(other).exists()
        with rows_of(scope_of(other)):
            assert not RosterImport.objects.exists()
        with pytest.raises(NotAllowed, match="不是本单位"):
            confirm_roster(row, by=other, at=NOW)


def test_the_pages_lead_from_the_file_to_the_roster(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    file = ContentFile(workbook([HEADINGS, line(), line(kind="大使")]), "名册.xlsx")

    page = client.post("/stations/people/import/", {"file": file}, follow=True)

    assert "139****2345" in page.content.decode()
    assert PHONE not in page.content.decode()
    done = client.post(page.request["PATH_INFO"], {"do": "confirm"}, follow=True)
    assert "已导入 1 人" in done.content.decode()
