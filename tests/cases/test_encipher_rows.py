"""What stood in the columns in clear is enciphered by the migration, once, wherever it was interrupted."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from cases.models import Archive, FormerValue, ImportRow, Party, Petition
from fedportal.lib.reciphering import ENCIPHER, Columns, rewrite
from tests.cases.ledgers import HEADINGS, checked, row, text
from tests.cases.lives import Line, make_line
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree

migration = import_module("cases.migrations.0031_encipher_rows")
pytestmark = pytest.mark.usefixtures("database_owner")  # who migrates


@pytest.fixture
def before(tree: ProvinceTree, law: None) -> Line:
    """A database as it was before, with a row of every kind."""
    line = make_line(tree)
    made = petition(line.county.clerk)
    party = made.parties.get()
    FormerValue.objects.create(
        petition=made, party=party, field="phone", value="13900000001", at=NOW, by=line.county.head
    )
    checked(text([HEADINGS, row(类别="不知道")]), line.county.clerk)
    moved(made, "withdraw", by=line.county.clerk, at=NOW, note="自愿。", withdrawn_how="writing", safety="已确认")
    moved(made, "archive", by=line.county.clerk, at=NOW, retention="10y")
    run("decipher")
    return line


def run(direction: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor(atomic=False) as editor:
        getattr(migration, direction)(apps, editor)


def stored() -> dict[str, list[str]]:
    """What the columns hold that are not empty, by table and column."""
    values = {}
    with connection.cursor() as cursor:
        for columns in migration.COLUMNS:
            for name in columns.names:
                cursor.execute(f"SELECT {name} FROM {columns.table} WHERE {name} <> '' ORDER BY id")
                values[columns.place(name)] = [value for (value,) in cursor.fetchall()]
    return values


def test_it_names_columns_that_are_enciphered_today() -> None:
    named = {columns.place(name) for columns in migration.COLUMNS for name in columns.names}
    models = [model for model in apps.get_app_config("cases").get_models() if Columns.of(model).names]

    assert named <= {Columns.of(model).place(name) for model in models for name in Columns.of(model).names}


def test_the_way_back_leaves_everything_in_clear(before: Line) -> None:
    held = stored()

    assert held["cases_party.phone"] == ["13854312345"]
    assert held["cases_formervalue.value"] == ["13900000001"]
    assert held["cases_importrow.cells"][0].startswith('["甲1", "王小芳", "女"')


def test_every_value_is_enciphered_and_says_the_same(before: Line) -> None:
    in_clear = stored()

    run("encipher")

    for column, values in stored().items():
        assert len(values) == len(in_clear[column])
        assert all(value.startswith("v1:") for value in values), column
    assert Party.objects.get().address == "滨城区黄河五路 385 号"
    assert FormerValue.objects.get().value == "13900000001"
    assert ImportRow.objects.get().cells[1] == "王小芳"
    assert Archive.objects.get().manifest["number"] == Petition.objects.get().number
    assert stored()["cases_handlingcomplaint.contact"] == []


def test_interrupted_it_goes_on_and_enciphers_nothing_twice(before: Line) -> None:
    next(rewrite(migration.COLUMNS[0], ENCIPHER))
    first = stored()["cases_party.phone"]

    run("encipher")
    run("encipher")

    assert stored()["cases_party.phone"] == first
    assert Party.objects.get().phone == "13854312345"
