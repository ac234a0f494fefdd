"""The states of a call as a table, and that no order of steps leads beside it."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_moves import advance_call, hang_up, ring
from hotline.actions.call_saving import save_call
from hotline.call_workflow import MOVES, TALKING, CallState
from hotline.models import Call, HotlineLine
from hotline.triage import TRIAGE, alarms, needs_guarding
from tests.cases.samples import NOW
from tests.drawing import examples
from tests.hotline.calls import PHONE, TYPED

TABLE = {
    ("ringing", "answer"): "answered",
    ("ringing", "miss"): "missed",
    ("ringing", "queue"): "callback",
    ("callback", "reach"): "answered",
    ("callback", "give_up"): "unreached",
    ("callback", "correct"): "answered",  # the telephone knew better, later
    ("missed", "correct"): "answered",
    ("answered", "classify"): "classified",
    ("classified", "classify"): "classified",
    ("emergency", "classify"): "emergency",
    ("answered", "emergency"): "emergency",
    ("classified", "emergency"): "emergency",
    ("answered", "resolve"): "resolved",
    ("classified", "resolve"): "resolved",
    ("answered", "register"): "ticketed",
    ("classified", "register"): "ticketed",
    ("emergency", "register"): "ticketed",
    ("answered", "order"): "ordered",
    ("classified", "order"): "ordered",
    ("emergency", "order"): "ordered",
    ("answered", "dismiss"): "closed",
    ("classified", "dismiss"): "closed",
    ("resolved", "close"): "closed",
    ("ticketed", "close"): "closed",
    ("ordered", "close"): "closed",
    ("emergency", "settle"): "closed",
}


def test_these_are_all_steps() -> None:
    found = {
        (state.value, name): (state if state in move.stays else move.target).value
        for name, move in MOVES.items()
        for state in move.source
    }

    assert found == TABLE


def test_every_state_is_reached_and_every_unfinished_one_is_left() -> None:
    assert {target for target in TABLE.values()} | {"ringing"} == set(CallState.values)
    assert set(CallState.values) - {state for state, _ in TABLE} == {"unreached", "closed"}


def test_these_answers_mean_danger() -> None:
    found = {(q.name, q.alarm and q.alarm.value, q.guards and q.guards.value) for q in TRIAGE}

    assert found == {
        ("safe", "no", None),
        ("children", None, "yes"),
        ("weapon", "yes", None),
        ("injured", "yes", None),
        ("self_harm", "yes", None),
    }
    assert not alarms({"children": "yes"})
    assert needs_guarding({"children": "yes"})
    assert not needs_guarding({question.name: "unclear" for question in TRIAGE})


STEPS = st.lists(st.sampled_from([*MOVES, "type", "hang_up"]), max_size=8)


@pytest.mark.django_db
@given(steps=STEPS)
@hypothesis(max_examples=examples(15, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_steps_leads_along_the_table_alone(line: HotlineLine, agent: User, steps: list[str]) -> None:
    row, at, state = ring(line, by=agent, at=NOW, phone=PHONE), NOW, "ringing"

    for name in steps:
        at += dt.timedelta(seconds=10)
        try:
            row = _stepped(row, name, agent, at)
        except NotAllowed:
            row.refresh_from_db()
            assert row.state == state, name
            continue
        if name in MOVES:
            assert row.state == TABLE[state, name]
        elif name == "type":
            assert (state in TALKING, row.state) == (True, "emergency" if state == "emergency" else "classified")
        state = row.state

    assert (row.answered_at is None) == (row.state in ("ringing", "missed", "callback", "unreached"))
    assert (row.closed_at is not None) == (row.state == "closed")
    assert row.deadlines.open().exists() == (row.state == "callback")
    assert row.events.count() >= 1


def _stepped(row: Call, name: str, by: User, at: dt.datetime) -> Call:
    if name == "type":
        return save_call(row, TYPED | {"answer": "已答复。"}, by=by, at=at)
    if name == "hang_up":
        return hang_up(row, by=by, at=at)
    return advance_call(row, MOVES[name], by=by, at=at, call_class="help" if name == "classify" else "")
