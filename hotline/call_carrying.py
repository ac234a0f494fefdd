"""What of a call, or of its work order, goes over to the petition that is registered from it, as its form asks it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.models import Channel, MatterClass
from hotline.call_workflow import CallClass
from hotline.models import Call, CallTicket

CLASSES = {
    CallClass.CONSULT: MatterClass.CONSULTATION,
    CallClass.HELP: MatterClass.CONSULTATION,
    CallClass.COMPLAINT: MatterClass.REDRESS,
    CallClass.SUGGESTION: MatterClass.SUGGESTION,
    CallClass.REPORT: MatterClass.ACCUSATION,
}


def carried_over(call: Call) -> dict[str, Any]:
    """By the names of the form's fields. What nobody asked the caller is asked by the agent, or found unclear."""
    return _carried(call, call.rang_at)


def carried_from_order(order: CallTicket) -> dict[str, Any]:
    """The same of a work order, and where it happened; the unit that handles it does not read the call."""
    return _carried(order, order.registered_at) | {"place": order.place_id}


def _carried(call: Call | CallTicket, received: dt.datetime) -> dict[str, Any]:
    return {
        "name": call.caller_name,
        "phone": call.caller_phone,
        "identity_unclear": call.anonymous,
        "received_at": timezone.localtime(received).replace(second=0, microsecond=0),
        "channel": Channel.HOTLINE.value,
        "facts": _facts(call),
        "request": call.request,
        "matter_class": CLASSES[CallClass(call.call_class)].value if call.call_class in CLASSES else "",
        **(call.wish or {}),
    }


def _facts(call: Call | CallTicket) -> str:
    """Who calls for another tells whose matter it is; her number stays with the call, where it is enciphered."""
    if not call.for_other:
        return call.facts
    relation = f"当事人的{call.relation}" if call.relation else "他人"
    whose = f"来电人是{relation}，当事人：{call.victim_name or '没有说明'}。"
    return f"{whose}\n{call.facts}".strip()
