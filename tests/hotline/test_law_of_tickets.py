"""What binds work orders of 12345, as a table that a lawyer can read (domain.md L4)."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from hotline.actions.advance import move_of
from hotline.models import ExternalTicket
from hotline.workflow import MOVES, STATES, Direction, TicketState
from tests.drawing import examples
from tests.hotline.orders import BASIS, REASON, answered, received, returned, stepped

SHANGHAI = ZoneInfo("Asia/Shanghai")

# received: may be returned until, is answered until, is answered until with ten working days more
LIMITS = [
    ("a Monday", "2026-11-23", "2026-11-25", "2026-11-30", "2026-12-14"),
    ("a Friday, over the weekend", "2026-11-20", "2026-11-24", "2026-11-27", "2026-12-11"),
    ("a Saturday", "2026-11-21", "2026-11-24", "2026-11-27", "2026-12-11"),
    ("before the National Day, with a working Saturday", "2026-09-29", "2026-10-08", "2026-10-12", "2026-10-26"),
]


def _at(day: str, hour: int = 10) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(("case", "came", "back", "answer", "extended"), LIMITS, ids=[row[0] for row in LIMITS])
def test_two_working_days_to_return_five_to_answer_ten_more(
    case: str, came: str, back: str, answer: str, extended: str, clerk: User
) -> None:
    row = received(clerk, at=_at(came))

    duties = {duty.kind: duty for duty in row.deadlines.all()}
    assert {kind: str(timezone.localdate(duty.due_at)) for kind, duty in duties.items()} == {
        "ticket_return": back,
        "ticket_12345": answer,
    }
    assert {duty.ladder.code for duty in duties.values()} == {"ticket"}
    assert all("12345" in duty.derivation["article"] for duty in duties.values())
    stepped(row, "accept", by=clerk, at=_at(came, 11))
    row = stepped(row, "extend", by=clerk, at=_at(came, 12), note="需要入户核实。", days=10)
    assert str(timezone.localdate(row.deadlines.open().get().due_at)) == extended
    assert (row.extended_days, row.extension_reason) == (10, "需要入户核实。")


def test_after_two_working_days_an_order_is_not_returned(clerk: User) -> None:
    row = received(clerk, at=_at("2026-11-23"))

    with pytest.raises(NotAllowed, match="2 个工作日内可以退回，2026-11-25 已截止"):
        returned(row, by=clerk, at=_at("2026-11-26"))
    row.refresh_from_db()
    assert row.state == TicketState.RECEIVED

    returned(received(clerk, "GD2", at=_at("2026-11-23")), by=clerk, at=_at("2026-11-25", 23))


def test_a_return_says_why_and_by_which_rule(clerk: User) -> None:
    row = received(clerk)

    with pytest.raises(NotAllowed, match="请填写退回理由"):
        stepped(row, "return", by=clerk, basis=BASIS)
    with pytest.raises(NotAllowed, match="请填写退回依据"):
        stepped(row, "return", by=clerk, note=REASON)
    row = returned(row, by=clerk)

    assert (row.state, row.return_reason, row.return_basis) == (TicketState.RETURNED, REASON, BASIS)
    assert dict(row.deadlines.values_list("kind", "outcome")) == {"ticket_return": "met", "ticket_12345": "cancelled"}


def test_more_time_is_given_once_with_a_reason_and_before_it_is_over(clerk: User) -> None:
    row = stepped(received(clerk, at=_at("2026-11-23")), "accept", by=clerk, at=_at("2026-11-23"))

    for days in (0, 11):
        with pytest.raises(NotAllowed, match="1 至 10 个工作日"):
            stepped(row, "extend", by=clerk, at=_at("2026-11-24"), note="复杂。", days=days)
    with pytest.raises(NotAllowed, match="请填写延期理由"):
        stepped(row, "extend", by=clerk, at=_at("2026-11-24"), days=3)
    with pytest.raises(NotAllowed, match="已过，不能再延期"):
        stepped(row, "extend", by=clerk, at=_at("2026-12-01"), note="复杂。", days=3)
    stepped(row, "extend", by=clerk, at=_at("2026-11-24"), note="复杂。", days=3)
    with pytest.raises(NotAllowed, match="一次为限"):
        stepped(row, "extend", by=clerk, at=_at("2026-11-24"), note="仍然复杂。", days=3)


def test_what_is_to_be_done_again_has_five_days_anew_and_may_be_extended_anew(clerk: User) -> None:
    row = stepped(received(clerk, at=_at("2026-11-23")), "accept", by=clerk, at=_at("2026-11-23"))
    stepped(row, "extend", by=clerk, at=_at("2026-11-24"), note="复杂。", days=10)
    answered(row, by=clerk, at=_at("2026-11-25"))

    row = stepped(row, "rework", by=clerk, at=_at("2026-11-26"), note="来电人不满意。")

    assert (row.state, row.rework_count, row.extended_days) == (TicketState.REWORK, 1, 0)
    assert str(timezone.localdate(row.deadlines.open().get().due_at)) == "2026-12-03"
    stepped(row, "extend", by=clerk, at=_at("2026-11-26"), note="复杂。", days=1)


def test_their_own_last_day_holds_where_they_named_one(clerk: User) -> None:
    row = received(clerk, at=_at("2026-11-23"), their_due_at=_at("2026-11-26", 17))

    clock = row.deadlines.get(kind="ticket_12345")
    assert (str(timezone.localdate(clock.due_at)), clock.derivation["set_by_hand"]) == ("2026-11-26", True)
    with pytest.raises(NotAllowed, match="应当晚于收到时间"):
        received(clerk, "GD2", at=_at("2026-11-23"), their_due_at=_at("2026-11-20"))


NAMES = sorted(MOVES[Direction.IN])


@pytest.mark.django_db
@hypothesis(
    max_examples=examples(15, 40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(names=st.lists(st.sampled_from([name for name in NAMES if name not in ("register", "link")]), max_size=9))
def test_whatever_is_tried_in_whatever_order_the_clocks_fit_the_state(names: list[str], clerk: User) -> None:
    """An answer that is owed has its clock; what is not owed has none; nothing is returned twice or late."""
    ExternalTicket.objects.filter(system_number="GDX").update(system_number="GDX-old")
    number = f"GDX{ExternalTicket.objects.count()}"
    row = received(clerk, number, at=_at("2026-11-23"))
    for step, name in enumerate(names):
        move = move_of(row, name)
        assert move is not None
        was = row.state
        try:
            row = stepped(
                row, name, by=clerk, at=_at("2026-11-23", 11 + step), note="已经说明情况。", basis=BASIS, days=3
            )
        except NotAllowed:
            row.refresh_from_db()
            assert row.state == was
        else:
            assert was in move.source
        owed = set(row.deadlines.open().values_list("kind", flat=True))
        assert ("ticket_12345" in owed) == (row.state in ("received", "accepted", "rework"))
        assert ("ticket_return" in owed) == (row.state == "received")
        assert row.state in STATES[Direction.IN]
