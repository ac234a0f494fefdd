"""A petition from a call, or from a work order of one, by another system: it is its first contact, as on pages."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import status

from cases.api.writing_refusals import told
from cases.api.writing_typed import PATHS, Given, complaints, refused_field, typed_value
from cases.forms.contact_form import ContactForm
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.api.authentication import carries
from fedportal.api.problems import Problem
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest
from hotline.actions.call_moves import why_not_move
from hotline.actions.call_registering import REGISTER as CALL
from hotline.actions.call_registering import join_call, register_call
from hotline.actions.call_ticket_moves import why_not
from hotline.actions.call_ticket_registering import REGISTER as ORDER
from hotline.actions.call_ticket_registering import join_call_ticket, register_call_ticket
from hotline.api.registering import below, registration
from hotline.call_carrying import carried_from_order, carried_over
from hotline.models import Call, CallTicket
from hotline.safe_hours import STRETCHES

ASKED = {"registration", "petition", "contact"}
NO_SUCH = "没有这个编号的信访事项，或者不由本单位承办、已经办结。"
BESIDE = "记入已有事项的（petition）不填登记内容（registration），请只选其一。"
NO_SCOPE = "登记信访还要有 write 权限范围。"
NO_CONTACT = "登记新事项的，首次接触写在 registration.contact 里。"


@dataclass(frozen=True)
class _Verbs:
    """What is done with a call, and with its work order, each by its own."""

    why_not: Callable[..., str]
    carried: Callable[[Any], dict[str, Any]]
    register: Callable[..., Petition]
    join: Callable[..., None]


_VERBS: dict[type, _Verbs] = {
    Call: _Verbs(lambda row, by, at: why_not_move(row, CALL, by=by), carried_over, register_call, join_call),
    CallTicket: _Verbs(
        lambda row, by, at: why_not(row, ORDER, by=by, at=at),
        carried_from_order,
        register_call_ticket,
        join_call_ticket,
    ),
}


def check_may_register(request: ClientRequest) -> None:
    """Writing down calls is one thing, registering petitions another. Raises Problem."""
    if not carries(request, Scope.WRITE):
        raise Problem(status.HTTP_403_FORBIDDEN, "insufficient_scope", NO_SCOPE)


def register(row: Call | CallTicket, given: Given, *, by: User, at: dt.datetime) -> None:
    """A new matter, or one contact more of a matter that the unit has in hand. Raises Problem, ValidationError."""
    if reason := _VERBS[type(row)].why_not(row, by, at):  # as the page, before it asks for anything
        raise Problem(status.HTTP_409_CONFLICT, "condition", reason)
    if given.get("petition"):
        _join(row, given, by=by, at=at)
        return
    if given.get("contact"):
        raise refused_field("contact", "not_asked", NO_CONTACT)
    sent = given.get("registration") or {}
    form, earlier = registration(_carried(row, by), sent, by=by, at=at)
    with told():
        _VERBS[type(row)].register(row, form.intake(), by=by, at=at, same_as=earlier, opener=form.opener)


def _join(row: Call | CallTicket, given: Given, *, by: User, at: dt.datetime) -> None:
    if given.get("registration"):
        raise refused_field("registration", "not_asked", BESIDE)
    ours = Petition.objects.in_hand_of(by).select_related("org")
    petition = ours.filter(number=given["petition"]).first()
    if petition is None:
        raise refused_field("petition", "not_found", NO_SUCH)
    contact = _contact(row, given.get("contact") or {}, at)
    with told():
        _VERBS[type(row)].join(row, petition, contact, by=by, at=at)


def _contact(row: Call | CallTicket, sent: Mapping[str, Any], at: dt.datetime) -> dict[str, Any]:
    """When and by which way is the call's; whether it was read back to her its sender says."""
    carried = _VERBS[type(row)].carried(row)
    known = {name: typed_value(carried[name]) for name in ("received_at", "channel")}
    typed = {name: typed_value(value) for name, value in sent.items()}
    form = ContactForm(
        {"head_count": "1", "submission": str(uuid.uuid4())} | typed | known, channel=known["channel"], at=at
    )
    with below("contact"):
        if not form.is_valid():
            raise complaints(form, {})
    names = ("channel", "received_at", "head_count")
    return {"taken": form.taken(), **{name: form.cleaned_data[name] for name in names}}


def _carried(row: Call | CallTicket, by: User) -> dict[str, Any]:
    """What goes over, at its places in what registers; what nobody said is left out, and asked for."""
    known = _VERBS[type(row)].carried(row)
    found: dict[str, Any] = {
        "received_at": known["received_at"].isoformat(),
        **{name: known[name] for name in ("channel", "facts", "request", "matter_class") if known[name]},
        "petitioner": {"name": known["name"], "phone": known["phone"]},
        "flags": {"identity_unclear": True} if known["identity_unclear"] else {},
        "contact": {},
    }
    if isinstance(row, CallTicket) and by.org.covers(row.place.code):
        found["place"] = f"{row.place.code:012d}"
    return found | ({"safe_contact": _terms(known)} if known.get("contact_rule") else {})


def _terms(known: Mapping[str, Any]) -> dict[str, Any]:
    """How she may be reached; half a stretch of hours is none."""
    paths = {name: path.split(".") for name, path in PATHS.items() if name in known}
    found = {path[1]: known[name] for name, path in paths.items() if path[0] == "safe_contact" and len(path) == 2}
    hours = [
        {
            "days": [int(day) for day in known.get(f"days_{n}") or []],
            "begins": known[f"from_{n}"],
            "ends": known[f"until_{n}"],
        }
        for n in STRETCHES
        if known.get(f"from_{n}") and known.get(f"until_{n}")
    ]
    return found | {"windows": hours}
