"""Accusations from before there were named readers keep those who worked on them (migration 0024)."""

from importlib import import_module

import pytest
from django.db import connection

from cases.actions.accusations import readers
from cases.models import Accused, NamedReader, Petition
from tests.cases.lives import Line, make_line
from tests.cases.samples import accusation, petition
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def as_of_old(row: Petition) -> Petition:
    """Without what registering an accusation has written since."""
    NamedReader.objects.filter(petition=row).delete()
    Accused.objects.filter(petition=row).delete()
    return row


def migrate() -> None:
    sql = import_module("cases.migrations.0027_first_readers").FIRST_READERS
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_who_registered_it_and_who_handles_it_read_it_again(line: Line) -> None:
    row = as_of_old(accusation(line.county.clerk))
    Petition.objects.filter(pk=row.pk).update(handler=line.county.handler)
    assert set(readers(row)) == {line.county.head}

    migrate()
    migrate()

    assert set(readers(row)) == {line.county.head, line.county.clerk, line.county.handler}
    assert sorted(row.readers.values_list("reason", flat=True)) == ["承办人", "登记人"]


def test_whoever_sent_it_elsewhere_and_whoever_was_ended_stay_out(line: Line) -> None:
    sent_up = as_of_old(accusation(line.county.clerk))
    Petition.objects.filter(pk=sent_up.pk).update(org=line.tree.binzhou, org_code=line.tree.binzhou.code)
    known = accusation(line.county.clerk)
    NamedReader.objects.filter(petition=known).update(ended_at=known.registered_at, ended_by=line.county.head)
    plain = petition(line.county.clerk)

    migrate()

    assert not sent_up.readers.exists()
    assert set(readers(known)) == {line.county.head}
    assert not plain.readers.exists()
