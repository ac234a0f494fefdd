"""Of a child, or of who lacks capacity, the police are told at once: owed, written down, handed on."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions.violence.clocks import owes_mandatory_report
from cases.actions.violence.course import record_violence
from cases.actions.violence.reports import Telling, record_feedback
from cases.models import MandatoryReport, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.call_registering import register_call
from hotline.actions.call_reporting import report_call
from hotline.actions.call_ticket_making import order_from_call
from hotline.actions.call_ticket_registering import register_call_ticket
from hotline.models import Call, HotlineLine
from tests.api.clients import api_client, caller
from tests.api.sent import unfit
from tests.cases.intakes import intake
from tests.cases.samples import NOW
from tests.cases.violence import violence
from tests.factories import ProvinceTree, user
from tests.hotline import call_tickets
from tests.hotline.calls import answered, made, typed

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
LATER = NOW + dt.timedelta(minutes=5)
TOLD = Telling(
    known_at=NOW, reported_at=LATER, to=["police", "civil"], station="市中派出所", person="警号 0371", triggers=(4,)
)


@pytest.fixture
def call(line: HotlineLine, agent: User) -> Call:
    """A neighbour tells of a child."""
    return typed(answered(line, agent), by=agent, report_for="minor", for_other=True, relation="邻居")


def kinds(row: Any) -> list[str]:
    return sorted(row.deadlines.open().values_list("kind", flat=True))


def test_the_report_is_owed_from_when_it_is_said_who_suffers_and_few_read_the_call(call: Call, agent: User) -> None:
    assert call.guarded
    (duty,) = call.deadlines.open()
    assert (duty.kind, duty.due_at - duty.opened_at, duty.org_id) == ("call_report", 2 * HOUR, call.org_id)

    call = typed(call, by=agent, report_for="")
    assert (call.guarded, kinds(call)) == (False, [])

    call = typed(call, by=agent, report_for="no_capacity")
    call = report_call(call, "minor", TOLD, by=agent, at=LATER)
    assert (call.report_for, call.reported_at, kinds(call)) == ("minor", LATER, [])
    assert typed(call, by=agent, report_for="").report_for == "minor"  # it stands with the report
    assert AccessEvent.objects.filter(verb="call.report", object_id=str(call.pk), actor=agent).exists()


def test_a_call_about_a_child_ends_in_nobody_going_on_only_as_a_matter_or_an_order(call: Call, agent: User) -> None:
    typed(call, by=agent, answer="已答复。", police_note="已出警。")
    for name in ("resolve", "dismiss"):
        with pytest.raises(NotAllowed, match="登记信访"):
            made(call, name, by=agent)
    made(call, "emergency", by=agent)
    with pytest.raises(NotAllowed, match="登记信访"):
        made(call, "settle", by=agent)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"triggers": ()}, "情形"),
        ({"person": " "}, "接报人"),
        ({"to": ["civil"]}, "公安机关"),
        ({"reported_at": NOW - HOUR}, "知悉之后"),
        ({"reported_at": LATER + HOUR}, "不能晚于现在"),
        ({"reporter": User(org_id=0)}, "本单位的工作人员"),
    ],
)
def test_what_is_no_report_as_the_law_commands_it_is_refused(
    call: Call, agent: User, change: dict[str, Any], words: str
) -> None:
    told = Telling(**TOLD.__dict__ | change)

    with pytest.raises(NotAllowed, match=words):
        report_call(call, "minor", told, by=agent, at=LATER)
    assert kinds(call) == ["call_report"]


def test_what_was_reported_on_the_line_is_the_reports_of_the_petition_and_nobody_reports_twice(
    call: Call, agent: User, clerk: User
) -> None:
    report_call(call, "minor", TOLD, by=agent, at=LATER)
    matter = register_call(
        call, intake(agent, channel="hotline_12338", category="child.abuse", minor=True), by=agent, at=LATER
    )

    told = MandatoryReport.objects.get(petition=matter)
    assert (told.station, told.triggers, told.to, told.by) == ("市中派出所", [4], ["police", "civil"], agent)
    assert "minor_feedback" in kinds(matter)
    course = record_violence(matter, violence(relation="parent"), by=clerk, at=LATER + HOUR)
    assert not owes_mandatory_report(course)
    assert "dv_mandatory_report" not in kinds(matter)


def test_reported_after_it_was_registered_it_reaches_the_petition_and_the_order_of_the_call(
    call: Call, agent: User, clerk: User, line: HotlineLine
) -> None:
    matter = register_call(
        call, intake(agent, channel="hotline_12338", category="child.abuse", minor=True), by=agent, at=NOW
    )
    course = record_violence(matter, violence(relation="parent"), by=clerk, at=NOW)
    assert owes_mandatory_report(course)
    assert kinds(call) == ["call_report"]

    report_call(call, "minor", TOLD, by=agent, at=LATER)

    course.refresh_from_db()
    assert not owes_mandatory_report(course)
    assert kinds(call) == []

    other = typed(answered(line, agent, phone="13754399999"), by=agent, report_for="minor")
    order = order_from_call(other, by=agent, at=NOW)
    report_call(other, "minor", TOLD, by=agent, at=LATER)
    line_of_story = order.events.get(verb="call_ticket.report")
    assert "市中派出所" in line_of_story.note
    assert "0371" not in line_of_story.note  # who took it down there is nobody's elsewhere


@pytest.mark.parametrize("reported_first", [True, False])
def test_a_petition_of_the_order_takes_the_report_of_the_call_over_once(
    call: Call, agent: User, tree: ProvinceTree, reported_first: bool
) -> None:
    leader, holder = user(tree.bincheng, Role.SECTION_HEAD, name="值班长"), user(tree.zouping, Role.RECEPTIONIST)
    told = replace(TOLD, reporter=leader)
    if reported_first:
        report_call(call, "minor", told, by=agent, at=LATER)
    order = order_from_call(call, by=agent, at=LATER)
    order = call_tickets.sent(order, tree.zouping, by=agent, at=LATER)

    with rows_of(scope_of(holder)):
        assert not Call.objects.exists()  # she reads no call of the other county
        matter = register_call_ticket(
            order, intake(holder, channel="hotline_12338", category="child.abuse", minor=True), by=holder, at=LATER
        )
    if not reported_first:
        assert not matter.mandatory_reports.exists()
        report_call(call, "minor", told, by=agent, at=LATER)

    report = matter.mandatory_reports.get()
    assert (report.station, report.by, report.reported_at) == ("市中派出所", leader, LATER)
    assert "minor_feedback" in kinds(matter)


def test_of_a_matter_without_a_course_the_feedback_is_written_on_its_page(
    client: Client, call: Call, agent: User, clerk: User, intruder: User
) -> None:
    report_call(call, "minor", TOLD, by=agent, at=LATER)
    matter = register_call(
        call, intake(agent, channel="hotline_12338", category="child.sexual_abuse", minor=True), by=agent, at=LATER
    )
    report = matter.mandatory_reports.get()
    client.force_login(clerk)
    address = reverse("cases:violence_item", args=[matter.pk, "feedback", report.pk])
    assert address in client.get(matter.get_absolute_url()).content.decode()

    sent = client.post(address, {"feedback_at": "2026-11-23T12:00", "feedback": "已立案。"})

    assert sent["Location"] == matter.get_absolute_url()
    assert "minor_feedback" not in kinds(matter)
    with pytest.raises(NotAllowed):
        record_feedback(report, feedback="x", feedback_at=LATER, by=intruder, at=LATER)


def test_an_accusation_waits_for_the_report_for_it_takes_the_words_of_the_call(call: Call, agent: User) -> None:
    accusation = intake(agent, channel="hotline_12338", matter_class="accusation", minor=True)
    with pytest.raises(NotAllowed, match="先登记强制报告"):
        register_call(call, accusation, by=agent, at=NOW)

    report_call(call, "minor", TOLD, by=agent, at=LATER)
    matter = register_call(call, accusation, by=agent, at=LATER)

    call.refresh_from_db()
    assert (call.report_station, call.report_person, call.sealed) == ("", "", True)
    assert matter.mandatory_reports.get().station == "市中派出所"


def test_one_that_becomes_an_accusation_later_can_still_be_reported_and_keeps_nothing(call: Call, agent: User) -> None:
    matter = register_call(call, intake(agent, channel="hotline_12338", minor=True), by=agent, at=NOW)
    Petition.objects.filter(pk=matter.pk).update(matter_class="accusation")

    row = report_call(call, "minor", TOLD, by=agent, at=LATER)

    assert (row.sealed, row.report_station, kinds(row)) == (True, "", [])


def test_on_the_screen_one_key_saves_what_is_typed_and_asks_for_the_report(
    client: Client, call: Call, agent: User, intruder: User
) -> None:
    leader = user(call.org, Role.SECTION_HEAD, name="值班长")
    system = api_client(call.org, Scope.CALLS).user
    client.force_login(agent)
    screen = client.get(call.get_absolute_url()).content.decode()
    assert 'data-key="F6"' in screen
    address = reverse("hotline:call_report", args=[call.pk])
    saved = client.post(
        reverse("hotline:call_save", args=[call.pk]),
        {"report": "1", "report_for": "minor", "facts": "孩子身上多处伤痕。", "version": call.version},
    )
    assert saved["Location"] == address
    asked = client.get(address)
    assert asked.context["form"]["reporter"].value() == agent.pk
    named = set(asked.context["form"].fields["reporter"].queryset)
    assert {agent, leader} <= named == set(User.objects.filter(org=call.org)) - {system}  # no system rings the police
    unsaid = client.post(address, {"report_for": "minor", "to": ["police"], "reported_at": "2026-11-23T10:05"})
    assert "请填写公安机关" in unsaid.content.decode()

    given = {"report_for": "minor", "triggers": ["4"], "to": ["police"], "station": "市中派出所", "person": "0371"}
    given |= {"reported_at": "2026-11-23T10:05"}
    assert "本单位的工作人员" in client.post(address, given | {"reporter": intruder.pk}).content.decode()
    sent = client.post(address, given | {"reporter": leader.pk})

    assert sent["Location"] == call.get_absolute_url(), sent.content.decode()
    call.refresh_from_db()
    assert call.reported_by == leader
    assert (call.facts, call.report_station) == ("孩子身上多处伤痕。", "市中派出所")
    assert "已报告市中派出所" in client.get(call.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 409  # once
    client.force_login(intruder)
    assert client.get(address).status_code == 404


def test_systems_of_the_unit_say_it_and_others_find_no_such_call(line: HotlineLine, tree: ProvinceTree) -> None:
    ours = api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE)
    row = typed(answered(line, ours.user), by=ours.user, report_for="no_capacity")

    def report(client: Client, **body: Any) -> Any:
        row.refresh_from_db()
        address = reverse("hotline_api:call_move", args=[row.ref, "report"])
        headers = {"If-Match": f'"{row.version}"'}
        return client.post(address, json.dumps(body), content_type="application/json", headers=headers)

    told = {"report_for": "minor", "reported_at": "2026-11-23T10:05:00+08:00", "to": ["police"]}
    assert unfit(report(caller(ours), **told)) == {"station": "required", "person": "required"}
    sent = report(caller(ours), **told, station="市中派出所", person="0371", triggers=[4])

    said = sent.json()
    assert (said["report_for"], said["report_triggers"], said["reported_to"]) == ("minor", [4], ["police"])
    assert "0371" not in sent.content.decode()
    elsewhere = caller(api_client(tree.huimin, Scope.CALLS, Scope.CALLS_WRITE))
    assert report(elsewhere, **told, station="x", person="y", triggers=[4]).status_code == 404
