"""The documents of what stands behind the telephone, as another system of the unit holds it: when missed calls are to
be called back, and how calls were judged."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from fedportal.accounts.models import User
from fedportal.lib.json_texts import dumped
from fedportal.lib.masking import mask_name
from hotline.api.document_parts import id_for, moment
from hotline.models import Call, CallBackBooking, QualityReview
from hotline.models.call_back_slot import KIND as BOOKING
from hotline.models.quality import KIND as REVIEW

# What of others stands in it; of what the reader is not to know the database joins nothing.
_OF_BOOKING = {
    "call_ref": F("call__ref"),
    "line_number": F("slot__shift__line__number"),
    "agent_name": F("slot__shift__agent__name"),
    "begins_at": F("slot__begins_at"),
    "ends_at": F("slot__ends_at"),
    "by_name": F("by__name"),
    "former": F("instead_of__ref"),
}
_OF_REVIEW = {"agent_name": F("agent__name"), "by_name": F("by__name"), "criteria": F("form__criteria")}


def booking_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the bookings that this reader sees now. Of the caller nothing
    stands there: her call says it, as far as its reader may know. One question, however many they are."""
    rows = CallBackBooking.objects.visible_to(reader).filter(pk__in=pks).annotate(**_OF_BOOKING).in_bulk()
    return {pk: _booking(rows[pk], reader) for pk in pks if pk in rows}


def _booking(row: Any, reader: User) -> str:
    return dumped(
        {
            "id": id_for(BOOKING, row.pk, reader),
            "ref": str(row.ref),
            "version": row.version,
            "org": f"{row.org_code:012d}",
            "call": str(row.call_ref),
            "line": row.line_number,
            "agent": row.agent_name,
            **{name: moment(getattr(row, name)) for name in ("begins_at", "ends_at")},
            "received_at": moment(row.at),
            "by": row.by_name,
            **{name: moment(getattr(row, name)) for name in ("released_at", "passed_at")},
            "instead_of": str(row.former) if row.former else None,
        }
    )


def review_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The same of reviews. Her name is told whole with `personal` alone; in which call it was, and what was said of
    it, where the reader may know of that call too. Two questions, however many they are."""
    rows = QualityReview.objects.visible_to(reader).filter(pk__in=pks).annotate(**_OF_REVIEW).in_bulk()
    calls = _calls(rows, reader) if personal else {}
    return {pk: _review(rows[pk], reader, personal, calls) for pk in pks if pk in rows}


def _calls(rows: dict[int, Any], reader: User) -> dict[int, str]:
    """Their calls by which names, as far as the reader may know of them."""
    visible = Call.objects.visible_to(reader).filter(pk__in=[row.call_id for row in rows.values()])
    return {pk: str(ref) for pk, ref in visible.values_list("pk", "ref")}


def _review(row: Any, reader: User, whole: bool, calls: dict[int, str]) -> str:
    call = calls.get(row.call_id)
    return dumped(
        {
            "id": id_for(REVIEW, row.pk, reader),
            "ref": str(row.ref),
            "shown": "whole" if whole else "masked",
            "version": row.version,
            "org": f"{row.org_code:012d}",
            "call": call,
            "agent": row.agent_name if whole else mask_name(row.agent_name),
            "week": row.week.isoformat(),
            "received_at": moment(row.drawn_at),
            "reviewed_at": moment(row.at),
            "reviewed_by": row.by_name if whole else None,
            "total": row.total,
            "announced": row.announced,
            "points": [
                {"label": each["label"], "whole": each["points"], "points": given}
                for each, given in zip(row.criteria or [], row.points, strict=True)
            ],
            "remarks": row.remarks if call else None,  # they say what the call was about
        }
    )
