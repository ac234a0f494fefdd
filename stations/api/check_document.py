"""The documents of checks and of demonstration names, as another system holds them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from fedportal.accounts.models import User
from fedportal.lib.json_texts import dumped
from fedportal.orgs.models import Organization
from stations.accreditation_workflow import AccreditationKind
from stations.api.parts import CLOCKS, by_key, said, told, told_clock, told_id
from stations.models import Accreditation, AccreditationStep, CheckAnswer, StationCheck
from stations.models.accreditation import KIND as NAME
from stations.models.station_check import KIND as CHECK

_OF_CHECK = (
    *("version", "kind", "joint", "checked_on", "points", "whole", "four_haves", "five_ones", "systems", "missing"),
    *("rectified_at", "settled_at"),
)
_OF_NAME = ("version", "kind", "level", "state", "moved_at", "named_at", "ended_at", "ground")
_STEPS = Prefetch("steps", AccreditationStep.objects.select_related("org"))
_ANSWERS = Prefetch("answers", CheckAnswer.objects.select_related("item"))


def check_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the checks that this reader sees now. What somebody wrote in
    words of her own may name a person: it stands in it with `personal` alone. Three questions, however many."""
    rows: Any = StationCheck.objects.visible_to(reader).filter(pk__in=pks)
    rows = rows.select_related("station", "org", "follows").prefetch_related(_ANSWERS, CLOCKS)
    found = {row.pk: row for row in rows}
    return {pk: _check(found[pk], reader, personal) for pk in pks if pk in found}


def _check(row: Any, reader: User, whole: bool) -> str:
    found = {
        "id": told_id(CHECK, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **told(row, _OF_CHECK),
        "station": str(row.station.ref),
        "org": f"{row.org_code:012d}",
        "checked_by": _code(row.org),
        "follows": str(row.follows.ref) if row.follows else None,
        "received_at": said(row.done_at),
        "note": row.note if whole else None,
        "rectification": row.rectification if whole else None,
        "answers": [_answer(answer, whole) for answer in by_key(row.answers.all())],
        "deadlines": [told_clock(clock) for clock in row.clocks],
    }
    return dumped(found)


def _answer(row: Any, whole: bool) -> dict[str, Any]:
    item = {"code": row.item.code, "section": row.item.section, "label": row.item.label, "whole": row.item.points}
    return item | {"points": row.points, "met": row.met, "remark": row.remark if whole else None}


def accreditation_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The same of applications and names: opinions in none, the report on oneself with `personal` alone. Of a village
    without violence it is told that it is named, and nothing of how that came to be."""
    rows: Any = Accreditation.objects.visible_to(reader).filter(pk__in=pks)
    rows = rows.select_related("station", "applicant", "namer", "gate_check").prefetch_related(_STEPS, CLOCKS)
    found = {row.pk: row for row in rows}
    return {pk: _name(found[pk], reader, personal) for pk in pks if pk in found}


def _name(row: Any, reader: User, whole: bool) -> str:
    village = row.kind == AccreditationKind.NO_VIOLENCE
    found = {
        "id": told_id(NAME, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **told(row, _OF_NAME),
        "station": str(row.station.ref) if row.station else None,
        "org": f"{row.org_code:012d}",
        "applicant": _code(row.applicant),
        "named_by": _code(row.namer) if row.namer else None,
        # a village's is looked at each quarter
        "valid_until": None if village else said(row.valid_until),
        "gate_check": str(row.gate_check.ref) if row.gate_check else None,
        "received_at": said(row.at),
        "statement": row.statement if whole and not village else None,
        "steps": [] if village else [_step(step) for step in by_key(row.steps.all())],
        "deadlines": [] if village else [told_clock(clock) for clock in row.clocks],
    }
    return dumped(found)


def _step(row: AccreditationStep) -> dict[str, Any]:
    return told(row, ("verb", "source", "target", "at")) | {"org": _code(row.org)}


def _code(org: Organization) -> str:
    return f"{org.code:012d}"
