"""A roster that comes as a file: what each line is told, all good lines or none, and nothing of it left."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases.imports.batches import confirm, discard
from cases.imports.queue import KEPT
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.imports.intake import CHUNK
from stations.imports.roster_template import roster_template
from stations.imports.running import ROSTERS
from stations.models import NetworkEvent, NetworkPerson, RosterImport, RosterImportRow
from stations.tasks import forget_imports
from tests.cases.ledgers import text
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.people import PHONE, entered
from tests.stations.rosters import HEADINGS, checked, imported, line, remarks, roster

OTHER = {"name": "周敏", "id_number": "", "phone": "13900001111"}
MANY = 4_000


def test_good_lines_become_people_as_if_typed(clerk: User, tree: ProvinceTree) -> None:
    typed = entered(clerk, "cadre", name="郑明", id_number="", phone="13911112222")
    cadre = line(**OTHER, kind="信访干部", joined_on="2024-03-08", full_time="专职", workplace="北镇街道司法所")

    batch = imported(clerk, line(until="2029-03-07", appointed_by="区司法局"), cadre)

    assert (batch.status, batch.imported, batch.bad) == ("done", 2, 0)
    one, two = (NetworkPerson.objects.get(name=name) for name in ("孙丽华", "周敏"))
    held = one.roles.get()
    assert (held.kind, str(held.begins), str(held.until), held.full_time, held.appointed_by) == (
        *("mediator", "2024-03-08", "2029-03-07", False),
        "区司法局",
    )
    same = ("org_id", "org_code", "sex", "joined_on", "workplace", "entered_by_id", "entered_at", "version", "days")
    assert [getattr(two, name) for name in same if name != "days"] == [
        getattr(typed, name) for name in same if name != "days"
    ]
    assert (one.phone, one.initials, bool(one.id_index), bool(one.phone_index)) == (PHONE, "slh", True, True)
    assert two.roles.get().full_time
    owed = [row.deadlines.values_list("kind", "due_at", "climb_at", "org_id").get() for row in (typed, two)]
    assert owed[0] == owed[1], "the next training, from when she took up her work"
    assert [duty.kind for duty in one.deadlines.all()] == ["role_term"]
    assert [event.verb for event in one.events.order_by("pk")] == ["person.enter", "person.appoint"]
    assert AccessEvent.objects.filter(verb="person.enter", object_id=one.pk, actor=clerk).count() == 1


def test_some_thousand_lines_come_in_in_few_questions(clerk: User, django_assert_max_num_queries: Any) -> None:
    lines = [line(name=f"志愿者{n}", id_number="", phone=f"139{n:08}", kind="信访干部") for n in range(MANY)]
    batch = confirm(checked(clerk, *lines), by=clerk, at=NOW)

    with django_assert_max_num_queries(80):
        assert ROSTERS.run_next(NOW)

    batch.refresh_from_db()
    assert (batch.status, batch.imported, batch.problem) == ("done", MANY, "")
    assert NetworkPerson.objects.count() == MANY
    assert NetworkEvent.objects.count() == 2 * MANY
    assert checked(clerk, *lines).known == MANY, "all are there now"


def test_a_longer_roster_asks_as_much_for_each_part_of_it(clerk: User) -> None:
    def asked(count: int, first: int) -> int:
        lines = [line(name=f"志愿者{first + n}", id_number="", phone=f"139{first + n:08}") for n in range(count)]
        confirm(checked(clerk, *lines), by=clerk, at=NOW)
        with CaptureQueriesContext(connection) as found:
            assert ROSTERS.run_next(NOW)
        return len(found)

    one, two, three = asked(CHUNK, 0), asked(2 * CHUNK, 10_000), asked(3 * CHUNK, 20_000)

    assert three - two == two - one
    assert NetworkPerson.objects.count() == 6 * CHUNK


def test_of_a_roster_that_stands_no_more_is_read_than_may_be_the_same(clerk: User) -> None:
    lines = [line(name=f"志愿者{n}", id_number="", phone=f"139{n:08}") for n in range(50)]
    imported(clerk, *lines)
    entered(clerk, name="志愿者7", id_number="", phone="13999999999")

    with CaptureQueriesContext(connection) as found:
        again = checked(clerk, lines[7], line(**OTHER))

    asked = next(query["sql"] for query in found if '"phone_index" FROM "stations_networkperson"' in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert len(cursor.fetchall()) == 2
    assert (again.known, again.good) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "空着，请填写姓名"),
        ({"kind": "大使"}, "不是可选的身份"),
        ({"joined_on": "去年"}, "认不出是哪一天"),
        ({"joined_on": ""}, "空着，请填写加入日期"),
        ({"joined_on": "2099-01-01"}, "晚于今天"),
        ({"until": "2020-01-01"}, "早于加入日期"),
        ({"id_number": "372301198504120021"}, "校验位"),
        ({"sex": "男"}, "与身份证号不一致"),
        ({"sex": "", "id_number": ""}, "请填女、男"),
        ({"unit": "惠民县"}, "不在本单位"),
        ({"unit": "北镇街道"}, "由该单位自己登记"),
        ({"name": "示例，导入前请删除本行"}, "示例行"),
        ({"workplace": "长" * 121}, "最多 120 个"),
        ({"workplace": "#REF!"}, "错误值"),
    ],
)
def test_each_line_is_told_what_is_wrong_with_it(clerk: User, changes: dict[str, Any], words: str) -> None:
    batch = checked(clerk, line(**changes), line(**OTHER))

    ((number, state, told),) = remarks(batch)
    assert (number, state, batch.good) == (2, "bad", 1)
    assert words in told


def test_who_is_there_already_and_who_stands_twice_is_told_apart(clerk: User) -> None:
    entered(clerk)

    batch = checked(clerk, line(), line(**OTHER), line(**OTHER))

    assert (batch.good, batch.known, batch.bad) == (1, 1, 1)
    assert remarks(batch) == [(2, "known", ""), (4, "bad", "与第 3 行是同一个人，只导入第 3 行")]


def test_who_was_entered_after_the_check_does_not_come_in_twice(clerk: User) -> None:
    batch = confirm(checked(clerk, line(**OTHER), line()), by=clerk, at=NOW)
    entered(clerk)

    ROSTERS.run_next(NOW)

    batch.refresh_from_db()
    assert (batch.status, batch.imported, batch.known) == ("done", 1, 1)
    assert NetworkPerson.objects.count() == 2


def test_a_failure_leaves_nothing(clerk: User, tree: ProvinceTree) -> None:
    batch = confirm(checked(clerk, line()), by=clerk, at=NOW)
    clerk.org = tree.huimin
    clerk.save(update_fields=["org"])

    ROSTERS.run_next(NOW)

    batch.refresh_from_db()
    assert (batch.status, batch.problem) == ("failed", "确认导入的人已调离本单位，请由本单位的人重新上传。")
    assert not NetworkPerson.objects.exists()


def test_a_village_below_is_kept_by_name(clerk: User, tree: ProvinceTree) -> None:
    imported(clerk, line(unit="新兴社区"))

    row = NetworkPerson.objects.get()
    assert (row.org, row.org_code) == (tree.village, tree.village.code)


def test_a_text_file_does_as_well_and_one_without_the_headings_does_not(clerk: User) -> None:
    assert checked(clerk, content=text([HEADINGS, line()]), name="名册.csv").good == 1
    batch = checked(clerk, content=text([["姓名", "性别"], ["孙丽华", "女"]]), name="名册.csv")

    assert "没有这些列：加入日期、身份" in batch.problem
    with pytest.raises(NotAllowed, match="没有可以导入的行"):
        confirm(batch, by=clerk, at=NOW)


def test_the_template_reads_as_it_was_written_but_for_its_example(clerk: User) -> None:
    sheet = load_workbook(io.BytesIO(roster_template())).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADINGS

    ((_, state, told),) = remarks(checked(clerk, content=roster_template()))

    assert (state, "示例行" in told) == ("bad", True)


def test_what_is_said_of_lines_lies_enciphered(clerk: User) -> None:
    row: Any = checked(clerk, line(kind="大使"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT cells, remarks FROM stations_rosterimportrow WHERE batch_id = %s", [row.pk])
        assert PHONE not in "".join(map(str, cursor.fetchone()))
    assert PHONE in row.rows.get().cells
    assert row.layout["samples"] == [], "they would outlive the file"


def test_what_is_given_up_leaves_nothing(clerk: User) -> None:
    row: Any = discard(checked(clerk, line(), line(kind="大使")), by=clerk, at=NOW)

    assert (row.status, row.rows.count(), NetworkPerson.objects.count()) == ("discarded", 0, 0)
    with pytest.raises(NotAllowed, match="已放弃"):
        confirm(row, by=clerk, at=NOW)


def test_what_nobody_confirms_is_forgotten_after_a_week(clerk: User) -> None:
    row = checked(clerk, line(kind="大使"), line(**OTHER))
    RosterImport.objects.filter(pk=row.pk).update(uploaded_at=NOW - KEPT * 60)

    forget_imports()

    row.refresh_from_db()
    assert (row.status, row.file.name, RosterImportRow.objects.count()) == ("discarded", "", 0)


def test_nobody_but_its_own_unit_reads_it(client: Client, clerk: User, intruder: User, tree: ProvinceTree) -> None:
    row = checked(clerk, line(kind="大使"))

    for other in (intruder, user(tree.binzhou, Role.RECEPTIONIST)):
        assert not RosterImport.objects.visible_to(other).exists()
        with rows_of(scope_of(other)):
            assert not RosterImport.objects.exists()
            assert not RosterImportRow.objects.exists()
        with pytest.raises(NotAllowed, match="不是本单位"):
            confirm(row, by=other, at=NOW)
        client.force_login(other)
        assert client.get(f"{row.get_absolute_url()}rejects/").status_code == 404


def test_a_township_brings_in_its_own_and_a_supervisor_none(township: User, tree: ProvinceTree) -> None:
    assert imported(township, line()).imported == 1
    with pytest.raises(NotAllowed, match="不能导入名册"):
        checked(user(tree.bincheng, Role.SUPERVISOR), line())


def test_the_pages_lead_from_the_file_to_the_roster(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    file = ContentFile(roster(line(), line(kind="大使")), "名册.xlsx")

    where = client.post("/stations/people/import/", {"file": file})["Location"]
    assert "正在核对" in client.get(where).content.decode()
    ROSTERS.run_next(NOW)
    preview = client.get(where).content.decode()
    client.post(where, {"do": "confirm"})
    ROSTERS.run_next(NOW)

    assert "导入 1 人" in preview
    assert "不是可选的身份" in preview
    assert PHONE not in preview
    assert "登记了 1 人" in client.get(where).content.decode()
    rejects = b"".join(client.get(f"{where}rejects/").streaming_content)
    assert load_workbook(io.BytesIO(rejects)).active["A2"].value == "孙丽华"
    assert AccessEvent.objects.filter(verb="roster.rejects", actor=clerk).count() == 1
