"""The pages of work orders: what each reader finds, what each verb does, what they cost, and that nothing typed is
lost."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from hotline.models import ExternalTicket
from hotline.workflow import TicketState
from tests.cases.lives import DAY
from tests.cases.samples import accusation, guarded, petition
from tests.cases.samples import typed as registration
from tests.factories import ProvinceTree, user
from tests.hotline.orders import BASIS, REASON, answered, received, returned, sent, stepped

LIST = "/hotline/tickets/"


def typed(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "system_number": "GD7",
        "system": "binzhou-12345",
        "received_at": "2026-11-23T09:30",
        "ticket_class": "help",
        "title": "求助协调抚养费",
        "content": "离婚后对方一直不付抚养费。",
        "caller_name": "王小芳",
        "caller_phone": "13854312345",
        "submission": str(uuid.uuid4()),
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def page(client: Client, by: User, url: str, **query: object) -> str:
    client.force_login(by)
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(client: Client, by: User, row: ExternalTicket, name: str, **data: object) -> Any:
    client.force_login(by)
    return client.post(reverse("hotline:ticket_move", args=[row.pk, name]), data)


def now(by: User, number: str = "GD1", **more: object) -> ExternalTicket:
    return received(by, number, at=timezone.now(), **more)  # type: ignore[arg-type]


def test_an_order_that_came_by_paper_is_taken_down_once(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    form = typed()

    first = client.post(f"{LIST}new/", form)
    again = client.post(f"{LIST}new/", form)

    row = ExternalTicket.objects.get()
    assert first["Location"] == again["Location"] == row.get_absolute_url()
    assert (row.org, row.caller_phone, row.received_at.isoformat()) == (
        clerk.org,
        "13854312345",
        "2026-11-23T01:30:00+00:00",
    )
    other = client.post(f"{LIST}new/", typed())
    assert other.status_code == 409
    assert "已有编号为 GD7 的工单" in other.content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    body = client.post(f"{LIST}new/", typed(title="", received_at="2099-01-01T00:00", content="别丢了我")).content
    text = body.decode()

    assert "请填写标题。" in text
    assert "收到时间不能晚于现在。" in text
    assert "别丢了我" in text
    assert not ExternalTicket.objects.exists()


def test_the_page_masks_the_telephone_and_shows_it_for_a_reason(client: Client, clerk: User) -> None:
    row = now(clerk)
    assert "138****2345" in page(client, clerk, row.get_absolute_url())
    assert AccessEvent.objects.filter(verb="ticket.read", object_id=row.pk, actor=clerk).exists()

    url = reverse("hotline:ticket_unmask", args=[row.pk])
    assert "13854312345" not in page(client, clerk, url)
    assert "请填写查看事由" in client.post(url, {"reason": ""}).content.decode()
    shown = client.post(url, {"reason": "回电核实情况"}).content.decode()

    assert "13854312345" in shown
    assert AccessEvent.objects.filter(verb="ticket.unmask", object_id=row.pk).count() == 1


def test_the_city_reads_it_without_its_people(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = now(clerk, content="来电人王小芳（13854312345）反映抚养费。")
    above = user(tree.binzhou, Role.SUPERVISOR)

    for text in (page(client, above, row.get_absolute_url()), page(client, above, LIST)):
        assert "王小芳" not in text
        assert "13854312345" not in text
        assert "王某某" in text
    client.force_login(above)
    assert client.get(reverse("hotline:ticket_unmask", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("url", ["", "register/", "phone/", "accept/", "return/", "answer/"])
def test_another_county_finds_no_page_of_it(url: str, client: Client, clerk: User, intruder: User) -> None:
    row = now(clerk)
    client.force_login(intruder)

    assert client.get(f"{row.get_absolute_url()}{url}").status_code == 404
    assert client.post(f"{row.get_absolute_url()}{url}", {"note": "越权"}).status_code in (404, 405)
    assert "GD1" not in client.get(LIST).content.decode()
    row.refresh_from_db()
    assert row.state == TicketState.RECEIVED


def test_it_is_taken_answered_done_again_and_closed(client: Client, clerk: User) -> None:
    row = now(clerk)

    assert post(client, clerk, row, "accept")["Location"] == row.get_absolute_url()
    kept = post(client, clerk, row, "answer", note="她的电话是 13854312345。")
    assert (kept.status_code, "她的电话是" in kept.content.decode()) == (409, True)
    post(client, clerk, row, "answer", note="已约双方协商。")
    post(client, clerk, row, "rework", note="来电人不满意。")
    post(client, clerk, row, "answer", note="双方已签协议。")
    post(client, clerk, row, "close")

    row.refresh_from_db()
    assert (row.state, row.answer, row.rework_count) == (TicketState.CLOSED, "双方已签协议。", 1)


def test_it_is_returned_with_reason_and_rule_in_time_and_not_later(client: Client, clerk: User) -> None:
    row, late = now(clerk), received(clerk, "GD2", at=timezone.now() - 10 * DAY)

    assert "请填写退回依据" in post(client, clerk, row, "return", note=REASON).content.decode()
    post(client, clerk, row, "return", note=REASON, basis=BASIS)
    refused = post(client, clerk, late, "return", note=REASON, basis=BASIS)

    row.refresh_from_db()
    assert row.state == TicketState.RETURNED
    assert (refused.status_code, "已截止" in refused.content.decode()) == (409, True)


def test_more_time_is_asked_for_on_its_page(client: Client, clerk: User) -> None:
    row = stepped(now(clerk), "accept", by=clerk, at=timezone.now())

    assert "1 至 10 的整数" in post(client, clerk, row, "extend", days="11", note="复杂").content.decode()
    post(client, clerk, row, "extend", days="5", note="需要入户核实。")

    row.refresh_from_db()
    assert row.extended_days == 5


def test_a_petition_is_registered_with_everything_carried_over(client: Client, clerk: User) -> None:
    row = now(clerk)
    url = reverse("hotline:ticket_register", args=[row.pk])

    text = page(client, clerk, url)
    assert 'value="王小芳"' in text
    assert row.content in text
    assert f'action="{url}"' in text
    form = registration(
        channel="transfer_in",
        source_organ="12345政务服务便民热线",
        source_number="GD1",
        read_back=None,
        received_at=f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        category="family.dispute",
        place=str(clerk.org_id),
    )
    answer = client.post(url, form)

    row.refresh_from_db()
    assert answer["Location"] == row.get_absolute_url(), answer.content.decode()
    assert row.petition is not None
    both = page(client, clerk, row.get_absolute_url())
    assert "两个时限同时计算，先到期的是：答复 12345 工单" in both
    panel = page(client, clerk, row.petition.get_absolute_url())
    assert "12345 工单" in panel
    assert "先到期的是：答复 12345 工单" in panel


def test_an_existing_matter_is_joined_by_the_last_digits_of_its_number(
    client: Client, clerk: User, intruder: User
) -> None:
    row, ours, others = now(clerk), petition(clerk, at=timezone.now()), petition(intruder, at=timezone.now())

    assert "没有这个编号的在办事项" in post(client, clerk, row, "link", petition=others.number).content.decode()
    post(client, clerk, row, "link", petition=ours.number[-1])

    row.refresh_from_db()
    assert row.petition == ours


def test_a_matter_is_handed_to_12345_from_its_page(client: Client, clerk: User) -> None:
    matter = petition(clerk, at=timezone.now())
    url = reverse("hotline:ticket_send_of", args=[matter.pk])
    assert url in page(client, clerk, matter.get_absolute_url())
    form = {"ticket_class": "help", "title": "路灯", "content": "请修路灯。", "system": "binzhou-12345"}

    named = client.post(url, form | {"named": "on", "submission": str(uuid.uuid4())})
    assert "征得本人同意" in named.content.decode()
    given = client.post(url, form | {"content": "请联系王小芳。", "submission": str(uuid.uuid4())})
    assert (given.status_code, "不能出现信访人姓名" in given.content.decode()) == (409, True)
    client.post(url, form | {"submission": str(uuid.uuid4())})

    row = ExternalTicket.objects.get()
    assert (row.direction, row.petition, row.caller_name) == ("out", matter, "")
    assert "转出工单" in page(client, clerk, matter.get_absolute_url())


def test_what_must_not_leave_has_no_form(client: Client, clerk: User, head: User) -> None:
    violent = guarded(clerk, at=timezone.now())
    client.force_login(clerk)
    assert client.get(reverse("hotline:ticket_send_of", args=[violent.pk])).status_code == 409
    assert "转出姓名和电话" not in page(client, head, reverse("hotline:ticket_send_of", args=[violent.pk]))
    secret = accusation(clerk, at=timezone.now())
    client.force_login(clerk)
    assert client.get(reverse("hotline:ticket_send_of", args=[secret.pk])).status_code in (404, 409)


def test_an_order_without_a_petition_is_sent(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    form = {"ticket_class": "help", "title": "路灯", "content": "请修路灯。", "system": "binzhou-12345"}
    more = {"named": "on", "consent": "on", "caller_name": "李四", "caller_phone": "13754399999"}

    client.post(f"{LIST}send/", form | more | {"submission": str(uuid.uuid4())})
    row = ExternalTicket.objects.get()
    post(client, clerk, row, "take", number="12345-9")
    post(client, clerk, row, "answer", note="已修复。")
    post(client, clerk, row, "close", note="已告知来电人。")

    row.refresh_from_db()
    assert (row.caller_phone, row.system_number, row.state) == ("13754399999", "12345-9", TicketState.CLOSED)


def many(clerk: User) -> None:
    """One in each state."""
    now(clerk, "GD-new")
    stepped(now(clerk, "GD-hand"), "accept", by=clerk)
    answered(now(clerk, "GD-said"), by=clerk)
    returned(received(clerk, "GD-back", at=timezone.now()), by=clerk, at=timezone.now())
    stepped(answered(now(clerk, "GD-done"), by=clerk), "close", by=clerk)
    sent(clerk, at=timezone.now())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 6),
        ({"tab": "waiting"}, 1),
        ({"tab": "open"}, 1),
        ({"tab": "answered"}, 1),
        ({"tab": "returned"}, 1),
        ({"tab": "out"}, 1),
        ({"tab": "ended"}, 1),
        ({"q": "gd-new"}, 1),
        ({"q": "抚养费"}, 5),
        ({"ticket_class": "praise"}, 0),
        ({"overdue": "1"}, 0),
        ({"whose": "ours"}, 6),
    ],
)
def test_each_tab_and_filter(query: dict[str, str], found: int, client: Client, clerk: User) -> None:
    many(clerk)
    client.force_login(clerk)

    assert len(client.get(LIST, query).context["rows"]) == found


def test_the_nearest_clock_is_on_top(client: Client, clerk: User) -> None:
    many(clerk)
    received(clerk, "GD-late", at=timezone.now() - 20 * DAY)
    client.force_login(clerk)

    first = client.get(LIST).context["rows"][0]

    assert first.ticket.system_number == "GD-late"


def test_an_empty_list_says_what_to_do_next(client: Client, clerk: User) -> None:
    assert "纸质、电话转来的，请手工录入" in page(client, clerk, LIST)
    assert "换一个条件" in page(client, clerk, LIST, q="没有")


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_list_costs_the_same_for_one_order_and_for_many(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    now(clerk, "GD-first")
    cost(client, LIST)
    one = cost(client, LIST)
    for number in range(3):
        stepped(now(clerk, f"GD-{number}"), "link", by=clerk, petition=petition(clerk, at=timezone.now()))

    assert cost(client, LIST) == one


def test_what_climbed_is_acknowledged_above(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = received(clerk, at=timezone.now() - 20 * DAY)
    sweep(timezone.now())
    above = user(tree.shandong, Role.SUPERVISOR)
    duties = row.deadlines.on_desk_of(tree.shandong).unacknowledged()
    assert duties.count() == 2

    assert "尚未签收" in page(client, above, row.get_absolute_url())
    for duty in list(duties):
        client.post(reverse("hotline:ticket_acknowledge", args=[row.pk, duty.pk]))

    assert not duties.all().exists()
    assert "尚未签收" not in page(client, above, row.get_absolute_url())


def test_the_navigation_counts_what_waits(client: Client, clerk: User, tree: ProvinceTree) -> None:
    now(clerk)
    assert "张工单等待处理" in page(client, clerk, "/")
    assert "12345 工单" not in page(client, user(tree.bincheng, Role.STAT_OFFICER), "/")


def test_nothing_of_a_sealed_order_stands_on_its_page(client: Client, clerk: User) -> None:
    row = now(clerk, ticket_class="report", content="孙建国搞歧视。")
    stepped(row, "supplement", by=clerk, note="补充：孙建国还打人。")
    secret = accusation(clerk, at=timezone.now())
    stepped(row, "link", by=clerk, petition=secret)

    text = page(client, clerk, row.get_absolute_url())

    assert "孙建国" not in text
    assert "依法只限指定人员查阅" in text
    assert Petition.objects.filter(tickets=row).exists()
