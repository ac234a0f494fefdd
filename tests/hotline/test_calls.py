"""Calls: who may, in which order of steps, who sees what was said, and what each step leaves behind."""

import pytest
from django.db import IntegrityError, connection, transaction

from cases.actions.versions import Outdated
from cases.models import Petition, SafeContact
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.call_moves import hang_up, ring
from hotline.actions.call_registering import join_call, register_call
from hotline.actions.lines import close_line
from hotline.call_workflow import CallState
from hotline.models import Call, HotlineLine
from tests.cases.intakes import intake
from tests.cases.lives import DAY
from tests.cases.samples import ABOUT, NOW, READ_BACK, petition
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made, typed
from tests.hotline.lines import opened


def test_a_call_that_is_answered_and_resolved_leaves_its_moments_story_and_trail(
    line: HotlineLine, agent: User
) -> None:
    row = answered(line, agent)
    row = typed(row, by=agent, at=NOW + DAY / 1000, answer="可以向人民法院起诉，带结婚证、离婚协议。")
    row = made(row, "resolve", by=agent, at=NOW + DAY / 500)
    row = made(row, "close", by=agent, at=NOW + DAY / 400)

    assert (row.state, row.answered_at, row.ended_at) == (CallState.CLOSED, NOW, NOW + DAY / 500)
    assert [event.verb for event in row.events.order_by("pk")] == [
        *("call.ring", "call.answer", "call.classify", "call.resolve", "call.close"),
    ]
    assert AccessEvent.objects.filter(verb="call.resolve", object_id=row.pk, actor=agent).exists()


def test_the_database_holds_no_name_number_or_place_in_the_clear(line: HotlineLine, agent: User) -> None:
    row = made(typed(answered(line, agent), by=agent, victim_name="李四妹"), "emergency", by=agent)
    typed(row, by=agent, whereabouts="黄河五路 385 号", victim_name="李四妹", wish={"code_word": "收快递"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT caller_phone, caller_name, victim_name, whereabouts, wish FROM hotline_call")
        told = cursor.fetchone()
    assert all(value.startswith("v1:") for value in told)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HANDLER, Role.STAT_OFFICER])
def test_who_does_not_answer_calls_takes_none_down(line: HotlineLine, tree: ProvinceTree, role: Role) -> None:
    with pytest.raises(NotAllowed, match="不能接听"):
        ring(line, by=user(tree.bincheng, role), at=NOW)


def test_nobody_answers_the_line_of_another_county_or_one_that_is_closed(
    line: HotlineLine, head: User, agent: User, intruder: User
) -> None:
    with pytest.raises(NotAllowed, match="本单位线路"):
        ring(line, by=intruder, at=NOW)
    close_line(line, on=NOW.date(), by=head, at=NOW)
    with pytest.raises(NotAllowed, match="已经停用"):
        ring(line, by=agent, at=NOW)


def test_what_is_typed_is_kept_in_place_and_a_second_window_is_told(line: HotlineLine, agent: User) -> None:
    row = answered(line, agent)
    first = typed(row, by=agent, version=row.version)

    assert first.version > row.version
    with pytest.raises(Outdated):
        typed(row, by=agent, version=row.version, facts="另一个窗口。")
    row.refresh_from_db()
    assert row.facts.startswith("丈夫半年")


def test_only_its_agent_and_who_leads_the_unit_write(line: HotlineLine, agent: User, clerk: User, head: User) -> None:
    row = answered(line, agent)

    with pytest.raises(NotAllowed, match="只有本人和本单位负责人"):
        typed(row, by=clerk)
    assert typed(row, by=head).call_class == "consult"


def test_danger_a_report_or_a_child_guard_the_call_and_a_plain_answer_does_not(
    line: HotlineLine, agent: User, clerk: User, head: User
) -> None:
    for changes, guarded in (
        ({"triage": {"safe": "no"}}, True),
        ({"triage": {"children": "yes"}}, True),
        ({"triage": {"self_harm": "yes"}}, True),
        ({"call_class": "report"}, True),
        ({"triage": {"safe": "yes", "children": "unclear"}}, False),
    ):
        row = typed(answered(line, agent), by=agent, **changes)
        assert row.guarded is guarded, changes
        assert Call.objects.visible_to(clerk).filter(pk=row.pk).exists() is not guarded
        assert Call.objects.visible_to(head).filter(pk=row.pk).exists()


def test_calls_are_read_in_their_own_unit_alone_even_without_the_query(
    line: HotlineLine, agent: User, clerk: User, intruder: User, tree: ProvinceTree
) -> None:
    plain = typed(answered(line, agent), by=agent)
    kept = typed(answered(line, agent), by=agent, triage={"weapon": "yes"})
    above = user(tree.binzhou, Role.UNIT_HEAD)

    seen = {agent: {plain, kept}, clerk: {plain}, intruder: set(), above: set()}
    for reader, rows in seen.items():
        assert set(Call.objects.visible_to(reader)) == rows
        with rows_of(scope_of(reader)):
            assert set(Call.objects.all()) == rows


def test_emergency_is_one_step_and_has_its_moments(line: HotlineLine, agent: User) -> None:
    row = made(answered(line, agent), "emergency", by=agent, at=NOW + DAY / 1000)
    row = typed(row, by=agent, at=NOW + DAY / 900, police=True)
    row = typed(row, by=agent, at=NOW + DAY / 800, police=True)

    assert (row.state, row.call_class, row.guarded) == (CallState.EMERGENCY, "consult", True)
    assert (row.emergency_at, row.police_at) == (NOW + DAY / 1000, NOW + DAY / 900)


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("resolve", {"call_class": ""}, "选择来电类别"),
        ("resolve", {"answer": ""}, "怎么答复"),
        ("resolve", {"facts": "", "answer": "已答复。"}, "反映的情况"),
        ("close", {}, "不能“办结”"),
        ("register", {}, "先登记信访"),
    ],
)
def test_a_move_says_what_is_missing(
    line: HotlineLine, agent: User, name: str, changes: dict[str, str], words: str
) -> None:
    row = typed(answered(line, agent), by=agent, **changes)

    with pytest.raises(NotAllowed, match=words):
        made(row, name, by=agent)


def test_a_call_becomes_a_petition_as_its_first_contact(line: HotlineLine, agent: User) -> None:
    row = typed(answered(line, agent), by=agent)

    matter = register_call(row, intake(agent, channel="hotline_12338"), by=agent, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.petition) == (CallState.TICKETED, matter)
    assert matter.contacts.get().channel == "hotline_12338"
    with pytest.raises(NotAllowed, match="不能再更改"):
        typed(row, by=agent, facts="后来改的。")


def test_a_call_about_a_known_matter_is_one_contact_more(line: HotlineLine, agent: User, clerk: User) -> None:
    row, matter = answered(line, agent), petition(clerk)
    contact = {"taken": READ_BACK, "channel": "hotline_12338", "received_at": NOW, "head_count": 1}

    join_call(row, matter, contact, by=agent, at=NOW)

    row.refresh_from_db()
    assert row.petition == matter
    assert matter.contacts.count() == 2


def test_of_an_accusation_nothing_stays_on_the_call(line: HotlineLine, agent: User, head: User) -> None:
    row = typed(answered(line, agent), by=agent, call_class="report", facts="举报孙建国。")
    told = intake(agent, channel="hotline_12338", matter_class="accusation", **ABOUT)

    matter = register_call(row, told, by=agent, at=NOW)

    row.refresh_from_db()
    assert matter.is_accusation
    assert (row.sealed, row.guarded, row.caller_phone, row.phone_index, row.caller_name) == (True, True, "", "", "")
    assert "孙建国" not in row.facts


def test_what_becomes_an_accusation_takes_the_words_of_its_call_along(line: HotlineLine, agent: User) -> None:
    row = typed(answered(line, agent), by=agent)
    matter = register_call(row, intake(agent, channel="hotline_12338"), by=agent, at=NOW)

    Petition.objects.filter(pk=matter.pk).update(matter_class="accusation")

    row.refresh_from_db()
    assert (row.sealed, row.caller_phone, row.request, row.wish) == (True, "", "", None)


def test_a_petition_that_becomes_guarded_guards_its_call(line: HotlineLine, agent: User, clerk: User) -> None:
    row = typed(answered(line, agent), by=agent)
    matter = register_call(row, intake(agent, channel="hotline_12338"), by=agent, at=NOW)
    assert Call.objects.visible_to(clerk).filter(pk=row.pk).exists()

    Petition.objects.filter(pk=matter.pk).update(category="family.dv")

    assert not Call.objects.visible_to(clerk).filter(pk=row.pk).exists()


def test_hanging_up_twice_is_once_and_writing_goes_on(line: HotlineLine, agent: User) -> None:
    row = hang_up(answered(line, agent), by=agent, at=NOW + DAY / 500)
    row = hang_up(row, by=agent, at=NOW + DAY)

    assert row.ended_at == NOW + DAY / 500
    assert typed(row, by=agent).facts
    assert not Call.objects.open_of(agent).exists()


def test_what_is_open_is_found_again(line: HotlineLine, agent: User, head: User) -> None:
    row = answered(line, agent)
    answered(line, head)

    assert list(Call.objects.open_of(agent)) == [row]


def test_silence_and_nuisance_end_at_once(line: HotlineLine, agent: User) -> None:
    row = made(answered(line, agent), "dismiss", by=agent)

    assert (row.state, row.call_class, row.ended_at) == (CallState.CLOSED, "nuisance", NOW)


def test_one_number_is_found_again_and_another_is_not(line: HotlineLine, agent: User, head: User) -> None:
    row = answered(line, agent, phone="138 5431 2345")
    answered(line, agent, phone="13900001111")
    answered(opened(head, number="0543-3330000"), agent, phone="")

    assert list(Call.objects.from_number(row.phone_index)) == [row]
    assert not Call.objects.from_number("").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed"},
        {"state": "ticketed"},
        {"state": "emergency"},
        {"state": "ringing"},
        {"anonymous": True},
        {"call_class": "report"},
        {"sealed": True},
        {"ended_at": NOW - DAY},
    ],
)
def test_the_database_refuses_what_contradicts_itself(
    line: HotlineLine, agent: User, wrong: dict[str, object]
) -> None:
    row = typed(answered(line, agent), by=agent)

    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=row.pk).update(**wrong)


def test_no_safe_contact_is_made_before_there_is_a_petition(line: HotlineLine, agent: User) -> None:
    typed(answered(line, agent), by=agent, wish={"contact_rule": "limited", "safe_ways": ["phone"]})

    assert not SafeContact.objects.exists()


def test_the_number_is_looked_for_by_its_index(line: HotlineLine, agent: User) -> None:
    assert PHONE not in answered(line, agent).phone_index
