"""`manage.py import_petitions`: the same import without a browser."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cases.models import ImportBatch, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Level
from tests.cases.ledgers import HEADINGS, row, text, workbook
from tests.cases.samples import NOW
from tests.factories import user


def run(path: Path, **asked: Any) -> str:
    """What the command writes; SystemExit(1) where nothing came in."""
    out = io.StringIO()
    call_command("import_petitions", path, org="371602", stdout=out, stderr=out, **asked)
    return out.getvalue()


def stored_files() -> set[str]:
    return set(default_storage.listdir("imports")[1]) if default_storage.exists("imports") else set()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(workbook([[*HEADINGS, "答复"], *([*row(n), "已答"] for n in (1, 2)), row(3, 收到时间="")]))
    return path


def test_the_good_rows_come_in_and_the_bad_ones_are_named(clerk: User, ledger: Path) -> None:
    before = stored_files()

    said = run(ledger)

    assert "不导入的列：答复" in said
    assert "可以导入 2 行，有误 1 行，已导入过 0 行。" in said
    assert "第 4 行　收到时间：空着，请填写收到时间" in said
    assert "已导入 2 条。" in said
    assert Petition.objects.filter(registered_by=clerk).count() == 2
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.imported, batch.file.name) == ("done", 2, "")
    assert stored_files() == before


def test_a_second_run_brings_nothing_and_says_so_by_its_exit(clerk: User, ledger: Path) -> None:
    run(ledger)

    with pytest.raises(SystemExit) as left:
        run(ledger)

    assert left.value.code == 1
    assert Petition.objects.count() == 2
    assert ImportBatch.objects.count() == 1


def test_a_dry_run_changes_nothing(clerk: User, ledger: Path, tmp_path: Path) -> None:
    said = run(ledger, dry_run=True, rejects=tmp_path / "退回.xlsx")

    assert "只核对，没有导入。" in said
    assert not Petition.objects.exists()
    assert not ImportBatch.objects.exists()
    rejected = openpyxl.load_workbook(tmp_path / "退回.xlsx").active
    assert [cell.value for cell in rejected[1]] == [*HEADINGS, "答复", "原因", "原行号"]
    assert rejected.max_row == 2


def test_what_the_ledger_lacks_may_be_named(clerk: User, tmp_path: Path) -> None:
    path = tmp_path / "甲.csv"
    path.write_bytes(text([["收到时间", "姓名", "内容"], ["2026-10-01", "甲", "乙"]], encoding="gb18030"))
    colleague = user(clerk.org, Role.SECTION_HEAD)

    run(path, by=colleague.username, channel="letter", category="labour.wages", matter_class="suggestion")

    made = Petition.objects.get()
    assert (made.channel, made.category, made.matter_class) == ("letter", "labour.wages", "suggestion")
    assert made.registered_by == colleague


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"org": "371699"}, "没有区划代码为 371699 的单位"),
        ({"org": "37160"}, "“37160”不是区划代码"),
        ({"org": "370523"}, "没有可以导入台账的用户，请用 --by 写明"),
        ({"org": "371602", "by": "nobody"}, "没有用户 nobody"),
    ],
)
def test_a_wrong_order_is_told(clerk: User, ledger: Path, asked: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import_petitions", ledger, **asked)


def test_a_file_that_is_missing_or_no_ledger_is_told(clerk: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        run(tmp_path / "没有.xlsx")
    path = tmp_path / "空.csv"
    path.touch()
    with pytest.raises(CommandError, match="文件是空的"):
        run(path)
    path.write_bytes(text([["何时", "何事"], ["2026-10-01", "甲"]]))
    with pytest.raises(CommandError, match="还没有一列对应“收到时间”。表头：何时、何事"):
        run(path)


def test_old_matters_are_overdue_at_the_next_sweep_and_stand_with_the_province(clerk: User, tmp_path: Path) -> None:
    path = tmp_path / "旧台账.csv"
    days = [f"20{year}-0{month}-15 09:00" for year in range(10, 20) for month in (1, 5, 9)]
    path.write_bytes(text([["收到时间", "姓名", "内容"], *([day, f"甲{n}", "乙"] for n, day in enumerate(days))]))

    run(path)
    engine.sweep(NOW)

    assert Deadline.objects.overdue(NOW).count() == len(days)
    assert {clock.desk.level for clock in Deadline.objects.select_related("desk")} == {Level.PROVINCE}
