"""From what a telephone system has told to the record of the call, whatever order it came in.

The facts are computed anew from all events each time (hotline.phone_events); the record follows them as far as nobody
has gone on by hand. What is typed, and moments that a hand has set, stay.
"""

import datetime as dt

from django.db import transaction

from cases.indexing import phone_of
from fedportal.accounts.models import User
from hotline.actions.call_moves import CallStep, carry_out, locked, rung, write
from hotline.actions.call_signals import signal
from hotline.actions.seats import sitting_at
from hotline.call_workflow import MOVES, TALKING, CallState
from hotline.models import Call, HotlineLine, PhoneSwitch, SwitchCall
from hotline.phone_events import CallFacts, facts_of

_MOMENTS = ("rang_at", "answered_at", "ended_at")
_BY_HAND = dt.timedelta(minutes=2)  # between a call that an agent took down herself and its event


def digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdecimal())


def line_of(switch: PhoneSwitch, number: str) -> HotlineLine | None:
    """The line of that unit with this number, however it is written; one that is answered before one that was."""
    rows = HotlineLine.objects.filter(org=switch.org_id).select_related("org").order_by("-closed_on", "-pk")
    same = [row for row in rows if digits(row.number) == digits(number)]
    return next((row for row in same if row.closed_on is None), same[0] if same else None)


def settle_waiting(at: dt.datetime, *, older_than: dt.timedelta) -> int:
    """What was kept and not settled, because a server died in between; how many calls."""
    keys = list(SwitchCall.objects.filter(waits_since__lt=at - older_than).values_list("pk", flat=True)[:500])
    for key in keys:
        settle(key, at=at)
    return len(keys)


@transaction.atomic
def settle(pk: int, *, at: dt.datetime) -> SwitchCall:
    """Bring one call to what its events say. Twice is once."""
    row = SwitchCall.objects.select_for_update(of=("self",)).select_related("switch__account__org").get(pk=pk)
    if row.waits_since is None:
        return row
    facts = facts_of(event.told for event in row.events.all())
    line = line_of(row.switch, facts.line)
    agents = _agents(row.switch, facts)
    if line is not None:
        _bring(row, facts, line, agents, at=at)
    row.agent = agents[-1] if agents else None
    where = facts.talks or facts.rings
    row.extension = where[-1][0] if where else ""
    row.transfers = [[one.at.isoformat(), one.source, one.target] for one in facts.transfers]
    row.recording = "" if row.call and row.call.sealed else facts.recording
    for name in _MOMENTS:
        setattr(row, name, getattr(facts, name))
    row.waits_since = None
    row.save()
    return row


def _agents(switch: PhoneSwitch, facts: CallFacts) -> list[User]:
    """Who talked, in order; of a call that nobody answered, the first at whose extension it rang."""
    where = facts.talks if facts.answered_at else facts.rings
    found = [sitting_at(switch.org_id, extension, at) for extension, at in where]
    known = [agent for agent in found if agent]
    return known if facts.answered_at else known[:1]


def _bring(row: SwitchCall, facts: CallFacts, line: HotlineLine, agents: list[User], *, at: dt.datetime) -> None:
    account = row.switch.account
    agent = agents[-1] if agents else account
    if row.call_id is None:
        row.call = _taken_by_hand(line, facts, agents) or rung(
            line, agent=agent, by=account, at=facts.rang_at, phone=facts.caller, origin_key=f"phone:{row.pk}"
        )
    assert row.call is not None
    call = locked(row.call)
    _follow_moments(call, row, facts)
    _follow_state(call, row, facts, agent)
    if facts.ended_at and call.answered_at and call.ended_at is None:
        call.ended_at = max(facts.ended_at, call.answered_at)
        call.save(update_fields=["ended_at"])
        write(call, "hang_up", by=account, at=call.ended_at)
    row.call = call
    signal(call, facts, agent=agents[-1] if agents else None, ringing=_ringing(row.switch, facts), at=at)


def _taken_by_hand(line: HotlineLine, facts: CallFacts, agents: list[User]) -> Call | None:
    """The agent was quicker than the telephone system: what she took down is this call."""
    if not (facts.answered_at and agents):
        return None
    near = (facts.answered_at - _BY_HAND, facts.answered_at + _BY_HAND)
    rows = Call.objects.filter(agent=agents[0], line=line, phone=None, answered_at__range=near, state__in=TALKING)
    rows = rows.exclude(origin_key__startswith="phone:")
    known = phone_of(facts.caller, line.org)
    return next((call for call in rows.order_by("-pk") if call.phone_index in ("", known)), None)


def _follow_moments(call: Call, row: SwitchCall, facts: CallFacts) -> None:
    """Those that this telephone system has set; what a hand has set stays."""
    changed = []
    for name in _MOMENTS:
        before, now = getattr(row, name), getattr(facts, name)
        if before is not None and now is not None and before != now and getattr(call, name) == before:
            setattr(call, name, now)
            changed.append(name)
    if facts.caller and not call.caller_phone and call.state == CallState.RINGING:
        call.caller_phone, call.phone_index = facts.caller, phone_of(facts.caller, call.org)
        changed += ["caller_phone", "phone_index"]
    if changed:
        call.save(update_fields=changed)
        call.refresh_from_db(fields=["version"])


def _follow_state(call: Call, row: SwitchCall, facts: CallFacts, agent: User) -> None:
    account = row.switch.account
    if call.state == CallState.RINGING and facts.answered_at:
        carry_out(call, CallStep(MOVES["answer"], agent, facts.answered_at))
    elif call.state == CallState.RINGING and facts.ended_at:
        missed = MOVES["queue" if call.caller_phone else "miss"]
        _hand_over(call, agent)
        carry_out(call, CallStep(missed, account, facts.ended_at))
    elif call.state in MOVES["correct"].source and facts.answered_at:
        if not call.attempts.exists():
            carry_out(call, CallStep(MOVES["correct"], agent, facts.answered_at))
    elif call.state in MOVES["correct"].source and call.agent_id == (row.agent_id or account.pk):
        _hand_over(call, agent)  # where it rang first is told last
    elif call.state == CallState.RINGING:
        _hand_over(call, agent)
    elif call.state in TALKING and call.agent_id == (row.agent_id or account.pk) and call.agent_id != agent.pk:
        _hand_over(call, agent)
        write(call, "transfer", by=agent, at=facts.talks[-1][1])


def _hand_over(call: Call, agent: User) -> None:
    if call.agent_id != agent.pk:
        call.agent = agent
        call.save(update_fields=["agent"])
        call.refresh_from_db(fields=["version"])


def _ringing(switch: PhoneSwitch, facts: CallFacts) -> list[User]:
    """Before whom it rings now."""
    if facts.answered_at or facts.ended_at:
        return []
    found = [sitting_at(switch.org_id, extension, at) for extension, at in facts.rings]
    return list({agent.pk: agent for agent in found if agent}.values())
