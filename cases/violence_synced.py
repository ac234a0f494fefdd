"""What other systems hold a copy of beside petitions: the course of a case of violence at home.

It is before a client exactly as its petition is, and goes out of sight with it.
"""

from cases.api.violence_document import course_documents
from cases.models import ViolenceCase
from cases.models.violence.course import KIND
from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import keys_above, placed

_OF_MATTER = "SELECT id FROM cases_violencecase WHERE petition_id IN (SELECT petition_id FROM {rows})"
_OF_PETITION = "SELECT id FROM cases_violencecase WHERE petition_id IN (SELECT id FROM {rows})"
# Visits have their clocks before there is a course: of those of the petition all are told.
_DUTIES = """
    SELECT v.id FROM {rows} r JOIN django_content_type t ON t.id = r.content_type_id
    JOIN cases_violencecase v ON v.petition_id = r.object_id
    WHERE t.app_label = 'cases' AND t.model = 'petition'
"""
# Who may know of the matter: as of petitions, and what lets a province know of it.
_SIGHT = (
    *("matter_class", "guarded", "handler_id", "registered_by_id", "danger"),
    *("head_count", "repeat_count", "same_as_id"),
)

COURSE = Kind(
    KIND,
    "cases_violencecase",
    course_documents,
    all_keys=keys_above(ViolenceCase),
    placed=placed(ViolenceCase, "opened_at"),
    code="org_code",
    parts=(
        Part("cases_dangerassessment", _OF_MATTER),
        Part("cases_followup", _OF_MATTER),
        Part("cases_mandatoryreport", _OF_MATTER),
        Part("cases_orderbreach", _OF_MATTER),
        Part("cases_orderextension", _OF_MATTER),
        Part("cases_policereport", _OF_MATTER),
        Part("cases_protectionorder", _OF_MATTER),
        Part("cases_warningletter", _OF_MATTER),
        Part("cases_warningvisit", _OF_MATTER),
        Part("deadlines_deadline", _DUTIES),
        Part("cases_petition", _OF_PETITION, hides=True, told=_SIGHT),
        Part("cases_concern", _OF_MATTER, shows=True),
        Part("cases_namedreader", _OF_MATTER, hides=True),
        Part("cases_relationwall", _OF_MATTER, bars=True),
    ),
    scope=Scope.VIOLENCE,
)
