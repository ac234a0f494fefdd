"""From what a telephone system has told to the record of the call, whatever order it came in.

The facts are computed anew from all events each time (hotline.phone_events); the record follows them as far as nobody
has gone on by hand. What is typed, and moments that a hand has set, stay.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from cases.indexing import phone_of
from fedportal.accounts.models import User
from hotline.actions.call_moves import CHANGED, CallStep, apply, follow, rung, write
from hotline.actions.call_signals import signal
from hotline.actions.seats import Place, sitting_at
from hotline.call_workflow import MOVES, TALKING, CallState
from hotline.exchange import Exchange
from hotline.models import Call, HotlineLine, PhoneSwitch, SwitchCall
from hotline.phone_events import CallFacts, facts_of

_MOMENTS = ("rang_at", "answered_at", "ended_at")
_OF_CALL = tuple(dict.fromkeys((*CHANGED, *_MOMENTS, "caller_phone", "phone_index")))
_OF_PHONE = (*_MOMENTS, "call", "agent", "extension", "transfers", "recording", "waits_since")
_BY_HAND = dt.timedelta(minutes=2)  # between a call that an agent took down herself and its event


@dataclass
class _Settling:
    """One call being brought to what its events say: who sat where, and what is written once its row is saved."""

    row: SwitchCall
    facts: CallFacts
    exchange: Exchange
    at: dt.datetime
    sitting: dict[Place, User]
    steps: list[CallStep] = field(default_factory=list)
    lines: list[tuple[str, User, dt.datetime]] = field(default_factory=list)  # of the story, beside those of steps

    @property
    def account(self) -> User:
        return self.exchange.switch.account

    @property
    def agents(self) -> list[User]:
        """Who talked, in order; of a call that nobody answered, the first at whose extension it rang."""
        answered = self.facts.answered_at is not None
        where = self.facts.talks if answered else self.facts.rings
        known = [self.sitting[place] for place in where if place in self.sitting]
        return known if answered else known[:1]

    @property
    def ringing(self) -> list[User]:
        """Before whom it rings now."""
        if self.facts.answered_at or self.facts.ended_at:
            return []
        found = [self.sitting[place] for place in self.facts.rings if place in self.sitting]
        return list({agent.pk: agent for agent in found}.values())


def settle_waiting(at: dt.datetime, *, older_than: dt.timedelta) -> int:
    """What was kept and not settled, because a server died in between; how many calls."""
    rows = SwitchCall.objects.filter(waits_since__lt=at - older_than).order_by("pk")
    keys = list(rows.values_list("pk", "switch_id")[:500])
    switches = PhoneSwitch.objects.select_related("org", "account").in_bulk({switch for _, switch in keys})
    exchanges = {pk: Exchange.of(switch) for pk, switch in switches.items()}
    for pk, switch in keys:
        settle(pk, exchanges[switch], at=at)
    return len(keys)


@transaction.atomic
def settle(pk: int, exchange: Exchange, *, at: dt.datetime) -> SwitchCall:
    """Bring one call to what its events say. Twice is once."""
    row = SwitchCall.objects.select_for_update().get(pk=pk)
    if row.waits_since is None:
        return row
    row.switch = exchange.switch
    facts = facts_of(event.told for event in row.events.all())
    it = _Settling(row, facts, exchange, at, sitting_at(exchange.switch.org, {*facts.rings, *facts.talks}))
    before = _values(row, _OF_PHONE)
    if line := exchange.line(facts.line):
        _bring(it, line)
    row.agent = it.agents[-1] if it.agents else None
    where = facts.talks or facts.rings
    row.extension = where[-1][0] if where else ""
    row.transfers = [[one.at.isoformat(), one.source, one.target] for one in facts.transfers]
    row.recording = "" if row.call and row.call.sealed else facts.recording
    for name in _MOMENTS:
        setattr(row, name, getattr(facts, name))
    row.waits_since = None
    _save(row, before)
    return row


def _values(row: Call | SwitchCall, names: tuple[str, ...]) -> dict[str, object]:
    """Of references their keys."""
    keys = {field.name: field.attname for field in row._meta.concrete_fields}
    return {name: getattr(row, keys[name]) for name in names}


def _save(row: Call | SwitchCall, before: dict[str, object]) -> None:
    """Once, and what is another than before."""
    now = _values(row, tuple(before))
    if changed := [name for name, value in now.items() if value != before[name]]:
        row.save(update_fields=changed)


def _bring(it: _Settling, line: HotlineLine) -> None:
    row, facts, agents = it.row, it.facts, it.agents
    agent = agents[-1] if agents else it.account
    if row.call_id is None and (mine := _taken_by_hand(line, facts, agents)):
        row.call_id = mine
    if row.call_id is None:
        key = f"phone:{row.pk}"
        call = rung(line, agent=agent, by=it.account, at=facts.rang_at, phone=facts.caller, origin_key=key)
    else:
        call = _locked(row.call_id, it)
    before = _values(call, _OF_CALL)
    _follow_moments(call, row, facts)
    _follow_state(call, it, agent)
    if facts.ended_at and call.answered_at and call.ended_at is None:
        call.ended_at = max(facts.ended_at, call.answered_at)
        it.lines.append(("hang_up", it.account, call.ended_at))
    _save(call, before)
    for step in it.steps:
        follow(call, step)
    for name, by, at in it.lines:
        write(call, name, by=by, at=at)
    row.call = call
    signal(call, facts, agent=agents[-1] if agents else None, ringing=it.ringing, at=it.at)


def _locked(pk: int, it: _Settling) -> Call:
    """Without asking again for whom is known already."""
    call = Call.objects.select_for_update().get(pk=pk)
    call.org = it.exchange.switch.org
    for person in (it.account, *it.sitting.values()):
        if person.pk == call.agent_id:
            call.agent = person
    return call


def _taken_by_hand(line: HotlineLine, facts: CallFacts, agents: list[User]) -> int | None:
    """The agent was quicker than the telephone system: what she took down is this call."""
    if not (facts.answered_at and agents):
        return None
    near = (facts.answered_at - _BY_HAND, facts.answered_at + _BY_HAND)
    rows = Call.objects.filter(agent=agents[0], line=line, phone=None, answered_at__range=near, state__in=TALKING)
    rows = rows.exclude(origin_key__startswith="phone:").order_by("-pk")
    known = phone_of(facts.caller, line.org)
    return next((pk for pk, index in rows.values_list("pk", "phone_index") if index in ("", known)), None)


def _follow_moments(call: Call, row: SwitchCall, facts: CallFacts) -> None:
    """Those that this telephone system has set; what a hand has set stays."""
    for name in _MOMENTS:
        before, now = getattr(row, name), getattr(facts, name)
        if before is not None and now is not None and getattr(call, name) == before:
            setattr(call, name, now)
    if facts.caller and not call.caller_phone and call.state == CallState.RINGING:
        call.caller_phone, call.phone_index = facts.caller, phone_of(facts.caller, call.org)


def _follow_state(call: Call, it: _Settling, agent: User) -> None:
    facts, account = it.facts, it.account
    if call.state == CallState.RINGING and facts.answered_at:
        _step(call, it, CallStep(MOVES["answer"], agent, facts.answered_at))
    elif call.state == CallState.RINGING and facts.ended_at:
        missed = MOVES["queue" if call.caller_phone else "miss"]
        call.agent = agent
        _step(call, it, CallStep(missed, account, facts.ended_at))
    elif call.state in MOVES["correct"].source and facts.answered_at:
        if not call.attempts.exists():
            _step(call, it, CallStep(MOVES["correct"], agent, facts.answered_at))
    elif call.state in MOVES["correct"].source and call.agent_id == (it.row.agent_id or account.pk):
        call.agent = agent  # where it rang first is told last
    elif call.state == CallState.RINGING:
        call.agent = agent
    elif call.state in TALKING and call.agent_id == (it.row.agent_id or account.pk) and call.agent_id != agent.pk:
        call.agent = agent
        it.lines.append(("transfer", agent, facts.talks[-1][1]))


def _step(call: Call, it: _Settling, step: CallStep) -> None:
    apply(call, step)
    it.steps.append(step)
