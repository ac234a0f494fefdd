"""Supervision orders: who may, about whom, in which order of steps, and what each step leaves behind."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Petition, SupervisionOrder
from cases.workflow import OrderState, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, make_line, registered, under_review
from tests.cases.orders import DEMAND, drafted, issued, stepped
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree, user


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line) -> Petition:
    return registered(line.county)


def test_an_issued_order_is_numbered_served_clocked_and_told(line: Line, row: Petition) -> None:
    officer = user(line.tree.binzhou, Role.SUPERVISOR)

    order = issued(row, by=officer)

    assert (order.state, order.level, order.issuer, order.receiver) == (
        OrderState.ISSUED,
        2,
        line.tree.binzhou,
        line.tree.bincheng,
    )
    paper = order.document
    assert (paper.number, paper.served_at, paper.main_to) == ("鲁滨州妇信督〔2026〕1号", NOW, "滨城区妇女联合会")
    assert DEMAND in paper.body
    assert "“未按规定告知”" in paper.body
    assert "王小芳" not in paper.body
    duty = row.deadlines.open().get(kind="supervision_reply")
    assert (duty, duty.org, duty.item) == (order.clock, line.tree.bincheng, f"order:{order.pk}")
    event = row.events.latest("pk")
    assert (event.verb, event.note, event.data) == (
        "supervision.issue",
        DEMAND,
        {"document": paper.number, "supervised": "滨城区妇女联合会", "cause": "telling", "reply_due_on": "2026-12-07"},
    )
    assert set(Notice.objects.values_list("org", "role")) == {
        (line.tree.bincheng.pk, Role.SECTION_HEAD),
        (line.tree.bincheng.pk, Role.UNIT_HEAD),
    }
    assert list(AccessEvent.objects.filter(verb__startswith="supervision").values_list("verb", "actor")) == [
        ("supervision.draft", officer.pk),
        ("supervision.issue", officer.pk),
    ]


def test_an_answer_is_sent_back_and_then_accepted(line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head)

    stepped(order, "reply", by=line.county.handler, at=NOW + DAY, note="已电话告知。")
    back = stepped(order, "return", by=line.city.clerk, at=NOW + 2 * DAY, note="应当书面告知。")
    assert (back.state, str(timezone.localdate(back.clock.due_at))) == (OrderState.RETURNED, "2026-12-09")
    assert Notice.objects.filter(text__contains="被退回，请于 2026-12-09 前重报").exists()
    stepped(order, "reply", by=line.county.clerk, at=NOW + 3 * DAY, note="已书面告知，附回证。")
    done = stepped(order, "accept", by=line.city.head, at=NOW + 4 * DAY, note="同意。")

    assert (done.state, done.ended_at, done.ended_by) == (OrderState.ACCEPTED, NOW + 4 * DAY, line.city.head)
    assert list(order.replies.order_by("pk").values_list("text", "accepted", "note")) == [
        ("已电话告知。", False, "应当书面告知。"),
        ("已书面告知，附回证。", True, "同意。"),
    ]
    assert list(row.deadlines.filter(kind="supervision_reply").values_list("outcome", flat=True)) == ["met", "met"]
    assert [event.verb for event in row.events.order_by("pk")][1:] == [
        "supervision.issue",
        "supervision.reply",
        "supervision.return",
        "supervision.reply",
        "supervision.accept",
    ]


def test_the_issuer_may_set_the_last_day_and_not_today(line: Line, row: Petition) -> None:
    today = timezone.localdate(NOW)

    with pytest.raises(NotAllowed, match="应当晚于今天"):
        drafted(row, by=line.city.head, due_on=today)
    order = issued(row, by=line.city.head, due_on=today + dt.timedelta(days=3))

    assert timezone.localdate(order.clock.due_at) == today + dt.timedelta(days=3)


def test_a_draft_whose_last_day_has_passed_is_not_issued(line: Line, row: Petition) -> None:
    order = drafted(row, by=line.city.head, due_on=timezone.localdate(NOW) + dt.timedelta(days=3))

    with pytest.raises(NotAllowed, match="应当晚于今天"):
        stepped(order, "issue", by=line.city.head, at=NOW + 3 * DAY)

    order.refresh_from_db()
    assert order.state == OrderState.DRAFTED


def test_a_withdrawn_order_stops_its_clock(line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head)

    stepped(order, "withdraw", by=line.city.head, note="经核实已按期告知。")

    order.refresh_from_db()
    assert (order.state, order.ended_note) == (OrderState.WITHDRAWN, "经核实已按期告知。")
    assert row.deadlines.get(kind="supervision_reply").outcome == "cancelled"


def test_a_discarded_draft_leaves_no_trace_for_its_receiver(line: Line, row: Petition) -> None:
    order = drafted(row, by=line.city.head)
    assert list(SupervisionOrder.objects.visible_to(line.county.head)) == []
    assert list(SupervisionOrder.objects.visible_to(line.city.clerk)) == [order]

    stepped(order, "discard", by=line.city.head, note="已电话提醒。")

    assert list(SupervisionOrder.objects.visible_to(line.county.head)) == []
    assert not Notice.objects.exists()
    assert row.events.count() == 1
    assert AccessEvent.objects.filter(verb="supervision.discard", object_id=order.pk).count() == 1


WRONG_ISSUERS: list[tuple[str, Callable[[Line], User], str]] = [
    ("a county is no supervisor", lambda x: x.county.head, "督办单由市级以上妇联发出"),
    ("a county beside", lambda x: x.neighbour.head, "督办单由市级以上妇联发出"),
    ("a city beside", lambda x: user(x.tree.dongying, Role.UNIT_HEAD), "只能督办本单位的下级妇联"),
    ("another province", lambda x: user(x.tree.hubei, Role.UNIT_HEAD), "只能督办本单位的下级妇联"),
    ("without the right", lambda x: user(x.tree.binzhou, Role.RECEPTIONIST), "您的角色不能督办"),
]


@pytest.mark.parametrize(
    ("who", "sentence"), [row[1:] for row in WRONG_ISSUERS], ids=[row[0] for row in WRONG_ISSUERS]
)
def test_who_may_not_supervise(line: Line, row: Petition, who: Callable[[Line], User], sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        drafted(row, by=who(line))

    assert not SupervisionOrder.objects.exists()


def test_nobody_supervises_herself(line: Line) -> None:
    row = registered(line.city)

    with pytest.raises(NotAllowed, match="只能督办本单位的下级妇联"):
        drafted(row, by=line.city.head)
    drafted(row, by=line.province.head)  # but the province may


def test_a_unit_that_owes_nothing_here_is_not_supervised(line: Line, row: Petition) -> None:
    with pytest.raises(NotAllowed, match="承办单位或者负有办理时限的单位"):
        drafted(row, by=line.city.head, receiver=line.tree.huimin)


def test_a_unit_that_owes_a_review_is_supervised_though_it_does_not_hold_the_matter(line: Line) -> None:
    row = under_review(line)

    order = issued(row, by=line.province.head, receiver=line.tree.binzhou, at=NOW + 2 * DAY)

    assert (order.receiver, order.clock.org) == (line.tree.binzhou, line.tree.binzhou)


STEPS_BY_THE_WRONG: list[tuple[str, str, Callable[[Line], User], str]] = [
    ("issued", "reply", lambda x: x.neighbour.clerk, "只有滨城区妇女联合会可以"),
    ("issued", "reply", lambda x: x.city.head, "只有滨城区妇女联合会可以"),
    ("issued", "withdraw", lambda x: x.county.head, "只有滨州市妇女联合会可以"),
    ("issued", "withdraw", lambda x: x.province.head, "只有滨州市妇女联合会可以"),
    ("issued", "reply", lambda x: user(x.tree.bincheng, Role.MEDIATOR), "您的角色不能"),
    ("issued", "accept", lambda x: x.city.head, "现为“待回复”，不能“验收通过”"),
    ("drafted", "reply", lambda x: x.county.handler, "现为“待签发”，不能“回复督办”"),
    ("drafted", "issue", lambda x: x.province.head, "只有滨州市妇女联合会可以"),
]


@pytest.mark.parametrize(("state", "move", "who", "sentence"), STEPS_BY_THE_WRONG)
def test_who_may_not_go_on(
    line: Line, row: Petition, state: str, move: str, who: Callable[[Line], User], sentence: str
) -> None:
    order = (issued if state == "issued" else drafted)(row, by=line.city.head)

    with pytest.raises(NotAllowed, match=sentence):
        stepped(order, move, by=who(line), note="试一试。")

    order.refresh_from_db()
    assert order.state == state


@pytest.mark.parametrize("move", ["reply", "withdraw"])
def test_what_must_be_said_is_said(line: Line, row: Petition, move: str) -> None:
    order = issued(row, by=line.city.head)

    with pytest.raises(NotAllowed, match="请填写"):
        stepped(order, move, by=line.county.clerk if move == "reply" else line.city.head, note="  ")


def test_one_draft_to_a_unit_is_enough(line: Line, row: Petition) -> None:
    first = drafted(row, by=line.city.head)

    with pytest.raises(NotAllowed, match="等待签发"):
        drafted(row, by=line.city.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionOrder.objects.create(
            petition=row,
            issuer=first.issuer,
            issuer_code=first.issuer_code,
            receiver=first.receiver,
            receiver_code=first.receiver_code,
            level=2,
            cause="other",
            demand="再拟一张。",
            drafted_at=NOW,
            drafted_by=line.city.clerk,
        )


# --- the petition's own moves ------------------------------------------------------------------------------
def test_a_supervised_matter_is_not_closed_before_the_order_ends(line: Line, row: Petition) -> None:
    moved(row, "redirect", by=line.county.clerk, at=NOW, competent_organ="公安机关", told_how="phone")
    order = issued(row, by=line.city.head)

    with pytest.raises(NotAllowed, match="正在督办本件（鲁滨州妇信督〔2026〕1号）"):
        moved(row, "close", by=line.county.clerk, at=NOW)
    stepped(order, "reply", by=line.county.clerk, note="已告知。")
    stepped(order, "accept", by=line.city.head)

    assert moved(row, "close", by=line.county.clerk, at=NOW).status == Status.CLOSED


def test_drafts_and_orders_fall_away_when_she_withdraws_her_petition(line: Line, row: Petition) -> None:
    order = issued(row, by=line.city.head)
    draft = drafted(row, by=line.province.head)

    moved(
        row,
        "withdraw",
        by=line.county.clerk,
        at=NOW,
        note="已和好。",
        withdrawn_how="in_person",
        safety="单独面谈，自愿。",
    )

    order.refresh_from_db()
    draft.refresh_from_db()
    assert (order.state, order.ended_note, order.ended_by) == (OrderState.WITHDRAWN, "信访事项撤回", None)
    assert (draft.state, draft.ended_note) == (OrderState.DISCARDED, "信访事项撤回")
    assert not row.deadlines.open().exists()
    assert [event.verb for event in row.events.order_by("pk")][-2:] == ["supervision.fall_away", "petition.withdraw"]


def test_an_order_falls_away_when_the_matter_leaves_its_receiver(line: Line) -> None:
    row = registered(line.city)
    row = moved(row, "pass_down", by=line.city.clerk, at=NOW, receiver=line.tree.bincheng, told_how="phone")
    order = issued(row, by=line.city.head)
    above = issued(row, by=line.province.head)
    moved(row, "object", by=line.county.clerk, at=NOW + DAY, note="属惠民县。")
    beside = issued(row, by=line.province.head, receiver=line.tree.binzhou, at=NOW + DAY)

    moved(row, "object_agree", by=line.city.clerk, at=NOW + 2 * DAY)

    states = {each.pk: (each.state, each.ended_note) for each in SupervisionOrder.objects.all()}
    assert states == {
        order.pk: (OrderState.WITHDRAWN, "信访事项已转由滨州市妇女联合会承办"),
        above.pk: (OrderState.WITHDRAWN, "信访事项已转由滨州市妇女联合会承办"),
        beside.pk: (OrderState.ISSUED, ""),
    }


def test_a_concluded_matter_gets_no_order(line: Line, row: Petition) -> None:
    moved(row, "redirect", by=line.county.clerk, at=NOW, competent_organ="公安机关", told_how="phone")
    row = moved(row, "close", by=line.county.clerk, at=NOW)

    with pytest.raises(NotAllowed, match="已经办结"):
        drafted(row, by=line.city.head)
