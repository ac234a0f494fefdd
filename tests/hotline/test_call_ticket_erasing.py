"""What an erasing of a petition, a merger of units and a guarding do to the work orders of calls that it came by."""

import datetime as dt

import pytest
from django.db.models import CharField, JSONField, TextField

from cases.disposal.erasures import KEPT, all_erasures
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from fedportal.notices.models import Notice
from hotline.actions.call_ticket_registering import join_call_ticket
from hotline.models import CallTicket, CallTicketEvent, CallTicketReferral
from tests.cases.disposals import LATER, disposed
from tests.cases.lives import Line, make_line, replied_by
from tests.cases.samples import NOW, READ_BACK, moved, petition
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import of_itself, sent

CONTACT = {"taken": READ_BACK, "channel": "hotline_12338", "received_at": NOW, "head_count": 1}


@pytest.fixture
def offices(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def joined(row: CallTicket, matter: Petition, by: User) -> CallTicket:
    join_call_ticket(row, matter, CONTACT, by=by, at=NOW)
    row.refresh_from_db()
    return row


def test_every_column_that_can_speak_of_a_person_is_erased_or_says_why_not() -> None:
    erased = {
        f"{erasure.model.__name__}.{name}"
        for erasure in all_erasures()
        for name in (*erasure.texts, *erasure.struck, *erasure.values)
    }
    columns = {
        f"{model.__name__}.{column.name}"
        for model in (CallTicket, CallTicketEvent, CallTicketReferral)
        for column in model._meta.concrete_fields
        if isinstance(column, (CharField, TextField, JSONField)) and not column.choices
    }

    assert columns - erased - KEPT.keys() == set()


def test_nothing_of_a_person_is_left_and_what_is_counted_stays(offices: Line) -> None:
    clerk = offices.county.clerk
    matter = replied_by(offices.county)
    row = joined(sent(of_itself(clerk), clerk.org, by=clerk), matter, clerk)
    assert (row.petition, row.caller_name) == (matter, "周小雨")
    matter = moved(matter, "close", by=clerk, at=NOW)
    moved(matter, "archive", by=clerk, at=NOW, retention="10y")

    disposed(offices, at=LATER)

    row.refresh_from_db()
    assert (row.caller_phone, row.phone_index, row.caller_name, row.facts) == ("", "", "", "")
    assert (row.call_class, row.state, row.registered_at) == ("help", "dispatched", NOW)
    assert set(row.events.values_list("note", flat=True)) == {""}


def test_what_becomes_guarded_guards_its_order_and_what_becomes_an_accusation_seals_it(clerk: User) -> None:
    matter = petition(clerk)
    row = joined(sent(of_itself(clerk), clerk.org, by=clerk), matter, clerk)
    Petition.objects.filter(pk=matter.pk).update(category="family.dv")
    row.refresh_from_db()
    assert (row.guarded, row.sealed) == (True, False)

    Petition.objects.filter(pk=matter.pk).update(matter_class="accusation")

    row.refresh_from_db()
    assert (row.sealed, row.caller_phone, row.state, row.facts[:9]) == (True, "", "closed", "内容已转入检举控告")
    assert not row.deadlines.open().exists()


def test_the_successor_goes_on_with_what_is_open(tree: ProvinceTree, agent: User, intruder: User) -> None:
    row = sent(of_itself(agent), intruder.org, by=agent)
    admin = user(tree.shandong, Role.SEC_ADMIN)

    orgs.merge(tree.huimin, by=admin, into=tree.zouping, on=dt.date(2026, 11, 26), at=NOW + dt.timedelta(days=3))

    row.refresh_from_db()
    assert (row.holder, row.holder_code, row.org) == (tree.zouping, tree.zouping.code, tree.bincheng)
    assert {duty.org for duty in row.deadlines.open()} == {tree.zouping}


def test_a_notice_about_a_guarded_order_is_kept_from_who_may_not_know(
    agent: User, intruder: User, tree: ProvinceTree
) -> None:
    head = user(tree.huimin, Role.SECTION_HEAD)
    row = sent(of_itself(agent, guarded=True), tree.huimin, by=agent)
    CallTicket.objects.filter(pk=row.pk).update(accepted_at=NOW, accepted_by=head)

    assert not Notice.objects.visible_to(intruder).filter(object_id=row.pk).exists()
    assert Notice.objects.visible_to(head).filter(object_id=row.pk).exists()
