"""What an erasing of a petition takes out of the call that it came by, and what stays."""

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.db.models import CharField, JSONField, TextField

from cases.disposal.erasures import KEPT, all_erasures
from fedportal.accounts.roles import Role
from hotline.actions.call_registering import join_call
from hotline.models import (
    AnsweringDay,
    Call,
    CallAttempt,
    CallBackBooking,
    CallBackSlot,
    CallEvent,
    CallSignal,
    ForbiddenPhrase,
    HandOver,
    HotlineLine,
    KnowledgeEntry,
    KnowledgeReview,
    KnowledgeUse,
    KnowledgeVersion,
    LineEvent,
    PhoneEvent,
    QualityForm,
    QualityReview,
    Redirection,
    Shift,
    SwitchCall,
)
from tests.cases.disposals import LATER, disposed
from tests.cases.lives import Line, make_line, replied_by
from tests.cases.samples import NOW, READ_BACK, moved
from tests.factories import ProvinceTree, user
from tests.hotline.calls import answered, typed
from tests.hotline.lines import opened
from tests.hotline.phones import received, registered, told

MODELS = (
    *(Call, CallAttempt, CallEvent, HotlineLine, LineEvent),
    *(AnsweringDay, CallBackBooking, CallBackSlot, HandOver),
    *(QualityForm, QualityReview, Redirection, Shift),
    *(ForbiddenPhrase, KnowledgeEntry, KnowledgeReview, KnowledgeUse, KnowledgeVersion),
    *(CallSignal, PhoneEvent, SwitchCall),
)
OF_LINES = {  # published by the unit; nothing of a person
    *("HotlineLine.number", "HotlineLine.greeting", "HotlineLine.closing", "LineEvent.verb", "LineEvent.changes"),
}


@pytest.fixture
def offices(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def test_every_column_that_can_speak_of_a_person_is_erased_or_says_why_not() -> None:
    erased = {
        f"{erasure.model.__name__}.{name}"
        for erasure in all_erasures()
        for name in (*erasure.texts, *erasure.struck, *erasure.values)
    }
    columns = {
        f"{model.__name__}.{column.name}"
        for model in MODELS
        for column in model._meta.concrete_fields
        if isinstance(column, (CharField, TextField, JSONField)) and not column.choices
    }

    assert columns - erased - KEPT.keys() - OF_LINES == set()


def test_nothing_of_a_person_is_left_and_what_is_counted_stays(offices: Line, tree: ProvinceTree) -> None:
    clerk = offices.county.clerk
    row = answered(opened(user(tree.bincheng, Role.SECTION_HEAD)), clerk)
    switch = registered(tree.bincheng)[0]
    received(switch, told("answered"), told("recording_ready", 5, recording="rec-1"))
    SwitchCall.objects.update(call=row)
    row = typed(row, by=clerk, victim_name="李四妹", triage={"safe": "yes"}, wish={"contact_rule": "free"})
    matter = replied_by(offices.county)
    contact = {"taken": READ_BACK, "channel": "hotline_12338", "received_at": NOW, "head_count": 1}
    join_call(row, matter, contact, by=clerk, at=NOW)
    matter = moved(matter, "close", by=clerk, at=NOW)
    moved(matter, "archive", by=clerk, at=NOW, retention="10y")

    disposed(offices, at=LATER)

    row.refresh_from_db()
    assert (row.caller_phone, row.phone_index, row.caller_name, row.victim_name, row.facts) == ("", "", "", "", "")
    assert (row.phone.recording, {(told.caller, told.recording) for told in PhoneEvent.objects.all()}) == (
        "",
        {("", "")},
    )
    assert (row.triage, row.wish) == ({}, None)
    assert (row.call_class, row.state, row.answered_at) == ("consult", "ticketed", NOW)


def test_the_story_is_append_only(offices: Line, tree: ProvinceTree) -> None:
    row = answered(opened(user(tree.bincheng, Role.SECTION_HEAD)), offices.county.clerk)

    for change in ({"verb": "call.close"}, {"note": "改写"}):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            row.events.update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        row.events.all().delete()
