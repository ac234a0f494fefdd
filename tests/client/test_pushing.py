"""A ledger is sent in row by row: each becomes one petition, however often it is sent and wherever it is cut."""

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.models import ExternalId, Petition
from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.client.access import Access
from fedportal.client.failures import DIFFERENT
from fedportal.client.pushing import Result, Target, push
from tests.client.bad_line import BadLine
from tests.client.conftest import QUIET
from tests.client.running import Fedsync

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SYSTEM = "binzhou-12345"
FIELDS = (
    *("external_id", "received_at:time", "channel", "matter_class", "category", "request", "facts"),
    *("petitioner.name", "petitioner.sex", "petitioner.birth_year:int", "petitioner.marital", "petitioner.phone"),
    *("petitioner.address", "contact.read_back:bool"),
)
MANY = 1_000
KILLS = 3


def _row(number: str, **changes: str) -> dict[str, str]:
    given = {
        "external_id": number,
        "received_at:time": "2026-11-23 09:30",
        "channel": "visit",
        "matter_class": "redress",
        "category": "family.dispute",
        "request": "要求协调抚养费。",
        "facts": f"离婚后对方一直不付抚养费，多次催要没有结果（{number}）。",
        "petitioner.name": "王小芳",
        "petitioner.sex": "female",
        "petitioner.birth_year:int": "1990",
        "petitioner.marital": "divorced",
        "petitioner.phone": "不详",
        "petitioner.address": "滨城区黄河五路 385 号",
        "contact.read_back:bool": "是",
    }
    return given | changes


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[..., str]:
    """Writes it anew each time; always the same file."""

    def write(*rows: dict[str, str]) -> str:
        path = tmp_path / "ledger.csv"
        with path.open("w", encoding="gb18030", newline="") as file:
            lines = csv.DictWriter(file, FIELDS)
            lines.writeheader()
            lines.writerows(rows)
        return str(path)

    return write


def _push(access: Access, ledger: str, *, overwrite: bool = False) -> Result:
    return push(Target(access, SYSTEM, overwrite), ledger, QUIET)


def _counts(result: Result) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.same, result.refused


def _refused(result: Result) -> list[list[str]]:
    with open(result.report, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def test_good_rows_are_registered_and_each_bad_one_is_listed_with_its_reason(
    access: Access, clerk: User, ledger: Callable[..., str]
) -> None:
    result = _push(
        access,
        ledger(_row("A1"), _row("A2", facts=""), _row("A3", category="no.such"), _row("", facts="x"), _row("甲/5")),
    )

    assert _counts(result) == (2, 0, 0, 3)
    assert set(ExternalId.objects.values_list("external_id", flat=True)) == {"A1", "甲/5"}
    assert [(line, number, code) for line, number, code, _ in _refused(result)] == [
        ("3", "A2", "invalid"),
        ("4", "A3", "invalid"),
        ("5", "", "unreadable"),
    ]
    assert _refused(result)[0][3].startswith("facts：")


def test_sent_again_only_what_is_new_or_changed_travels(
    access: Access, clerk: User, ledger: Callable[..., str]
) -> None:
    rows = [_row("A1"), _row("A2"), _row("A3", facts="")]
    _push(access, ledger(*rows))

    rows[1] = _row("A2", request="要求协调抚养费，并协助起诉。")
    rows[2] = _row("A3")
    result = _push(access, ledger(*rows, _row("A4")))

    assert _counts(result) == (2, 1, 1, 0)
    assert Petition.objects.count() == 4
    changed = ExternalId.objects.get(external_id="A2").petition
    assert changed.request == "要求协调抚养费，并协助起诉。"


def test_what_a_colleague_has_changed_meanwhile_is_not_overwritten_unless_asked(
    access: Access, clerk: User, ledger: Callable[..., str]
) -> None:
    _push(access, ledger(_row("A1")))
    Petition.objects.update(version=5)
    changed = ledger(_row("A1", request="要求起诉。"))

    (refused,) = _refused(_push(access, changed))
    assert refused[:3] == ["2", "A1", "version_changed"]
    assert Petition.objects.get().request == "要求协调抚养费。"

    assert _counts(_push(access, changed, overwrite=True)) == (0, 1, 0, 0)
    assert Petition.objects.get().request == "要求起诉。"


def test_without_its_receipts_nothing_is_doubled(access: Access, clerk: User, ledger: Callable[..., str]) -> None:
    path = ledger(_row("A1"), _row("A2"))
    _push(access, path)
    for file in Path(path).parent.glob("*.receipts*"):
        file.unlink()

    changed = ledger(_row("A1"), _row("A2", request="要求起诉。"), _row("A3"))
    result = _push(access, changed)

    assert _counts(result) == (1, 1, 0, 1)  # what stands there already is taken as it is
    assert _refused(result)[0][:3] == ["3", "A2", "version_required"]
    assert _counts(_push(access, changed, overwrite=True)) == (0, 1, 2, 0)
    assert Petition.objects.count() == 3


def test_a_process_that_is_killed_again_and_again_registers_each_row_once(
    port: int, fedsync: Fedsync, clerk: User, ledger: Callable[..., str]
) -> None:
    path = ledger(*(_row(f"A{n}") for n in range(MANY)))
    order, kills = ("push", path, "--system", SYSTEM, "--url"), 0
    with BadLine(port, pause=0.02) as line:
        for _ in range(KILLS):
            kills += fedsync.kill_when(_is_waiting(path), *order, line.url)
        line.pause = 0
        ran = fedsync.run(*order, line.url)

    assert (ran.returncode, kills) == (0, KILLS), ran.stderr
    assert Petition.objects.count() == MANY
    assert ExternalId.objects.filter(system=SYSTEM).count() == MANY


def _is_waiting(path: str) -> Callable[[], bool]:
    """A batch that was not there before has been sent, and not yet answered."""
    before = _on_its_way(path)
    return lambda: _on_its_way(path) not in {before, None}


def _on_its_way(path: str) -> str | None:
    receipts = Path(f"{path}.receipts")
    if not receipts.exists():
        return None
    with sqlite3.connect(receipts) as found:
        try:
            row = found.execute("SELECT key FROM on_its_way").fetchone()
        except sqlite3.OperationalError:  # its table is still to be made
            return None
    return row[0] if row else None


def test_a_line_that_breaks_in_the_middle_of_an_answer_registers_each_row_once(
    port: int, fedsync: Fedsync, clerk: User, ledger: Callable[..., str]
) -> None:
    path = ledger(*(_row(f"A{n}") for n in range(MANY)))
    with BadLine(port, cut_after=25_000) as line:
        result = _push(Access(line.url, fedsync.credentials, patience=60), path)

    assert line.cuts
    assert _counts(result) == (MANY, 0, 0, 0)
    assert Petition.objects.count() == MANY


def test_the_command_ends_with_a_code_and_says_where_the_list_is(
    url: str, fedsync: Fedsync, county_client: ApiClient, ledger: Callable[..., str]
) -> None:
    path = ledger(_row("A1"), _row("A2", facts=""))
    ran = fedsync.run("push", path, "--system", SYSTEM, "--url", url)
    assert ran.returncode == DIFFERENT
    assert ran.stdout.splitlines() == [
        "共 2 行：新报 1，更新 0，未变 0，拒收 1",
        f"拒收的行和原因见 {path}.refused.csv",
    ]


def test_a_client_that_may_only_read_is_told_so(
    url: str, fedsync: Fedsync, county_client: ApiClient, ledger: Callable[..., str]
) -> None:
    ApiClient.objects.filter(pk=county_client.pk).update(scopes=["read"])
    ran = fedsync.run("push", ledger(_row("A1")), "--system", SYSTEM, "--url", url)
    assert ran.returncode == 4
    assert "拒绝了整批" in ran.stderr
