"""What of the desk behind the telephone other systems hold a copy of: when missed calls are to be called back, and how
calls were judged."""

from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import keys_above, placed
from hotline.api.desk_document import booking_documents, review_documents
from hotline.models import CallBackBooking, QualityReview
from hotline.models.call_back_slot import KIND as BOOKING
from hotline.models.quality import KIND as REVIEW

_OF_CALL = "SELECT id FROM hotline_callbackbooking WHERE call_id IN (SELECT id FROM {rows})"
_OF_MATTER = """
    SELECT b.id FROM hotline_callbackbooking b JOIN hotline_call c ON c.id = b.call_id
    WHERE c.petition_id IN (SELECT petition_id FROM {rows})
"""
_OF_SHIFT = """
    SELECT b.id FROM hotline_callbackbooking b JOIN hotline_callbackslot s ON s.id = b.slot_id
    WHERE s.shift_id IN (SELECT id FROM {rows})
"""
_OF_LINE = """
    SELECT b.id FROM hotline_callbackbooking b JOIN hotline_callbackslot s ON s.id = b.slot_id
    JOIN hotline_shift f ON f.id = s.shift_id WHERE f.line_id IN (SELECT id FROM {rows})
"""
_NAMES = """
    SELECT id FROM hotline_callbackbooking WHERE by_id IN (SELECT id FROM {rows}) UNION
    SELECT b.id FROM hotline_callbackbooking b JOIN hotline_callbackslot s ON s.id = b.slot_id
    JOIN hotline_shift f ON f.id = s.shift_id WHERE f.agent_id IN (SELECT id FROM {rows})
"""

OF_THE_DESK = (
    Kind(
        BOOKING,
        "hotline_callbackbooking",
        booking_documents,
        all_keys=keys_above(CallBackBooking),
        placed=placed(CallBackBooking, "at"),
        code="org_code",
        parts=(
            # whoever may know of the call may know when she is called back, and nobody else
            Part("hotline_call", _OF_CALL, hides=True),
            Part("cases_relationwall", _OF_MATTER, bars=True),
            Part("hotline_shift", _OF_SHIFT, told=("agent_id",)),
            Part("hotline_hotlineline", _OF_LINE, told=("number",)),
            Part("accounts_user", _NAMES, told=("name",)),
        ),
        scope=Scope.CALLS,
    ),
    Kind(
        REVIEW,
        "hotline_qualityreview",
        review_documents,
        all_keys=keys_above(QualityReview),
        placed=placed(QualityReview, "drawn_at"),
        code="org_code",
        sight=("at", "agent_id"),
        parts=(
            # whether its call is before its reader
            Part(
                "hotline_call",
                "SELECT id FROM hotline_qualityreview WHERE call_id IN (SELECT id FROM {rows})",
                told=("org_code", "guarded", "agent_id", "petition_id"),
            ),
            Part(
                "cases_relationwall",
                "SELECT q.id FROM hotline_qualityreview q JOIN hotline_call c ON c.id = q.call_id "
                "WHERE c.petition_id IN (SELECT petition_id FROM {rows})",
            ),
            Part(
                "accounts_user",
                "SELECT id FROM hotline_qualityreview WHERE agent_id IN (SELECT id FROM {rows}) "
                "UNION SELECT id FROM hotline_qualityreview WHERE by_id IN (SELECT id FROM {rows})",
                told=("name",),
            ),
        ),
        scope=Scope.QUALITY,
    ),
)
