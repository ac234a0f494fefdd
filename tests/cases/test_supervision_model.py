"""Whoever tries whatever with orders, in any order: the rows equal a plain model, and nothing owed goes unclocked."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cases.models import Event, Petition, SupervisionOrder
from cases.workflow import ORDER_MOVES, OrderState
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from tests.cases.orders import drafted, stepped
from tests.cases.samples import NOW, petition
from tests.drawing import examples
from tests.factories import ProvinceTree, user

# The plain model, written down by hand: from which state, by whom, to which.
NEXT = {
    ("drafted", "issue", "issuer"): "issued",
    ("drafted", "discard", "issuer"): "discarded",
    ("issued", "reply", "receiver"): "replied",
    ("returned", "reply", "receiver"): "replied",
    ("replied", "accept", "issuer"): "accepted",
    ("replied", "return", "issuer"): "returned",
    ("issued", "withdraw", "issuer"): "withdrawn",
    ("replied", "withdraw", "issuer"): "withdrawn",
    ("returned", "withdraw", "issuer"): "withdrawn",
}
SEEN_BELOW = {"issue", "reply", "accept", "return", "withdraw"}


class Supervision(RuleBasedStateMachine):
    """Orders in the database, and their states twice: as rows, and as plain words."""

    people: dict[str, User]
    row: Petition

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.states: dict[int, str] = {}
        self.answers: dict[int, int] = {}
        self.told = 0
        self.acts = 0
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @rule(who=st.sampled_from(["issuer", "province", "receiver", "neighbour"]))
    def draft(self, who: str) -> None:
        by = self.people[who]
        mine = SupervisionOrder.objects.filter(issuer=by.org)
        waiting = {order.pk for order in mine if self.states[order.pk] == "drafted"}
        if who in ("receiver", "neighbour") or waiting:
            with pytest.raises(NotAllowed):
                drafted(self.row, by=by, at=self.now)
            return
        order = drafted(self.row, by=by, at=self.now)
        self.states[order.pk], self.answers[order.pk] = "drafted", 0
        self.acts += 1

    @precondition(lambda self: self.states)
    @rule(
        which=st.integers(0, 9),
        name=st.sampled_from(sorted(ORDER_MOVES)),
        who=st.sampled_from(["issuer", "province", "receiver", "neighbour"]),
        said=st.sampled_from(["照办。", "照办。", ""]),
        days=st.sampled_from([None, 3, 0]),
    )
    def act(self, which: int, name: str, who: str, said: str, days: int | None) -> None:
        pk = sorted(self.states)[which % len(self.states)]
        order, by, move = SupervisionOrder.objects.get(pk=pk), self.people[who], ORDER_MOVES[name]
        side = {order.issuer_id: "issuer", order.receiver_id: "receiver"}.get(by.org_id, "")
        target = NEXT.get((self.states[pk], name, side))
        due_on = None if days is None else (self.now + dt.timedelta(days=days)).date()
        if target is None or (move.note_required and not said) or days == 0:
            with pytest.raises(NotAllowed):
                stepped(order, name, by=by, at=self.now, note=said, due_on=due_on)
            return
        stepped(order, name, by=by, at=self.now, note=said, due_on=due_on)
        self.states[pk] = target
        self.answers[pk] += name == "reply"
        self.told += name in SEEN_BELOW
        self.acts += 1

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    @invariant()
    def the_rows_equal_the_model(self) -> None:
        rows = {order.pk: order for order in SupervisionOrder.objects.all()}
        assert {pk: order.state for pk, order in rows.items()} == self.states
        assert {pk: order.replies.count() for pk, order in rows.items()} == self.answers

    @invariant()
    def an_answer_is_owed_exactly_where_a_clock_runs(self) -> None:
        owed = {f"order:{pk}" for pk, state in self.states.items() if state in ("issued", "returned")}
        clocks = Deadline.objects.for_subject(self.row).open().filter(kind="supervision_reply")
        assert set(clocks.values_list("item", flat=True)) == owed
        assert all(clock.org_id == self.row.org_id for clock in clocks)

    @invariant()
    def every_act_is_written_down(self) -> None:
        papers = {pk for pk, state in self.states.items() if state not in ("drafted", "discarded")}
        assert self.row.documents.filter(kind="supervision").count() == len(papers)
        assert Event.objects.filter(verb__startswith="supervision.").count() == self.told
        assert AccessEvent.objects.filter(verb__startswith="supervision.").count() == self.acts


@pytest.mark.hypothesis
@pytest.mark.usefixtures("law")
def test_orders_and_a_plain_model_never_part(tree: ProvinceTree) -> None:
    places = {
        "issuer": tree.binzhou,
        "province": tree.shandong,
        "receiver": tree.bincheng,
        "neighbour": tree.huimin,
    }
    Supervision.people = {name: user(place, Role.UNIT_HEAD) for name, place in places.items()}
    Supervision.row = petition(Supervision.people["receiver"])

    run_state_machine_as_test(
        Supervision,
        settings=settings(max_examples=examples(8, 30), stateful_step_count=25, deadline=None, print_blob=True),
    )


def test_every_move_of_the_table_is_in_the_plain_model() -> None:
    table = {
        (str(state), move.name, move.side.value): str(move.target)
        for move in ORDER_MOVES.values()
        for state in move.source
    }

    assert table == NEXT
    assert {move.name for move in ORDER_MOVES.values() if move.told} == SEEN_BELOW
    assert set(NEXT.values()) | {"drafted"} == {str(state) for state in OrderState}
