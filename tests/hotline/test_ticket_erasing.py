"""What an erasing of a petition takes out of the work orders that it came by, and what stays."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.db.models import CharField, JSONField, TextField

from cases.disposal.erasures import KEPT, all_erasures
from hotline.models import ExternalTicket, TicketEvent
from tests.cases.disposals import LATER, disposed
from tests.cases.lives import Line, make_line, replied_by
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree
from tests.hotline.orders import answered, received, stepped


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def test_every_column_that_can_speak_of_a_person_is_erased_or_says_why_not() -> None:
    erased = {
        f"{erasure.model.__name__}.{name}"
        for erasure in all_erasures()
        for name in (*erasure.texts, *erasure.struck, *erasure.values)
    }
    wordy = (CharField, TextField, JSONField)
    columns = {
        f"{model.__name__}.{column.name}"
        for model in (ExternalTicket, TicketEvent)
        for column in model._meta.concrete_fields
        if isinstance(column, wordy) and not column.choices
    }

    assert columns - erased - KEPT.keys() == set()


def test_nothing_of_a_person_is_left_and_what_is_counted_stays(line: Line) -> None:
    clerk = line.county.clerk
    row = received(clerk, content="王小芳来电反映抚养费。")
    stepped(row, "supplement", by=clerk, note="王小芳补充。")
    matter = replied_by(line.county)
    stepped(row, "link", by=clerk, petition=matter)
    answered(row, by=clerk)
    matter = moved(matter, "close", by=clerk, at=NOW)
    moved(matter, "archive", by=clerk, at=NOW, retention="10y")

    disposed(line, at=LATER)

    row.refresh_from_db()
    assert (row.title, row.content, row.caller_name, row.caller_phone) == ("", "", "", "")
    assert (row.answer, row.system_number, row.state) == ("已处置", "GD20261123001", "answered")
    assert {event.note for event in row.events.all()} == {""}
    assert row.events.count() == 4


def test_the_story_is_append_only(line: Line) -> None:
    row = received(line.county.clerk)

    for change in ({"note": "改写"}, {"note": "", "data": {}}):
        with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
            row.events.update(**change)
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        row.events.all().delete()
