"""Work orders: who may, in which order of steps, and what each step leaves behind."""

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Disclosure, Event, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.models import ApiClient
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.notices.models import Notice
from fedportal.orgs.models import Organization
from hotline.actions.registering import register_from
from hotline.models import ExternalTicket, TicketEvent
from hotline.workflow import TicketState
from tests.cases.intakes import intake
from tests.cases.lives import DAY
from tests.cases.samples import ABOUT, NOW, accusation, guarded, petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import answered, received, returned, sent, stepped


def test_an_order_is_taken_down_with_its_clocks_told_and_audited(clerk: User) -> None:
    row = received(clerk)

    assert (row.state, row.direction, row.org, row.entered_by) == (TicketState.RECEIVED, "in", clerk.org, clerk)
    assert [event.verb for event in row.events.all()] == ["ticket.receive"]
    assert set(Notice.objects.values_list("org", "role")) == {
        (clerk.org_id, Role.RECEPTIONIST),
        (clerk.org_id, Role.SECTION_HEAD),
    }
    assert "王小芳" not in Notice.objects.first().text  # type: ignore[union-attr]
    assert AccessEvent.objects.filter(verb="ticket.receive", object_id=row.pk, actor=clerk).exists()


def test_the_database_holds_no_callers_name_and_no_telephone_in_the_clear(clerk: User) -> None:
    received(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT caller_name, caller_phone FROM hotline_externalticket")
        told = cursor.fetchone()

    assert all(value.startswith("v1:") for value in told)


def test_the_whole_way_of_an_order(clerk: User, partner: ApiClient) -> None:
    theirs = partner.user
    row = received(theirs, org=clerk.org)
    stepped(row, "supplement", by=theirs, note="来电人补充：已起诉。")
    stepped(row, "accept", by=clerk)
    answered(row, by=clerk, at=NOW + DAY)
    stepped(row, "rework", by=theirs, at=NOW + 2 * DAY, note="来电人不满意。")
    row = answered(row, by=clerk, at=NOW + 3 * DAY)
    row = stepped(row, "close", by=theirs, at=NOW + 4 * DAY)

    assert (row.state, row.ended_at, row.rework_count) == (TicketState.CLOSED, NOW + 4 * DAY, 1)
    assert [event.verb for event in row.events.order_by("pk")] == [
        f"ticket.{name}" for name in ("receive", "supplement", "accept", "answer", "rework", "answer", "close")
    ]
    assert sorted(row.deadlines.values_list("kind", "outcome")) == [
        ("ticket_12345", "met"),
        ("ticket_12345", "met"),
        ("ticket_return", "met"),
    ]


def test_what_12345_decides_a_cadre_may_write_down_and_another_system_may_not(
    clerk: User, partner: ApiClient, tree: ProvinceTree
) -> None:
    row = answered(received(clerk), by=clerk)

    with pytest.raises(NotAllowed, match="角色不能"):
        stepped(row, "answer", by=partner.user, note="越权。")
    ExternalTicket.objects.filter(pk=row.pk).update(system="jinan-12345")
    with pytest.raises(NotAllowed, match="角色不能"):
        stepped(row, "close", by=partner.user)
    assert stepped(row, "close", by=clerk).state == TicketState.CLOSED


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.STAT_OFFICER])
def test_who_does_not_decide_takes_nothing(role: Role, clerk: User, tree: ProvinceTree) -> None:
    row = received(clerk)

    with pytest.raises(NotAllowed):
        stepped(row, "accept", by=user(tree.bincheng, role))


def test_another_county_neither_sees_nor_moves_it(clerk: User, intruder: User) -> None:
    row = received(clerk)

    assert not ExternalTicket.objects.visible_to(intruder).exists()
    with rows_of(scope_of(intruder)):
        assert not ExternalTicket.objects.exists()
        assert not TicketEvent.objects.exists()
    with pytest.raises(NotAllowed, match="只有承办单位"):
        stepped(row, "accept", by=intruder)


def test_what_another_county_holds_is_not_learned_from_a_number(clerk: User, intruder: User) -> None:
    received(clerk, "GD1")

    with rows_of(scope_of(intruder)):
        assert received(intruder, "GD1").org == intruder.org
    with pytest.raises(IntegrityError), transaction.atomic():
        received(clerk, "GD1")


def readers(tree: ProvinceTree) -> dict[str, User]:
    """Everybody who might ask."""
    return {
        "a colleague who decides": user(tree.bincheng, Role.RECEPTIONIST),
        "a colleague who handles": user(tree.bincheng, Role.HANDLER),
        "the head": user(tree.bincheng, Role.UNIT_HEAD),
        "the city's receptionist": user(tree.binzhou, Role.RECEPTIONIST),
        "the city's supervisor": user(tree.binzhou, Role.SUPERVISOR),
        "the province's head": user(tree.shandong, Role.UNIT_HEAD),
        "statistics": user(tree.bincheng, Role.STAT_OFFICER),
    }


def seen(row: ExternalTicket, tree: ProvinceTree) -> set[str]:
    """Who sees it, by the query and by the database alike."""
    by_query, by_rows = set(), set()
    for name, reader in readers(tree).items():
        if ExternalTicket.objects.visible_to(reader).filter(pk=row.pk).exists():
            by_query.add(name)
        with rows_of(scope_of(reader)):
            if ExternalTicket.objects.filter(pk=row.pk).exists():
                by_rows.add(name)
    assert by_rows - {"statistics"} == by_query
    return by_query


UNIT = {"a colleague who decides", "a colleague who handles", "the head"}
CITY = {"the city's receptionist", "the city's supervisor"}


def test_who_sees_a_plain_order(clerk: User, tree: ProvinceTree) -> None:
    row = received(clerk)
    assert seen(row, tree) == UNIT | CITY


def test_who_sees_a_guarded_order_before_and_after_it_is_taken(clerk: User, tree: ProvinceTree) -> None:
    row = received(clerk, guarded=True)

    assert seen(row, tree) == {"a colleague who decides", "the head"}
    stepped(row, "accept", by=clerk)
    assert seen(row, tree) == {"the head"}
    assert ExternalTicket.objects.visible_to(clerk).exists()


def test_what_climbed_is_before_the_unit_to_which_it_climbed(clerk: User, tree: ProvinceTree) -> None:
    row = received(clerk, guarded=True)

    sweep(NOW + 7 * DAY)

    desks = set(row.deadlines.values_list("kind", "desk__level"))
    assert desks == {("ticket_return", 2), ("ticket_12345", 3)}
    assert seen(row, tree) == {"a colleague who decides", "the head", "the city's supervisor"}
    sweep(NOW + 20 * DAY)
    assert "the province's head" in seen(row, tree)


def test_a_report_is_guarded_whatever_they_say(clerk: User) -> None:
    row = received(clerk, ticket_class="report", anonymous=True)

    assert (row.guarded, row.no_callback, row.caller_name) == (True, True, "")


def registered(row: ExternalTicket, by: User, **fields: object) -> Petition:
    return register_from(row, intake(by, **fields), by=by, at=NOW)


def test_both_clocks_run_once_it_is_a_petition(clerk: User) -> None:
    row = received(clerk)

    matter = registered(row, clerk)

    row.refresh_from_db()
    assert (row.petition, row.state, row.accepted_by) == (matter, TicketState.ACCEPTED, clerk)
    assert {clock.kind for clock in matter.deadlines.open()} == {"notice"}
    assert {clock.kind for clock in row.deadlines.open()} == {"ticket_12345"}
    assert "ticket.register" in matter.events.values_list("verb", flat=True)
    with pytest.raises(NotAllowed, match="不能退回"):
        returned(row, by=clerk)
    with pytest.raises(NotAllowed, match="已有对应"):
        registered(row, clerk)


def test_of_a_violent_matter_the_order_becomes_guarded_too(clerk: User) -> None:
    row = received(clerk)
    registered(row, clerk, category="family.dv")

    row.refresh_from_db()
    assert (row.guarded, row.no_callback) == (True, True)


def test_what_becomes_guarded_later_guards_its_order(clerk: User) -> None:
    row = received(clerk)
    matter = registered(row, clerk)

    Petition.objects.filter(pk=matter.pk).update(category="family.dv")

    row.refresh_from_db()
    assert (row.guarded, row.no_callback, row.sealed) == (True, True, False)


def test_what_becomes_an_accusation_later_seals_its_order(clerk: User) -> None:
    row = received(clerk, content="孙建国在提拔中搞性别歧视。")
    matter = registered(row, clerk)

    Petition.objects.filter(pk=matter.pk).update(matter_class="accusation")

    row.refresh_from_db()
    assert (row.sealed, row.guarded, row.caller_name, row.caller_phone) == (True, True, "", "")
    assert "孙建国" not in f"{row.title}{row.content}"


def test_of_an_accusation_nothing_stays_in_the_order(clerk: User) -> None:
    row = received(clerk, ticket_class="report", content="孙建国在提拔中搞性别歧视。")

    matter = registered(row, clerk, matter_class="accusation", **ABOUT)

    row.refresh_from_db()
    assert (row.sealed, row.state, row.petition_id) == (True, TicketState.ANSWERED, matter.pk)
    assert "孙建国" not in f"{row.title}{row.content}{row.answer}"
    assert (row.caller_name, row.caller_phone) == ("", "")
    assert not row.deadlines.open().exists()
    assert not Event.objects.filter(petition=matter, verb__startswith="ticket.").exists()


def test_an_existing_matter_is_joined_if_it_is_ours_and_open(clerk: User, intruder: User) -> None:
    row, ours, others = received(clerk), petition(clerk), petition(intruder)

    with pytest.raises(NotAllowed, match="只能关联本单位承办"):
        stepped(row, "link", by=clerk, petition=others)
    row = stepped(row, "link", by=clerk, petition=ours)

    assert (row.petition, row.state) == (ours, TicketState.ACCEPTED)


def test_an_answer_gives_nobody_away_and_is_logged_as_a_disclosure(clerk: User) -> None:
    row = stepped(received(clerk), "link", by=clerk, petition=petition(clerk))

    for words in ("王小芳已同意调解。", "她的电话 13854312345。", "住滨城区黄河五路 385 号。", "11010519491231002X"):
        with pytest.raises(NotAllowed, match="发往 12345 的内容"):
            stepped(row, "answer", by=clerk, note=words)
    answered(row, by=clerk)

    assert list(Disclosure.objects.values_list("to", "petition")) == [("12345（binzhou-12345）", row.petition_id)]


def test_nothing_secret_leaves_and_guarded_matters_leave_by_the_heads_hand_alone(clerk: User, head: User) -> None:
    with pytest.raises(NotAllowed, match="检举控告事项不得转给 12345"):
        sent(head, accusation(clerk))
    violent = guarded(clerk)
    with pytest.raises(NotAllowed, match="应当由权益部负责人或者主席"):
        sent(clerk, violent)
    with pytest.raises(NotAllowed, match="不得把姓名、电话转给"):
        sent(head, violent, named=True, consent=True)

    row = sent(head, violent)
    assert (row.caller_name, row.caller_phone, row.guarded, row.no_callback) == ("", "", True, True)


def test_her_name_goes_along_with_her_consent_alone(clerk: User) -> None:
    matter = petition(clerk)

    with pytest.raises(NotAllowed, match="征得本人同意"):
        sent(clerk, matter, named=True)
    assert sent(clerk, matter).caller_name == ""
    row = sent(clerk, matter, named=True, consent=True)

    assert (row.caller_name, row.caller_phone, row.no_callback) == ("王小芳", "13854312345", False)
    assert matter.events.filter(verb="ticket.send").count() == 2


def test_the_way_of_an_order_that_left(clerk: User, partner: ApiClient) -> None:
    theirs = partner.user
    row = sent(clerk)
    assert {clock.kind for clock in row.deadlines.open()} == {"ticket_chase"}

    with pytest.raises(NotAllowed, match="填写对方的工单编号"):
        stepped(row, "take", by=theirs)
    row = stepped(row, "take", by=theirs, number="12345-7")
    assert row.no_callback  # nobody told them who asked
    with pytest.raises(NotAllowed, match="现为“对方已接收”"):
        stepped(row, "withdraw", by=clerk, note="不转了。")
    row = stepped(row, "answer", by=theirs, note="已修复。")
    assert (row.state, row.answer) == (TicketState.REPLIED, "已修复。")
    assert row.deadlines.get().outcome == "met"
    assert stepped(row, "close", by=clerk, note="已告知来电人。").state == TicketState.CLOSED

    back = stepped(sent(clerk), "return", by=theirs, note="请联系物业。")
    assert (back.state, back.return_reason) == (TicketState.REFUSED, "请联系物业。")


def test_a_returned_order_may_come_again_with_clocks_anew(clerk: User) -> None:
    row = returned(received(clerk), by=clerk)

    row = stepped(row, "resend", by=clerk, at=NOW + DAY, note="确属妇联职责。")

    assert (row.state, row.return_reason, row.returned_at) == (TicketState.RECEIVED, "", None)
    assert {clock.kind for clock in row.deadlines.open()} == {"ticket_return", "ticket_12345"}


def test_only_the_own_unit_is_entered_for_by_hand(clerk: User, tree: ProvinceTree, partner: ApiClient) -> None:
    def refused(by: User, org: Organization) -> bool:
        try:
            received(by, "GD9", org=org)
        except NotAllowed:
            return True
        return False

    assert refused(clerk, tree.beizhen)
    assert refused(partner.user, tree.guangrao)
    assert not refused(partner.user, tree.huimin)
