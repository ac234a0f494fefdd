"""Saving what is typed while a call is heard: in its own row, every few seconds."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cases.indexing import phone_of
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_moves import CallStep, check_version, locked, make, why_not_write
from hotline.actions.call_reporting import owe_report
from hotline.call_workflow import MOVES, TALKING, CallClass, CallState
from hotline.models import Call
from hotline.triage import needs_guarding

TYPED = (
    *("caller_phone", "anonymous", "caller_name", "for_other", "relation", "victim_name", "victim_phone"),
    *("language", "needs", "recording_told", "triage", "facts", "request", "answer", "wish"),
    *("whereabouts", "police_note", "report_for"),
)


@transaction.atomic
def save_call(call: Call, typed: Mapping[str, Any], *, by: User, at: dt.datetime, version: int | None = None) -> Call:
    """Keep what was typed: columns of TYPED, `call_class`, and `police` (whether 110 is on the line).

    What is typed is not written to the story stroke by stroke: the row has one writer at a time, and each move has its
    line. Raises Outdated where another window has written, NotAllowed for another's call and one that is settled.
    """
    row = locked(call)
    if reason := why_not_write(row, by=by):
        raise NotAllowed(reason)
    if row.state not in TALKING:
        raise NotAllowed(f"来电现为“{CallState(row.state).label}”，登记的内容不能再更改。", code="wrong_state")
    check_version(row, version)
    changed = _apply(row, typed, at)
    if row.agent.is_client:
        row.agent = by
        changed.append("agent")
    if changed:
        row.saved_at = at
        row.save(update_fields=[*changed, "saved_at"])
        row.refresh_from_db(fields=["version"])
        owe_report(row, at=at)
    chosen = typed.get("call_class", "")
    if chosen and chosen != row.call_class:
        return make(row, CallStep(MOVES["classify"], by, at, chosen))
    return row


def _apply(row: Call, typed: Mapping[str, Any], at: dt.datetime) -> list[str]:
    """Set what is new; says which columns are."""
    wanted = {name: typed[name] for name in TYPED if name in typed}
    if wanted.get("anonymous", row.anonymous):
        wanted["caller_name"] = ""
    if "caller_phone" in wanted:
        wanted["phone_index"] = phone_of(wanted["caller_phone"], row.org)
    if "police" in typed and row.emergency_at is not None:
        wanted["police_at"] = (row.police_at or at) if typed["police"] else None
    triage = wanted.get("triage", row.triage)
    report = CallClass.REPORT in (row.call_class, typed.get("call_class"))
    if row.reported_at is not None:
        wanted.pop("report_for", None)  # it stands with the report
    hurt = wanted.get("report_for", row.report_for)
    wanted["guarded"] = report or row.emergency_at is not None or needs_guarding(triage) or bool(hurt)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return changed
