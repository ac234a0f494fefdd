"""The document of a course of violence at home, as another system of the federations holds it.

Codes, numbers, days and moments alone: nothing that anybody wrote in words of her own, nobody's name, and no place by
which she could be found. The committee that visits and the police station say in which village she lives, and stand in
it for nobody. Which court and under which numbers leads to her elsewhere: that is told with `personal` alone, of
matters that the reader sees whole.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from cases.api.document_sight import seen_by
from cases.models import (
    DangerAssessment,
    FollowUp,
    MandatoryReport,
    OrderBreach,
    OrderExtension,
    Petition,
    PoliceReport,
    ProtectionOrder,
    ViolenceCase,
    WarningLetter,
    WarningVisit,
)
from cases.models.violence.course import KIND
from cases.violence_law import VIOLENCE_LIMITS
from cases.workflow.aftercare import VisitOutcome
from cases.workflow.violence_orders import OrderResult
from fedportal.accounts.models import User
from fedportal.api.ids import id_for
from fedportal.deadlines.models import Deadline
from fedportal.lib.json_texts import dumped

Rows = dict[int, list[dict[str, Any]]]

CLOCKS = sorted({limit.kind for limit in VIOLENCE_LIMITS})  # visits' among them
APPLIED, IN_FORCE, ENDED = "applied", "in_force", "ended"
# What is read of each table, and told under the same name.
_COURSE = ("state", "forms", "relation", "repeated", "injured", "relapses", "told_at", "planned_at", "round_at")
_ASSESSMENT = ("version", "score", "level", "unable", "at")
_MANDATORY = ("triggers", "known_at", "reported_at", "to", "accepted_at", "feedback_at")
_POLICE = ("reporter", "reported_at", "accepted_at", "result", "result_at", "appraised")
_WARNING = ("issued_on", "delivered_on", "ended_at", "ended")
_WARNING_VISIT = ("visited_at", "first", "finding", "channel", "safe_to_talk", "educated")
_ORDER = (
    *("applicant", "wished", "measures", "oral", "urgent", "accepted_at", "result", "decided_at", "valid_until"),
    *("served_at", "reconsidered_on", "ended_at", "ended", "fed_back_on"),
)
_EXTENSION, _BREACH = ("before", "until", "at"), ("happened_at", "told", "at")
_VISIT = ("planned_on", "planned_at", "done_at", "cancelled_at", "channel", "outcome", "safe_to_talk")
_LEADING = ("court", "number")  # to her, elsewhere


def course_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the courses that this reader sees now. A constant number of
    questions, however many they are."""
    rows = ViolenceCase.objects.visible_to(reader).filter(pk__in=pks).annotate(number=F("petition__number"))
    names = ("pk", "ref", "version", "org_code", "petition_id", "number", "opened_at", "closed_at", *_COURSE)
    found = {row["pk"]: row for row in rows.values(*names)}
    matters = [row["petition_id"] for row in found.values()]
    known = set(seen_by(reader, matters).known()) if personal else set()
    parts = _Parts.of(matters)
    return {pk: _document(found[pk], parts, reader, found[pk]["petition_id"] in known) for pk in pks if pk in found}


def _document(row: dict[str, Any], parts: "_Parts", reader: User, whole: bool) -> str:
    matter = row["petition_id"]
    return dumped(
        {
            "id": id_for(reader, KIND, row["pk"]),
            "ref": str(row["ref"]),
            "shown": "whole" if whole else "masked",
            "version": row["version"],
            "org": f"{row['org_code']:012d}",
            "petition": row["number"],
            "received_at": _said(row["opened_at"]),
            **_told(row, (*_COURSE, "closed_at")),
            "assessments": [_assessment(each) for each in parts.assessments[matter]],
            "mandatory_reports": [_told(each, _MANDATORY) for each in parts.mandatory[matter]],
            "police_reports": [_told(each, _POLICE) for each in parts.police[matter]],
            "warnings": [_warning(each, parts, whole) for each in parts.warnings[matter]],
            "orders": [_order(each, parts, whole) for each in parts.orders[matter]],
            "visits": [_visit(each, parts.assessments[matter]) for each in parts.visits[matter]],
            "deadlines": [_clock(clock) for clock in parts.clocks[matter]],
        }
    )


@dataclass(frozen=True)
class _Parts:
    """What belongs to some petitions, by their keys, or to a paper of theirs by its key."""

    assessments: Rows
    mandatory: Rows
    police: Rows
    warnings: Rows
    warning_visits: Rows
    orders: Rows
    extensions: Rows
    breaches: Rows
    visits: Rows
    clocks: dict[int, list[Deadline]]

    @classmethod
    def of(cls, matters: Collection[int]) -> "_Parts":
        def read(model: Any, names: Sequence[str], by: str = "petition_id") -> Rows:
            rows = model.objects.filter(petition__in=matters).order_by("pk").values(*{"pk", by, *names})
            return _by(rows, by)

        clocks: dict[int, list[Deadline]] = defaultdict(list)
        owed = Deadline.objects.for_model(Petition).filter(object_id__in=matters, kind__in=CLOCKS)
        for clock in owed.order_by("pk"):
            clocks[clock.object_id].append(clock)
        return cls(
            assessments=read(DangerAssessment, _ASSESSMENT),
            mandatory=read(MandatoryReport, _MANDATORY),
            police=read(PoliceReport, _POLICE),
            warnings=read(WarningLetter, (*_WARNING, "number")),
            warning_visits=read(WarningVisit, _WARNING_VISIT, "letter_id"),
            orders=read(ProtectionOrder, (*_ORDER, *_LEADING)),
            extensions=read(OrderExtension, _EXTENSION, "order_id"),
            breaches=read(OrderBreach, _BREACH, "order_id"),
            visits=read(FollowUp, _VISIT),
            clocks=clocks,
        )


def _by(rows: Any, key: str) -> Rows:
    found: Rows = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _assessment(row: dict[str, Any]) -> dict[str, Any]:
    """Of one that could not be asked nothing was scored."""
    unscored = {"score": None} if row["unable"] else {}
    return _told(row, _ASSESSMENT) | unscored


def _warning(row: dict[str, Any], parts: _Parts, whole: bool) -> dict[str, Any]:
    visits = [_told(each, _WARNING_VISIT) for each in parts.warning_visits[row["pk"]]]
    return _told(row, _WARNING) | {"number": row["number"] if whole else None, "visits": visits}


def _order(row: dict[str, Any], parts: _Parts, whole: bool) -> dict[str, Any]:
    return {
        "state": _state(row),
        **_told(row, _ORDER),
        **{name: row[name] if whole else None for name in _LEADING},
        "extensions": [_told(each, _EXTENSION) for each in parts.extensions[row["pk"]]],
        "breaches": [_told(each, _BREACH) for each in parts.breaches[row["pk"]]],
    }


def _state(order: dict[str, Any]) -> str:
    if order["result"] == OrderResult.GRANTED:
        return ENDED if order["ended_at"] else IN_FORCE
    return order["result"] or APPLIED


def _visit(row: dict[str, Any], assessments: list[dict[str, Any]]) -> dict[str, Any]:
    """With the level of danger by which it was planned, and whether it found her safe."""
    levels = [each["level"] for each in assessments if each["level"] and each["at"] <= row["planned_at"]]
    safe = row["outcome"] == VisitOutcome.SAFE if row["done_at"] else None
    return _told(row, _VISIT) | {"level": levels[-1] if levels else "", "safe": safe}


def _clock(clock: Deadline) -> dict[str, Any]:
    told = {name: clock.derivation[name] for name in ("label", "article")}
    return told | {
        name: _said(getattr(clock, name)) for name in ("kind", "opened_at", "due_at", "closed_at", "outcome")
    }


def _told(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: _said(row[name]) for name in names}


def _said(value: Any) -> Any:
    """Days and moments as ISO 8601 says them."""
    return value.isoformat() if isinstance(value, dt.date) else value
