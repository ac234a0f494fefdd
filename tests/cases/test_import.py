"""Importing: the same rows as by hand, all or nothing, and nothing twice."""

import datetime as dt
import os
import re
import stat
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connections, transaction

from cases import actions
from cases.imports import batches
from cases.imports.checking import Checker
from cases.imports.clocks import Clocks
from cases.imports.headings import match
from cases.imports.reading import Row
from cases.imports.reviewing import CHUNK
from cases.models import Event, ImportBatch, NumberSeries, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline, DeadlineRule
from fedportal.lib.refusals import NotAllowed
from tests.cases.ledgers import DEFAULTS, HEADINGS, checked, complaints, imported, row, silent, text, workbook
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law

# A row with everything in it, one whose skip rules apply, one that nobody can be told of.
FULL = [*HEADINGS, "身份证号", "婚姻状况", "联系方式", "住址", "人数", "次数", "属地"]
ROWS = [
    [*row(1), "11010519491231002X", "丧偶", "13854312345", "黄河五路\t385 号\\甲", 1, 1, "北镇街道"],
    [*row(2, 姓名="李'二\\N"), "", "", "", "", 6, 3, ""],
    [*row(3, 姓名="", 主要事实="第一行\n第二行\t“引号”"), "", "", "", "", 1, 1, ""],
]


MAPPING = match(FULL)


def made() -> dict[str, list[dict[str, Any]]]:
    """Every row that registering makes. For the ids stands the place of the petition."""
    place = {pk: n for n, pk in enumerate(Petition.objects.order_by("number").values_list("pk", flat=True))}
    rows = {
        "petitions": Petition.objects.all(),
        "parties": Party.objects.all(),
        "deadlines": Deadline.objects.all(),
        "events": Event.objects.all(),
        "audit": AccessEvent.objects.filter(verb="petition.register"),
    }
    return {
        name: [_without_ids(values, place) for values in found.order_by("pk").values()] for name, found in rows.items()
    }


def _without_ids(values: dict[str, Any], place: dict[int, int]) -> dict[str, Any]:
    belongs = values.get("petition_id") or values.get("object_id")
    return {name: value for name, value in values.items() if name not in {"id", "petition_id", "object_id"}} | {
        "petition": place.get(belongs or 0)
    }


def registered_by_hand(clerk: User) -> dict[str, list[dict[str, Any]]]:
    """What comes of the same rows by registering each; undone again."""
    checker = Checker(FULL, MAPPING, defaults=DEFAULTS, org=clerk.org, clocks=Clocks(), at=NOW)
    with transaction.atomic():
        for number, cells in enumerate(ROWS, 2):
            read = checker.check(Row(number, cells))
            read.key = f"ledger:{clerk.org.code}:{read.external_id}"
            actions.register(read.intake(), by=clerk, at=NOW)
        found = made()
        transaction.set_rollback(True)
    return found


def numbers() -> list[str]:
    return [number[-6:] for number in Petition.objects.order_by("number").values_list("number", flat=True)]


def test_an_import_makes_the_same_rows_as_registering_each(clerk: User) -> None:
    by_hand = registered_by_hand(clerk)
    assert not Petition.objects.exists()

    imported(workbook([FULL, *ROWS]), clerk)

    assert made() == by_hand
    assert [len(rows) for rows in by_hand.values()] == [3, 3, 2, 3, 3]


def test_old_matters_get_their_clocks_by_the_rules_of_their_day(clerk: User) -> None:
    DeadlineRule.objects.filter(code="notice").update(valid_to=dt.date(2020, 1, 1))
    newer = DeadlineRule.objects.get(code="notice")
    newer.pk, newer.amount, newer.valid_from, newer.valid_to = None, 10, dt.date(2020, 1, 1), None
    newer.save()

    imported(text([["收到时间", "姓名", "内容"], ["2019-12-31", "甲", "甲"], ["2020-01-01", "乙", "乙"]]), clerk)

    days = [clock.due_at - clock.opened_at for clock in Deadline.objects.order_by("opened_at")]
    assert [length.days for length in days] == [15, 10]


def test_numbers_follow_the_order_of_the_ledger_without_a_gap(clerk: User) -> None:
    petition(clerk)
    rows = [row(1), row(2, 收到时间="何时"), row(3), row(4)]

    imported(workbook([HEADINGS, *rows]), clerk)

    assert numbers() == ["000001", "000002", "000003", "000004"]
    assert list(Petition.objects.order_by("number").values_list("request", flat=True)[1:]) == [
        "请求调解第 1 件",
        "请求调解第 3 件",
        "请求调解第 4 件",
    ]


def test_a_ledger_imported_twice_makes_nothing_twice_and_spends_no_number(clerk: User) -> None:
    content = workbook([HEADINGS, row(1), row(2)])
    imported(content, clerk)

    again = checked(content, clerk)

    assert (again.good, again.known, again.bad) == (0, 2, 0)
    assert list(again.rows.values_list("known_as", flat=True)) == [f"鲁滨城妇信〔2026〕00000{n}" for n in (1, 2)]
    with pytest.raises(NotAllowed, match="没有可以导入的行"):
        batches.confirm(again, by=clerk, at=NOW)
    petition(clerk)
    assert numbers() == ["000001", "000002", "000003"]


@pytest.mark.parametrize("headings", [HEADINGS, [*HEADINGS[1:], "备注"]])
def test_rows_are_known_again_in_another_file_with_or_without_a_number(clerk: User, headings: list[str]) -> None:
    """In another format, another order, with another column, and the moments written otherwise."""
    with_number = headings == HEADINGS
    cells = [row(n) if with_number else [*row(n)[1:], "甲"] for n in (1, 2, 3)]
    imported(workbook([headings, *cells[:2]]), clerk)
    as_text = [[f"{cell:%Y年%m月%d日 %H:%M}" if isinstance(cell, dt.datetime) else cell for cell in r] for r in cells]

    batch = imported(text([["台账"], headings, *reversed(as_text)]), clerk)

    assert (batch.imported, batch.known) == (1, 2)
    assert Petition.objects.count() == 3


def test_a_number_that_already_names_another_matter_is_refused(clerk: User) -> None:
    imported(workbook([HEADINGS, row(1)]), clerk)

    batch = checked(workbook([HEADINGS, row(1, 收到时间="2026-03-01 08:00")]), clerk)

    [(number, column, words)] = complaints(batch)
    assert (number, column) == (2, "编号")
    assert words.startswith("“甲1”已用于 鲁滨城妇信〔2026〕000001（收到时间 2026-10-01 09:01），与本行不是同一件")


def test_a_ledger_that_was_exported_here_is_known(clerk: User) -> None:
    known = petition(clerk)
    received = "2026-11-23 10:00"

    batch = checked(text([["编号", "收到时间", "诉求"], [known.number, received, "甲"]]), clerk)

    assert (batch.good, batch.known) == (0, 1)


def test_the_same_number_in_another_county_is_another_matter(clerk: User, intruder: User) -> None:
    imported(workbook([HEADINGS, row(1)]), clerk)

    assert imported(workbook([HEADINGS, row(1)]), intruder).imported == 1


def test_all_come_in_or_none(clerk: User) -> None:
    """The second chunk fails on a number that is in the way: the first goes too, and its numbers are given back."""
    count = CHUNK + 2
    content = workbook([HEADINGS, *map(row, range(1, count + 1))])
    batch = batches.confirm(checked(content, clerk), by=clerk, at=NOW)
    in_the_way = petition(clerk)
    Petition.objects.update(number=f"鲁滨城妇信〔2026〕{count:06d}")
    NumberSeries.objects.update(last=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        batches.load(batch, at=NOW, progress=silent)

    assert list(Petition.objects.all()) == [in_the_way]
    assert NumberSeries.objects.get().last == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_import_the_same_ledger_at_once_make_each_row_once(tree: ProvinceTree) -> None:
    load_law()
    people = [user(tree.bincheng, Role.RECEPTIONIST) for _ in range(2)]
    content = workbook([HEADINGS, *map(row, range(1, 40))])
    ready = [batches.confirm(checked(content, by), by=by, at=NOW) for by in people]
    start = Barrier(len(ready))

    def press(batch: ImportBatch) -> None:
        try:
            with transaction.atomic():
                start.wait(10)
                batches.load(batch, at=NOW, progress=silent)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=(batch,)) for batch in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    outcome = sorted(ImportBatch.objects.values_list("status", "imported", "known"))
    assert outcome == [("done", 0, 39), ("done", 39, 0)]
    assert numbers() == [f"{n:06d}" for n in range(1, 40)]


def test_each_step_is_in_the_audit(clerk: User) -> None:
    batch = imported(workbook([HEADINGS, row(1), row(2, 收到时间="")]), clerk)

    trail = AccessEvent.objects.filter(object_id=batch.pk, verb__startswith="import.")
    assert list(trail.order_by("pk").values_list("verb", "actor", "detail__rows")) == [
        ("import.upload", clerk.pk, None),
        ("import.confirm", clerk.pk, 1),
        ("import.load", clerk.pk, 1),
    ]


def test_who_may_not_import_cannot_even_upload(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="您的角色不能导入台账"):
        checked(workbook([HEADINGS, row()]), user(tree.bincheng, Role.AGENT))


def test_another_county_cannot_confirm(clerk: User, intruder: User) -> None:
    batch = checked(workbook([HEADINGS, row()]), clerk)

    with pytest.raises(NotAllowed, match="不是本单位上传的"):
        batches.confirm(batch, by=intruder, at=NOW)


def test_a_colleague_may_confirm_and_is_the_one_who_registers(clerk: User) -> None:
    colleague = user(clerk.org, Role.SECTION_HEAD)
    batch = batches.confirm(checked(workbook([HEADINGS, row()]), clerk), by=colleague, at=NOW)

    batches.load(batch, at=NOW, progress=silent)

    assert Petition.objects.get().registered_by == colleague


def test_who_has_moved_to_another_unit_meanwhile_registers_nothing_here(clerk: User, tree: ProvinceTree) -> None:
    batch = batches.confirm(checked(workbook([HEADINGS, row()]), clerk), by=clerk, at=NOW)
    clerk.org = tree.huimin

    with pytest.raises(NotAllowed, match="已调离本单位"):
        batches.load(batch, at=NOW, progress=silent)


def test_confirming_twice_is_confirming_once(clerk: User) -> None:
    batch = checked(workbook([HEADINGS, row()]), clerk)

    batches.confirm(batch, by=clerk, at=NOW)
    batches.confirm(batch, by=clerk, at=NOW)

    assert AccessEvent.objects.filter(verb="import.confirm").count() == 1


def test_what_is_imported_cannot_be_discarded_or_remapped(clerk: User) -> None:
    batch = imported(workbook([HEADINGS, row()]), clerk)

    with pytest.raises(NotAllowed, match="现为“已导入”，不能再操作"):
        batches.discard(batch, by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="现为“已导入”，不能再操作"):
        batches.remap(batch, mapping=batch.mapping, defaults=DEFAULTS, by=clerk, at=NOW)


def test_a_corrected_mapping_is_checked_anew(clerk: User) -> None:
    batch = checked(text([["何时", "何事"], ["2026-10-01", "甲"], ["", "乙"]]), clerk)

    batch = batches.remap(batch, mapping=["received_at", "facts"], defaults=DEFAULTS, by=clerk, at=NOW)
    assert batch.status == "uploaded"
    batches.check(batch, at=NOW, progress=silent)

    assert (batch.good, batch.bad, batch.problem) == (1, 1, "")


def test_a_mapping_that_cannot_be_read_by_is_said_and_not_checked(clerk: User) -> None:
    batch = checked(text([["何时", "何事"], ["2026-10-01", "甲"]]), clerk)

    batch = batches.remap(batch, mapping=["facts", "facts"], defaults=DEFAULTS, by=clerk, at=NOW)

    assert (batch.status, batch.problem) == ("checked", "“主要事实”被对应了不止一列，请只留一列。")


def test_the_file_lies_where_only_the_portal_reads_it_under_a_name_that_says_nothing(clerk: User) -> None:
    batch = checked(workbook([HEADINGS, row()]), clerk, name="王小芳的台账.xlsx")

    path = default_storage.path(batch.file.name)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert re.fullmatch(r"imports/[0-9a-f]{32}", batch.file.name)
    assert batch.file_name == "王小芳的台账.xlsx"
