"""A call and a work order as a unit's system is told of them, for the description of the interface."""

from typing import Any

SENT: dict[str, Any] = {
    "line": "0543-12338",
    "received_at": "2026-11-23T09:30:00+08:00",
    "answered_at": "2026-11-23T09:30:09+08:00",
    "ended_at": "2026-11-23T09:41:00+08:00",
    "caller": {"name": "王小芳", "phone": "13854312345"},
    "recording_told": True,
    "triage": {"safe": "yes", "children": "no"},
    "call_class": "help",
    "facts": "丈夫半年没有给抚养费，多次催要没有结果。",
    "request": "希望妇联协调。",
}
# What nobody asked on the call is asked before it becomes a petition.
REGISTERED: dict[str, Any] = {
    "matter_class": "redress",
    "category": "family.custody",
    "petitioner": {"sex": "female", "birth_year": 1990, "marital": "divorced", "address": None},
    "contact": {"read_back": True},
}
JOINED: dict[str, Any] = {
    "petition": "鲁滨城妇信〔2026〕000123",
    "contact": {"read_back": True, "note": "对方仍未支付。"},
}
NEW_TICKET: dict[str, Any] = {
    "call_class": "help",
    "facts": "来人反映离婚后对方半年没有给抚养费。",
    "request": "希望妇联协调。",
    "caller": {"name": "王小芳", "phone": "13854312345"},
}
CALLED_BACK = {"outcome": "reached", "way": "phone", "grade": "satisfied", "opinion": "已经按月支付。"}
CALLER = {"name": "王某某", "phone": None, "withheld": True}
_SAID: dict[str, Any] = {
    "anonymous": False,
    "for_other": False,
    "relation": "",
    "language": "mandarin",
    "needs": [],
    "guarded": False,
    "sealed": False,
    "facts": "丈夫半年没有给抚养费，多次催要没有结果。",
    "request": "希望妇联协调。",
    "caller": CALLER,
    "victim": None,
    "reach": None,
    "petition": None,
}
CALL: dict[str, Any] = {
    "id": "7f0c2a94be7d4b0aa1f35f0c86d2e913",
    "ref": "b7a1f0c2-6a94-4be7-8d4b-0aa1f35f0c86",
    "shown": "masked",
    "version": 6,
    "org": "371602000000",
    "line": "0543-12338",
    "phone_id": "1732325400.118",
    "agent": "赵兰",
    "state": "ordered",
    "call_class": "help",
    "received_at": "2026-11-23T01:30:00+00:00",
    "answered_at": "2026-11-23T01:30:09+00:00",
    "ended_at": None,
    "closed_at": None,
    "emergency_at": None,
    "police_at": None,
    "report_for": "",
    "report_triggers": [],
    "reported_at": None,
    "reported_to": [],
    "disposed_at": None,
    "recording_told": True,
    "triage": {"safe": "yes", "children": "no"},
    "answer": "",
    "whereabouts": None,
    "police_note": "",
    "attempts": [],
    **_SAID,
    "deadlines": [],
    "timeline": [
        {
            "at": "2026-11-23T01:30:09+00:00",
            "verb": "call.answer",
            "title": "接听",
            "org": "371602000000",
            "actor": "赵兰",
            "note": "",
        }
    ],
}
TICKET: dict[str, Any] = {
    "id": "0d9e3c17a55b4f6d8e2b41c7f09a6d38",
    "ref": "3c17a55b-4f6d-4e2b-81c7-f09a6d380d9e",
    "number": "RX20261123000012",
    "shown": "masked",
    "version": 2,
    "org": "371602000000",
    "holder": "371602003000",
    "asked": None,
    "place": "371602003000",
    "call": CALL["ref"],
    "agent": "赵兰",
    "state": "dispatched",
    "call_class": "help",
    "told": "",
    "received_at": "2026-11-23T01:41:00+00:00",
    "dispatched_at": "2026-11-23T01:43:00+00:00",
    "return_until": "2026-11-25T15:59:59+00:00",
    "accepted_at": None,
    "due_at": "2026-11-30T15:59:59+00:00",
    "extended_days": 0,
    "extension_reason": "",
    "return_count": 0,
    "rework_count": 0,
    "feedback": "",
    "fed_back_at": None,
    "station": None,
    "station_outcome": "",
    "station_words": "",
    "station_done_at": None,
    "called_back_at": None,
    "back_outcome": "",
    "back_way": "",
    "grade": "",
    "opinion": "",
    "closed_at": None,
    "disposed_at": None,
    **_SAID,
    "referrals": [],
    "deadlines": [
        {
            "kind": "call_ticket_answer",
            "label": "办理工单并反馈",
            "article": "12338 热线工单办理（地方做法）",
            "opened_at": "2026-11-23T01:43:00+00:00",
            "due_at": "2026-11-30T15:59:59+00:00",
            "closed_at": None,
            "outcome": "",
        }
    ],
    "timeline": [
        {
            "at": "2026-11-23T01:43:00+00:00",
            "verb": "call_ticket.dispatch",
            "title": "派单转办",
            "org": "371602000000",
            "actor": "赵兰",
            "note": "",
            "data": {"unit": "滨州市滨城区市中街道妇联"},
        }
    ],
}
