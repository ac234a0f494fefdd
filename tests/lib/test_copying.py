"""Rows by COPY are the rows that saving each would make."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fedportal.audit.models import AccessEvent
from fedportal.lib.copying import copy_rows
from fedportal.orgs.models import Organization
from tests.factories import ProvinceTree, org

AT = dt.datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=dt.UTC)
STORABLE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@pytest.mark.django_db
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(STORABLE, min_size=1, max_size=5))
def test_every_text_and_json_arrives_as_it_was(words: list[str]) -> None:
    rows = [AccessEvent(verb=word, at=AT, detail={"words": [word, None, 1.5, True]}) for word in words]

    copy_rows(rows)

    stored = AccessEvent.objects.in_bulk([row.pk for row in rows])
    for row in rows:
        copied = stored[row.pk]
        assert (copied.verb, copied.at, copied.detail, copied.org) == (row.verb, AT, row.detail, None)


def test_dates_numbers_and_empty_columns_arrive(tree: ProvinceTree) -> None:
    saved = org("371603", "沾化区", parent=tree.binzhou, valid_from=dt.date(2014, 9, 1))
    values = Organization.objects.filter(pk=saved.pk).values().get()
    saved.delete()

    copied = Organization(**values | {"id": None})
    copy_rows([copied])

    assert Organization.objects.filter(pk=copied.pk).values().get() == values | {"id": copied.pk}


def test_ids_go_on_from_those_given_by_saving(db: None) -> None:
    first = AccessEvent.objects.create(verb="a", at=AT)
    rows = [AccessEvent(verb="b", at=AT), AccessEvent(verb="c", at=AT)]

    copy_rows(rows)

    assert [row.pk for row in rows] == [first.pk + 1, first.pk + 2]
    assert AccessEvent.objects.create(verb="d", at=AT).pk == first.pk + 3


def test_constraints_hold_as_for_any_insert(tree: ProvinceTree) -> None:
    values = Organization.objects.filter(pk=tree.zouping.pk).values().get()

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([Organization(**values | {"id": None})])


def test_nothing_is_copied_of_nothing(db: None) -> None:
    before = AccessEvent.objects.count()

    copy_rows([])

    assert AccessEvent.objects.count() == before
