"""Rows of several tables are inserted in one statement, as saving each would."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from fedportal.audit.log import line
from fedportal.audit.models import AccessEvent, UnsealedEvent
from fedportal.calendar.models import CalendarEdition
from fedportal.lib.inserting import insert_together
from fedportal.lib.row_scope import beyond_readers
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=dt.UTC)


def _edition(tree: ProvinceTree, year: int = 2031) -> CalendarEdition:
    source = CalendarEdition.Source.values[0]
    return CalendarEdition(year=year, source=source, reference='“%s”"', entered_at=AT, entered_by=user(tree.bincheng))


def test_each_has_its_own_key_and_what_it_held(tree: ProvinceTree) -> None:
    edition, person = _edition(tree), user(tree.binzhou)
    lines = [line(verb, person, by=person, at=AT, words=["%(a)s", None, 1.5]) for verb in ("one.first", "one.second")]

    with beyond_readers("a calendar and the trail are nobody's range"):
        insert_together([lines[0], edition, lines[1]])

    assert CalendarEdition.objects.get(pk=edition.pk).reference == '“%s”"'
    stored = AccessEvent.objects.in_bulk([row.pk for row in lines])
    assert [stored[row.pk].verb for row in lines] == ["one.first", "one.second"]
    assert stored[lines[0].pk].detail == {"words": ["%(a)s", None, 1.5]}
    assert stored[lines[0].pk].at == AT


def test_the_triggers_of_each_table_see_its_rows(tree: ProvinceTree) -> None:
    lines = [line("one.first", by=None, at=AT), line("one.second", by=None, at=AT)]

    with beyond_readers("the trail is nobody's range"):
        insert_together([lines[0], _edition(tree), lines[1]])

        assert UnsealedEvent.objects.filter(event_id__in=[row.pk for row in lines]).count() == 2


def test_a_saved_row_is_changed_afterwards_and_not_inserted_anew(tree: ProvinceTree) -> None:
    edition = _edition(tree)
    with beyond_readers("a calendar is nobody's range"):
        insert_together([edition])
        edition.reference = "国办发明电〔2030〕1号"
        edition.save()

    assert CalendarEdition.objects.get(year=2031).reference == "国办发明电〔2030〕1号"


def test_if_one_may_not_be_there_none_is(tree: ProvinceTree) -> None:
    told, wrong = line("one.first", by=None, at=AT), _edition(tree)
    wrong.entered_at = None  # type: ignore[assignment]

    with beyond_readers("a calendar and the trail are nobody's range"):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_together(
                [told, CalendarEdition(year=2031, source=CalendarEdition.Source.values[0], entered_at=None)]
            )

        assert not AccessEvent.objects.filter(verb="one.first").exists()


def test_of_no_rows_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        insert_together([])
