"""What of a call goes over to the petition that is registered from it, as the form of registration asks it."""

from typing import Any

from django.utils import timezone

from cases.models import Channel, MatterClass
from hotline.call_workflow import CallClass
from hotline.models import Call

CLASSES = {
    CallClass.CONSULT: MatterClass.CONSULTATION,
    CallClass.HELP: MatterClass.CONSULTATION,
    CallClass.COMPLAINT: MatterClass.REDRESS,
    CallClass.SUGGESTION: MatterClass.SUGGESTION,
    CallClass.REPORT: MatterClass.ACCUSATION,
}


def carried_over(call: Call) -> dict[str, Any]:
    """By the names of the form's fields. What nobody asked the caller is asked by the agent, or found unclear."""
    return {
        "name": call.caller_name,
        "phone": call.caller_phone,
        "identity_unclear": call.anonymous,
        "received_at": timezone.localtime(call.rang_at).replace(second=0, microsecond=0),
        "channel": Channel.HOTLINE.value,
        "facts": _facts(call),
        "request": call.request,
        "matter_class": CLASSES[CallClass(call.call_class)].value if call.call_class in CLASSES else "",
        **(call.wish or {}),
    }


def _facts(call: Call) -> str:
    """Who calls for another tells whose matter it is; her number stays with the call, where it is enciphered."""
    if not call.for_other:
        return call.facts
    relation = f"当事人的{call.relation}" if call.relation else "他人"
    whose = f"来电人是{relation}，当事人：{call.victim_name or '没有说明'}。"
    return f"{whose}\n{call.facts}".strip()
