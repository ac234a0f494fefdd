"""The pages of work orders of calls: made by one button, listed by whose turn it is, moved, called back, taken out."""

import io
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.models import Accused, Party, Petition
from cases.registering import Intake
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from hotline.actions.call_ticket_registering import register_call_ticket
from hotline.models import CallTicket, HotlineLine
from tests.cases.lives import DAY
from tests.cases.samples import NOW, READ_BACK, WHAT, WHO
from tests.factories import ProvinceTree, agency, user
from tests.hotline.call_tickets import fed_back, of_itself, sent, went
from tests.hotline.calls import PHONE, answered, typed

LIST = "/hotline/call-tickets/"


def page(client: Client, address: str, reader: User, **params: str) -> str:
    client.force_login(reader)
    answer = client.get(address, params)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def address(row: CallTicket, name: str = "") -> str:
    return f"{row.get_absolute_url()}{name}/" if name else row.get_absolute_url()


def test_one_button_on_the_screen_of_a_call_keeps_what_is_typed_and_makes_the_order(
    client: Client, line: HotlineLine, agent: User
) -> None:
    call = typed(answered(line, agent, at=timezone.now()), by=agent, at=timezone.now())
    client.force_login(agent)
    screen = client.get(call.get_absolute_url()).content.decode()
    assert 'data-key="F7"' in screen
    form = {"version": call.version, "call_class": "help", "facts": "新写的情况。", "caller_phone": PHONE}

    answer = client.post(reverse("hotline:call_order", args=[call.pk]), form)

    row = CallTicket.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert (row.facts, row.call_class, row.call, row.agent) == ("新写的情况。", "help", call, agent)
    assert str(row) in client.get(call.get_absolute_url()).content.decode()


def test_what_is_refused_on_the_screen_of_a_call_loses_nothing(client: Client, line: HotlineLine, agent: User) -> None:
    call = answered(line, agent, at=timezone.now())
    client.force_login(agent)

    answer = client.post(
        reverse("hotline:call_order", args=[call.pk]), {"version": call.version, "facts": "没有类别。"}
    )

    call.refresh_from_db()
    assert answer.status_code == 409
    assert call.facts == "没有类别。"
    assert not CallTicket.objects.exists()


def test_a_form_sent_twice_makes_one_order(client: Client, agent: User) -> None:
    form = {"call_class": "help", "facts": "求助。", "caller_name": "周小雨", "submission": str(uuid.uuid4())}
    client.force_login(agent)

    first, again = (client.post(f"{LIST}new/", form) for _ in range(2))

    assert first["Location"] == again["Location"] == CallTicket.objects.get().get_absolute_url()
    assert "请选择类别" in client.post(f"{LIST}new/", {"facts": "x"}).content.decode()


def test_each_tab_holds_what_is_this_readers_turn(client: Client, agent: User, intruder: User) -> None:
    new, away = of_itself(agent), sent(of_itself(agent), intruder.org, by=agent)
    back = fed_back(of_itself(agent), intruder, by=agent)
    wanted = {
        "send": ({new}, set()),
        "do": (set(), {away}),
        "feedback": ({away}, set()),
        "back": ({back}, set()),
    }
    for tab, by_reader in wanted.items():
        for reader, rows in zip((agent, intruder), by_reader, strict=True):
            html = page(client, LIST, reader, tab=tab)
            assert {row for row in (new, away, back) if str(row) in html} == rows, (tab, reader.name)
    assert {row for row in (new, away, back) if str(row) in page(client, LIST, agent)} == {new, away, back}


def test_what_is_late_stands_in_its_tab_wherever_it_lies(client: Client, agent: User, intruder: User) -> None:
    at = timezone.now() - 20 * DAY
    late, fresh = sent(of_itself(agent, at=at), intruder.org, by=agent, at=at), of_itself(agent, at=timezone.now())

    html = page(client, LIST, agent, tab="overdue")

    assert str(late) in html
    assert str(fresh) not in html


def test_it_is_found_by_number_and_by_a_whole_telephone(client: Client, agent: User) -> None:
    row, other = of_itself(agent), of_itself(agent, caller_phone="13900001111")
    for words in (str(row), f"{row.pk:06d}", PHONE):
        html = page(client, LIST, agent, q=words)
        assert str(row) in html, words
        assert str(other) not in html, words
    assert "没有符合条件的工单" in page(client, LIST, agent, q="1385431")


def test_the_list_asks_as_often_for_three_as_for_one(client: Client, agent: User) -> None:
    counts = []
    for _ in range(2):
        of_itself(agent)
        client.force_login(agent)
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
        of_itself(agent)
    assert counts[0] == counts[1]


def test_the_page_offers_each_side_its_own_moves(client: Client, agent: User, intruder: User) -> None:
    row = of_itself(agent, at=timezone.now())
    assert "派单转办" in page(client, address(row), agent)
    sent(row, intruder.org, by=agent, at=timezone.now())
    theirs, ours = page(client, address(row), intruder), page(client, address(row), agent)
    for words in ("签收", "退回", "反馈", "登记信访", "转介有关单位"):
        assert f">{words}" in theirs, words
        assert f">{words} " not in ours
    assert "移交首问责任" in ours
    assert PHONE not in theirs


def test_the_whole_way_on_pages(client: Client, agent: User, intruder: User, tree: ProvinceTree) -> None:
    row = of_itself(agent, at=timezone.now())
    client.force_login(agent)
    assert client.post(address(row, "dispatch"), {"unit": tree.binzhou.pk}).status_code == 200  # not by itself upwards
    client.post(address(row, "dispatch"), {"unit": intruder.org_id, "note": "请尽快联系。"})
    client.force_login(intruder)
    client.post(address(row, "accept"), {"note": ""})
    police = agency(tree.huimin)
    client.post(address(row, "refer"), {"agency": police.pk, "note": "请核实。"})
    asked = row.referrals.get()
    client.post(reverse("hotline:call_ticket_answer", args=[row.pk, asked.pk]), {"answer": "已核实。"})
    client.post(address(row, "feedback"), {"note": "已协调。"})
    client.force_login(agent)
    shown = client.get(address(row, "back")).content.decode()
    assert PHONE in shown
    assert AccessEvent.objects.filter(verb="call_ticket.unmask", object_id=row.pk, actor=agent).exists()
    assert (
        "请选择来电人的评价"
        in client.post(address(row, "back"), {"outcome": "reached", "way": "phone"}).content.decode()
    )
    client.post(address(row, "back"), {"outcome": "reached", "way": "in_person", "grade": "fairly", "opinion": "还行"})
    client.post(address(row, "close"), {"note": ""})

    row.refresh_from_db()
    assert (row.state, row.grade, asked.agency) == ("closed", "fairly", police)
    assert row.referrals.get().answer == "已核实。"
    assert "基本满意" in client.get(address(row)).content.decode()


def test_a_note_sent_twice_stands_once_and_one_more_is_another(client: Client, agent: User, intruder: User) -> None:
    row = went(sent(of_itself(agent), intruder.org, by=agent), "accept", by=intruder)
    note, told = address(row, "note"), {"note": "已联系对方单位。", "version": row.version}
    assert f'name="version" value="{row.version}"' in page(client, note, intruder)

    pressed_twice = [client.post(note, told) for _ in range(2)]
    later = client.post(note, told | {"note": "换了说法。"})

    assert [answer.status_code for answer in (*pressed_twice, later)] == [302, 302, 409]
    assert "换了说法" in later.content.decode()
    row.refresh_from_db()
    assert client.post(note, {"note": "对方答应支付。", "version": row.version}).status_code == 302
    assert row.events.filter(verb="call_ticket.note").count() == 2


def test_attempts_are_written_down_on_the_page(client: Client, agent: User, intruder: User) -> None:
    row = fed_back(of_itself(agent, at=timezone.now()), intruder, by=agent, at=timezone.now())
    client.force_login(agent)

    client.post(address(row, "attempt"), {"result": "no_answer"})

    assert "已拨 1 次" in client.get(address(row, "back")).content.decode()


def test_the_telephone_stands_on_one_page_for_a_reason(client: Client, agent: User, intruder: User) -> None:
    row = sent(of_itself(agent), intruder.org, by=agent)
    client.force_login(intruder)

    assert PHONE not in client.post(address(row, "phone"), {"reason": ""}).content.decode()
    assert PHONE in client.post(address(row, "phone"), {"reason": "核实情况"}).content.decode()
    assert row.events.filter(verb="call_ticket.unmask", actor=intruder, note="核实情况").exists()


def test_a_city_reads_it_without_its_people(client: Client, agent: User, tree: ProvinceTree) -> None:
    row = of_itself(agent, facts="周小雨求助协调抚养费。")
    html = page(client, address(row), user(tree.binzhou, Role.SUPERVISOR))

    assert "周某某求助" in html
    assert "周小雨" not in html
    assert client.get(address(row, "phone")).status_code == 403


@pytest.mark.parametrize("name", ["", "print", "phone", "back", "register", "dispatch", "return"])
def test_another_county_finds_nothing(client: Client, agent: User, intruder: User, name: str) -> None:
    row = of_itself(agent)
    client.force_login(intruder)

    assert client.get(address(row, name)).status_code == 404


def test_a_petition_comes_of_it_and_the_order_is_still_owed_its_feedback(
    client: Client, agent: User, intruder: User
) -> None:
    row = sent(of_itself(agent, at=timezone.now()), intruder.org, by=agent, at=timezone.now())
    html = page(client, address(row, "register"), intruder)
    assert "求助协调抚养费。" in html
    assert PHONE in html
    assert AccessEvent.objects.filter(verb="call_ticket.unmask", object_id=row.pk, actor=intruder).exists()


def test_of_an_accusation_nothing_stays_in_the_order(agent: User, intruder: User) -> None:
    row = sent(of_itself(agent), intruder.org, by=agent)
    matter = Petition(**WHAT | {"matter_class": "accusation", "received_at": NOW, "place": intruder.org})
    intake = Intake(matter, Party(role="petitioner", **WHO), READ_BACK, (Accused(kind="person", name="孙建国"),))
    register_call_ticket(row, intake, by=intruder, at=NOW)

    row.refresh_from_db()
    assert (row.sealed, row.caller_phone, row.caller_name, row.state) == (True, "", "", "closed")
    assert not row.deadlines.open().exists()


def test_the_ledger_leaves_for_a_reason_without_telephones_and_reports(client: Client, clerk: User) -> None:
    row, report = of_itself(clerk), of_itself(clerk, call_class="report")
    client.force_login(clerk)
    assert "请填写导出事由" in client.post(f"{LIST}export/", {"reason": ""}).content.decode()

    answer = client.post(f"{LIST}export/?call_class=", {"reason": "月度分析"})

    book = load_workbook(io.BytesIO(answer.content))
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert str(row) in cells
    assert str(report) not in cells
    assert not any(PHONE in cell for cell in cells)
    assert "月度分析" in cells
    assert AccessEvent.objects.filter(verb="call_ticket.take_out", object_id=row.pk, actor=clerk).exists()


def test_what_climbed_is_acknowledged_by_the_city(
    client: Client, agent: User, intruder: User, tree: ProvinceTree
) -> None:
    row = sent(of_itself(agent), intruder.org, by=agent)
    sweep(NOW + 12 * DAY)
    city = user(tree.binzhou, Role.SUPERVISOR)
    html = page(client, address(row), city)
    assert "已上报至本单位" in html
    for duty in row.deadlines.on_desk_of(tree.binzhou):
        client.post(reverse("hotline:call_ticket_acknowledge", args=[row.pk, duty.pk]))

    assert not row.deadlines.on_desk_of(tree.binzhou).unacknowledged().exists()


def test_it_prints_without_a_telephone_and_a_report_not_at_all(client: Client, clerk: User) -> None:
    row, report = of_itself(clerk), of_itself(clerk, call_class="report")
    html = page(client, address(row, "print"), clerk)

    assert "热线工单" in html
    assert PHONE not in html
    assert client.get(address(report, "print")).status_code == 302


def test_handed_over_orders_stand_in_the_others_list(client: Client, agent: User, tree: ProvinceTree) -> None:
    other = user(tree.bincheng, Role.AGENT, name="钱梅")
    row = of_itself(agent)
    went(row, "hand_over", by=agent, note="休假。", agent=other)

    assert str(row) in page(client, LIST, other, whose="mine")
    assert str(row) not in page(client, LIST, agent, whose="mine")
