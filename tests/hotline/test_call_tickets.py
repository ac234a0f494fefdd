"""Work orders of calls: made in one step, sent on, returned, fed back, called back, rated; every clock and side."""

import datetime as dt

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.utils import timezone

from cases.actions.versions import Outdated
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.notices.models import Notice
from hotline.actions.call_ticket_calling import Back, call_back, counted, try_to_call_back
from hotline.actions.call_ticket_making import order_from_call
from hotline.call_ticket_workflow import CallTicketState
from hotline.models import Call, CallTicket, HotlineLine
from tests.cases.lives import DAY
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, agency, user
from tests.hotline.call_tickets import FEEDBACK, fed_back, from_call, of_itself, sent, went
from tests.hotline.calls import PHONE, TYPED, answered

HOUR = dt.timedelta(hours=1)
REACHED = Back("reached", "phone", "satisfied", "很满意")


@pytest.fixture
def neighbour(intruder: User) -> User:
    """A receptionist of the county beside, in the same city."""
    return intruder


@pytest.fixture
def beside_head(tree: ProvinceTree, law: None) -> User:
    return user(tree.huimin, Role.SECTION_HEAD, name="孙丽")


def duties(row: CallTicket) -> dict[str, tuple[int, str]]:
    """Open duties by kind: who owes them, and until which day."""
    rows = row.deadlines.open()
    return {duty.kind: (duty.org_id, f"{timezone.localdate(duty.due_at):%m-%d}") for duty in rows}


def verbs(row: CallTicket) -> list[str]:
    return [verb.removeprefix("call_ticket.") for verb in row.events.order_by("pk").values_list("verb", flat=True)]


# --- how it is made ----------------------------------------------------------------------------------------
def test_a_call_becomes_an_order_in_one_step_with_everything_carried_over(line: HotlineLine, agent: User) -> None:
    wish = {"contact_rule": "limited", "safe_ways": ["phone"]}
    row = from_call(
        line, agent, for_other=True, relation="姐姐", victim_name="王小妹", wish=wish, answer="先告知保护令。"
    )

    call = Call.objects.get()
    assert (call.state, row.call, row.state) == ("ordered", call, CallTicketState.TICKETED)
    assert (row.facts, row.request, row.call_class) == (TYPED["facts"], TYPED["request"], TYPED["call_class"])
    assert (row.caller_name, row.caller_phone, row.phone_index) == ("王小芳", PHONE, call.phone_index)
    assert (row.relation, row.victim_name, row.wish, row.told) == ("姐姐", "王小妹", wish, "先告知保护令。")
    assert (row.org, row.holder, row.agent, row.place) == (line.org, line.org, agent, line.org)
    assert duties(row) == {"call_ticket_send": (line.org_id, "11-24")}
    assert AccessEvent.objects.filter(verb="call_ticket.make", object_id=row.pk, actor=agent).exists()


def test_nothing_is_made_of_a_call_of_which_nothing_was_written_down(line: HotlineLine, agent: User) -> None:
    call = answered(line, agent)
    with pytest.raises(NotAllowed, match="类别"):
        order_from_call(call, by=agent, at=NOW)
    assert not CallTicket.objects.exists()


def test_a_call_makes_one_order_alone(line: HotlineLine, agent: User) -> None:
    row = from_call(line, agent)
    with pytest.raises(NotAllowed, match="已生成工单"):
        order_from_call(row.call, by=agent, at=NOW)  # type: ignore[arg-type]


def test_one_of_itself_needs_the_right_and_what_was_said(agent: User, tree: ProvinceTree) -> None:
    assert of_itself(agent).agent == agent
    with pytest.raises(NotAllowed, match="角色"):
        of_itself(user(tree.bincheng, Role.HANDLER))
    with pytest.raises(NotAllowed, match="反映的情况"):
        of_itself(agent, facts=" ")


# --- where it goes -----------------------------------------------------------------------------------------
def test_who_gets_it_returns_it_within_two_working_days_or_feeds_back_within_five(
    agent: User, neighbour: User
) -> None:
    row = sent(of_itself(agent), neighbour.org, by=agent)

    assert (row.state, row.holder, row.agent) == (CallTicketState.DISPATCHED, neighbour.org, agent)
    assert duties(row) == {
        "call_ticket_return": (neighbour.org_id, "11-25"),
        "call_ticket_answer": (neighbour.org_id, "11-30"),
    }
    assert f"{timezone.localdate(row.due_at):%m-%d}" == "11-30"  # type: ignore[arg-type]
    assert Notice.objects.filter(object_id=row.pk, org=neighbour.org, text__contains="请签收办理").exists()


def test_it_goes_below_and_beside_within_the_city_and_upwards_by_request_alone(
    agent: User, tree: ProvinceTree, neighbour: User
) -> None:
    city = user(tree.binzhou, Role.RECEPTIONIST, Role.AGENT, Role.SECTION_HEAD)
    assert sent(of_itself(city), tree.bincheng, by=city).holder == tree.bincheng
    row = of_itself(agent)
    for above_or_far in (tree.binzhou, tree.xiaonan, tree.shandong):
        with pytest.raises(NotAllowed, match="提请上级"):
            sent(row, above_or_far, by=agent)
    with pytest.raises(NotAllowed, match="请选择上级"):
        went(row, "request", by=agent, note="涉及两县。", above=tree.huimin)

    row = went(row, "request", by=agent, note="涉及两县。", above=tree.binzhou)
    assert (row.state, row.holder) == (CallTicketState.REQUESTED, agent.org)
    assert "call_ticket_send" in duties(row)  # until somebody has it
    with pytest.raises(NotAllowed, match="被提请的上级"):
        went(row, "take_up", by=neighbour)

    row = went(row, "decline", by=city, note="由你县办理。")
    assert row.state == CallTicketState.TICKETED
    row = went(went(row, "request", by=agent, note="请再考虑。", above=tree.binzhou), "take_up", by=city)
    assert (row.state, row.holder, list(duties(row))) == (
        CallTicketState.DISPATCHED,
        tree.binzhou,
        ["call_ticket_answer"],
    )


def test_what_is_not_theirs_comes_back_with_a_reason_and_in_time(agent: User, neighbour: User) -> None:
    row = sent(of_itself(agent), neighbour.org, by=agent)
    with pytest.raises(NotAllowed, match="退回理由"):
        went(row, "return", by=neighbour)
    with pytest.raises(NotAllowed, match="已截止"):
        went(row, "return", by=neighbour, at=NOW + 3 * DAY, note="不属于本单位。")

    row = went(row, "return", by=neighbour, at=NOW + DAY, note="当事人住在滨城区，不属于本单位。")

    assert (row.state, row.return_count) == (CallTicketState.TICKETED, 1)
    assert duties(row) == {"call_ticket_send": (agent.org_id, "11-25")}
    assert verbs(row) == ["make", "dispatch", "return"]


def test_the_head_alone_extends_once_by_ten_working_days_at_most(
    agent: User, neighbour: User, beside_head: User
) -> None:
    row = sent(of_itself(agent), neighbour.org, by=agent)
    with pytest.raises(NotAllowed, match="负责人"):
        went(row, "extend", by=neighbour, note="复杂。", days=5)
    with pytest.raises(NotAllowed, match="1 至 10"):
        went(row, "extend", by=beside_head, note="复杂。", days=11)

    row = went(row, "extend", by=beside_head, note="需要会同公安核实。", days=10)

    assert duties(row)["call_ticket_answer"] == (neighbour.org_id, "12-14")
    assert row.due_at == row.deadlines.get(kind="call_ticket_answer").due_at
    with pytest.raises(NotAllowed, match="一次为限"):
        went(row, "extend", by=beside_head, note="再延。", days=1)


# --- feedback, call back, rating ---------------------------------------------------------------------------
def test_feedback_owes_a_call_back_and_nothing_closes_without_one(agent: User, neighbour: User) -> None:
    row = fed_back(of_itself(agent), neighbour, by=agent)

    assert (row.state, row.feedback) == (CallTicketState.FEEDBACK, FEEDBACK)
    assert duties(row) == {"call_ticket_visit": (agent.org_id, "11-25")}
    with pytest.raises(NotAllowed, match="不能“办结”"):
        went(row, "close", by=agent)

    row = call_back(row, REACHED, by=agent, at=NOW + HOUR)
    assert (row.state, row.grade, row.opinion) == (CallTicketState.CALLED_BACK, "satisfied", "很满意")
    assert duties(row) == {}
    row = went(row, "close", by=agent, at=NOW + HOUR)
    assert (row.state, row.closed_at) == (CallTicketState.CLOSED, NOW + HOUR)
    assert verbs(row) == ["make", "dispatch", "feedback", "call_back", "close"]


def test_who_is_not_content_has_it_done_again(agent: User, neighbour: User) -> None:
    row = call_back(
        fed_back(of_itself(agent), neighbour, by=agent), Back("reached", "phone", "unsatisfied"), by=agent, at=NOW
    )

    row = went(row, "rework", by=agent, at=NOW + DAY, note="抚养费仍没有支付。")

    assert (row.state, row.rework_count, row.grade, row.back_outcome) == (CallTicketState.REWORK, 1, "", "")
    assert duties(row) == {"call_ticket_answer": (neighbour.org_id, "12-01")}
    assert went(row, "feedback", by=neighbour, at=NOW + DAY, note="已支付。").state == CallTicketState.FEEDBACK


def test_a_call_back_asks_for_a_grade_and_a_way(agent: User, neighbour: User) -> None:
    row = fed_back(of_itself(agent), neighbour, by=agent)
    for back, words in (
        (Back("reached", "phone"), "评价"),
        (Back("reached", "", "satisfied"), "方式"),
        (Back("no_number"), "留有联系方式"),
        (Back("unreached"), "逐次登记"),
    ):
        with pytest.raises(NotAllowed, match=words):
            call_back(row, back, by=agent, at=NOW)


def test_who_left_no_number_is_written_down_as_such(agent: User, neighbour: User) -> None:
    row = fed_back(of_itself(agent, anonymous=True, caller_phone=""), neighbour, by=agent)

    assert call_back(row, Back("no_number"), by=agent, at=NOW).state == CallTicketState.CALLED_BACK


def test_three_attempts_at_different_times_of_day_end_the_calling_back(agent: User, neighbour: User) -> None:
    row = fed_back(of_itself(agent), neighbour, by=agent)
    for at, count in ((NOW, 1), (NOW + HOUR, 1), (NOW + 4 * HOUR, 2)):
        row = try_to_call_back(row, "no_answer", by=agent, at=at)
        assert (row.state, counted(row)) == (CallTicketState.FEEDBACK, count)

    row = try_to_call_back(row, "no_answer", by=agent, at=NOW + DAY)

    assert (row.state, row.back_outcome, row.grade) == (CallTicketState.CALLED_BACK, "unreached", "")


def test_nobody_sends_a_message_where_that_is_unsafe_nor_rings_outside_her_hours(agent: User, neighbour: User) -> None:
    wish = {"contact_rule": "limited", "safe_ways": ["phone"], "days_1": ["3"], "from_1": "09:00", "until_1": "11:00"}
    row = fed_back(of_itself(agent, guarded=True, wish=wish), neighbour, by=agent)
    with pytest.raises(NotAllowed, match="不能这样回访"):
        call_back(row, Back("reached", "message", "satisfied"), by=agent, at=NOW)
    with pytest.raises(NotAllowed, match="现在不是她可以接电话的时间"):
        call_back(row, REACHED, by=agent, at=NOW)  # a Monday
    with pytest.raises(NotAllowed, match="现在不要拨打"):
        try_to_call_back(row, "no_answer", by=agent, at=NOW)

    assert call_back(row, REACHED, by=agent, at=NOW + 2 * DAY).state == CallTicketState.CALLED_BACK


def test_a_guarded_order_without_a_wish_gets_no_message(agent: User, neighbour: User) -> None:
    row = fed_back(of_itself(agent, guarded=True), neighbour, by=agent)

    with pytest.raises(NotAllowed, match="没有同意"):
        call_back(row, Back("reached", "message", "satisfied"), by=agent, at=NOW)


# --- who answers for it, who may, who sees -----------------------------------------------------------------
def test_the_first_agent_answers_for_it_until_she_hands_it_over_with_a_reason(
    agent: User, neighbour: User, tree: ProvinceTree
) -> None:
    other = user(tree.bincheng, Role.AGENT, name="钱梅")
    row = sent(of_itself(agent), neighbour.org, by=agent)
    with pytest.raises(NotAllowed, match="首问责任人是赵兰"):
        went(row, "hand_over", by=other, note="我来。", agent=other)
    with pytest.raises(NotAllowed, match="另一名接线员"):
        went(row, "hand_over", by=agent, note="休假。", agent=neighbour)

    row = went(row, "hand_over", by=agent, note="休假。", agent=other)

    assert row.agent == other
    assert row.events.get(verb="call_ticket.hand_over").data == {"agent": "钱梅", "before": "赵兰"}


def test_each_side_makes_its_own_moves_alone(agent: User, neighbour: User, tree: ProvinceTree) -> None:
    row = sent(of_itself(agent), neighbour.org, by=agent)
    with pytest.raises(NotAllowed, match="只有承办单位"):
        went(row, "feedback", by=user(tree.bincheng, Role.RECEPTIONIST), note="办好了。")
    with pytest.raises(NotAllowed, match="只有接听单位"):
        went(fed_back(of_itself(agent), neighbour, by=agent), "rework", by=neighbour, note="再办。")


def test_an_outdated_page_writes_nothing(agent: User, neighbour: User) -> None:
    row = of_itself(agent)
    before = row.version
    sent(row, neighbour.org, by=agent)

    with pytest.raises(Outdated):
        went(row, "hand_over", by=agent, note="x", agent=agent, version=before)


@pytest.mark.parametrize("guarded", [False, True])
def test_pages_and_the_database_show_the_same_to_each_reader(
    agent: User, clerk: User, neighbour: User, beside_head: User, tree: ProvinceTree, guarded: bool
) -> None:
    row = sent(of_itself(agent, guarded=guarded), neighbour.org, by=agent)
    readers = {
        "agent": (agent, True),
        "clerk": (clerk, not guarded),
        "neighbour": (neighbour, True),  # decides there, and nobody has accepted it
        "handler": (user(tree.huimin, Role.HANDLER), not guarded),
        "beside_head": (beside_head, True),
        "city": (user(tree.binzhou, Role.SUPERVISOR), not guarded),
        "province": (user(tree.shandong, Role.UNIT_HEAD), False),
        "far": (user(tree.xiaonan, Role.UNIT_HEAD), False),
        "statistician": (user(tree.bincheng, Role.STAT_OFFICER), False),
    }
    for name, (reader, sees) in readers.items():
        assert CallTicket.objects.visible_to(reader).exists() == sees, name
        with rows_of(scope_of(reader)):
            shown = CallTicket.objects.filter(pk=row.pk).exists()
            assert shown == sees or name == "statistician", name
            assert row.events.exists() == shown, name


def test_who_worked_on_a_guarded_one_goes_on_seeing_it(agent: User, neighbour: User, tree: ProvinceTree) -> None:
    row = sent(of_itself(agent, guarded=True), neighbour.org, by=agent)
    with rows_of(scope_of(neighbour)):
        went(row, "accept", by=neighbour)
    other = user(tree.bincheng, Role.AGENT)
    with rows_of(scope_of(agent)):
        went(row, "hand_over", by=agent, note="休假。", agent=other)

    for reader, sees in (
        (agent, True),
        (other, True),
        (neighbour, True),
        (user(tree.huimin, Role.RECEPTIONIST), False),
    ):
        assert CallTicket.objects.visible_to(reader).exists() == sees
        with rows_of(scope_of(reader)):
            assert CallTicket.objects.exists() == sees


def test_each_move_passes_the_policies_of_the_database(
    agent: User, neighbour: User, beside_head: User, tree: ProvinceTree
) -> None:
    """The whole way as the portal's role, each step in its maker's scope: no writer loses sight of what she writes."""
    city = user(tree.binzhou, Role.RECEPTIONIST, Role.SECTION_HEAD)
    with rows_of(scope_of(agent)):
        row = of_itself(agent, guarded=True)
        row = went(row, "request", by=agent, note="请办理。", above=tree.binzhou)
    with rows_of(scope_of(city)):
        row = went(row, "decline", by=city, note="由县办理。")
    with rows_of(scope_of(agent)):
        row = sent(row, neighbour.org, by=agent)
    with rows_of(scope_of(neighbour)):
        row = went(row, "return", by=neighbour, note="不属于本单位。")
    with rows_of(scope_of(agent)):
        row = sent(row, neighbour.org, by=agent)
    with rows_of(scope_of(beside_head)):
        row = went(row, "refer", by=beside_head, note="请协助核实。", agency=agency(tree.huimin))
        row = went(row, "extend", by=beside_head, note="复杂。", days=3)
        row = went(row, "feedback", by=beside_head, note="已协调。")
    with rows_of(scope_of(agent)):
        row = call_back(row, REACHED, by=agent, at=NOW)
        row = went(row, "close", by=agent)
    assert row.state == CallTicketState.CLOSED


def test_what_is_late_climbs_to_the_city_and_the_province(agent: User, neighbour: User, tree: ProvinceTree) -> None:
    row = sent(of_itself(agent), neighbour.org, by=agent)
    head = user(tree.shandong, Role.UNIT_HEAD)
    assert not CallTicket.objects.visible_to(head).exists()

    sweep(NOW + 12 * DAY)
    assert row.deadlines.get(kind="call_ticket_answer").desk_id == tree.binzhou.pk
    sweep(NOW + 30 * DAY)

    assert row.deadlines.get(kind="call_ticket_answer").desk_id == tree.shandong.pk
    assert CallTicket.objects.visible_to(head).exists()
    assert Deadline.objects.overdue(NOW + 30 * DAY).for_model(CallTicket).count() == 2


def test_the_story_is_append_only(agent: User) -> None:
    row = of_itself(agent)
    for change in ({"verb": "call_ticket.close"}, {"note": "改写"}):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            row.events.update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        row.events.all().delete()


# --- referral ----------------------------------------------------------------------------------------------
def test_an_agency_is_told_no_names_and_no_numbers(agent: User, neighbour: User, tree: ProvinceTree) -> None:
    row, police = sent(of_itself(agent), neighbour.org, by=agent), agency(tree.huimin)
    for words, match in (("请联系周小雨。", "姓名"), (f"请拨打 {PHONE}。", "电话")):
        with pytest.raises(NotAllowed, match=match):
            went(row, "refer", by=neighbour, note=words, agency=police)
    with pytest.raises(NotAllowed, match="通讯录"):
        went(row, "refer", by=neighbour, note="请核实。", agency=agency(tree.xiaonan))

    went(row, "refer", by=neighbour, note="请核实男方的工作单位。", agency=police)

    assert row.referrals.get().agency == police
    with pytest.raises(NotAllowed, match="还没有反馈"):
        went(row, "refer", by=neighbour, note="请再核实。", agency=police)


def test_a_guarded_one_is_referred_by_who_leads_alone(
    agent: User, neighbour: User, beside_head: User, tree: ProvinceTree
) -> None:
    row, police = sent(of_itself(agent, guarded=True), neighbour.org, by=agent), agency(tree.huimin)
    with pytest.raises(NotAllowed, match="负责人"):
        went(row, "refer", by=neighbour, note="请核实。", agency=police)

    assert went(row, "refer", by=beside_head, note="请核实。", agency=police).referrals.count() == 1
