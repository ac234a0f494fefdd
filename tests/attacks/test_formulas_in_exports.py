"""What a petitioner writes must not work as a formula on the computer of whoever opens the file."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.ledgers import HEADINGS, checked
from tests.cases.ledgers import row as ledger_row
from tests.cases.ledgers import text as csv_text
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.processes import PROJECT
from tests.test_architecture import MODULES

BEGINNINGS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "%0A=", "'=", '"=', ";=", "|"]
FORMULA = 'cmd|"/C calc"!A0'


@pytest.fixture
def head(client: Client, tree: ProvinceTree, law: None) -> User:
    made = user(tree.bincheng, Role.UNIT_HEAD, Role.RECEPTIONIST, name="=1+1")
    client.force_login(made)
    return made


def cells(content: bytes) -> list[object]:
    """Every filled cell of the file; none is a formula, none a link."""
    found = [
        cell
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell.coordinate for cell in found if cell.data_type == "f" or cell.hyperlink]
    return [cell.value for cell in found]


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_in_the_ledger_every_cell_is_text(client: Client, head: User, beginning: str) -> None:
    words = f"{beginning}{FORMULA}"
    petition(head, at=timezone.now(), facts=words, request=words)

    answer = client.post("/petitions/export/", {"reason": words.strip() or "x"})

    assert any(FORMULA in str(value) for value in cells(body(answer)))


def test_in_the_rejected_rows_of_an_import_every_cell_is_text(client: Client, head: User) -> None:
    """Headings too are what somebody wrote."""
    headings = [*HEADINGS, f"={FORMULA}"]
    rows = [
        [*ledger_row(n, 收到时间=f"{beginning}{FORMULA}"), f"{beginning}1"]
        for n, beginning in enumerate(BEGINNINGS, 1)
    ]
    batch = checked(csv_text([headings, *rows]), head, at=timezone.now())

    answer = client.get(reverse("cases:import_rejects", args=[batch.pk]))

    assert any(FORMULA in str(value) for value in cells(body(answer)))


def test_in_the_template_for_imports_there_is_no_formula(client: Client, head: User) -> None:
    assert cells(body(client.get(reverse("cases:import_template"))))


def test_in_the_assessment_sheet_every_word_is_text(client: Client, head: User, tree: ProvinceTree) -> None:
    tree.bincheng.name = f"={FORMULA}"
    tree.bincheng.save(update_fields=["name"])

    answer = client.get(reverse("dashboards:assessment"), {"form": "xlsx"})

    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert cells(body(answer))


def test_no_answer_is_a_csv_file() -> None:
    """In a text file nothing tells a word from a formula, so that the portal writes none; another system's own program
    puts a mark before what could be one (tests/client/test_pushing.py)."""
    written = [m for m in MODULES if "csv.writer" in (text := (PROJECT / m).read_text("utf-8")) or "text/csv" in text]
    # The second is for the database, not for people.
    assert [str(module) for module in written] == ["fedportal/client/refused.py", "fedportal/orgs/loading.py"]
