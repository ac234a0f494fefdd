"""What the screens of agents are told of a call by the telephone system: rows, which the stream sends."""

import datetime as dt

from fedportal.accounts.models import User
from hotline.models import Call, CallSignal
from hotline.phone_events import CallFacts

Kind = CallSignal.Kind


def signal(call: Call, facts: CallFacts, *, agent: User | None, ringing: list[User], at: dt.datetime) -> None:
    """To each agent what is so now, unless that was the last thing she was told. Its call is locked."""
    last: dict[int, str] = dict(call.signals.order_by("pk").values_list("agent_id", "kind"))
    wanted: dict[int, str] = {person.pk: Kind.RINGING for person in ringing}
    if facts.answered_at and not facts.ended_at and agent:
        wanted[agent.pk] = Kind.ANSWERED
    for pk in last:  # who was never told that it rings need not hear that it is over
        talked = agent is not None and pk == agent.pk and facts.answered_at is not None
        wanted.setdefault(pk, Kind.ENDED if talked else Kind.GONE)
    new = [CallSignal(agent_id=pk, call=call, kind=kind, at=at) for pk, kind in wanted.items() if last.get(pk) != kind]
    CallSignal.objects.bulk_create(new)
