"""Courses of violence at home as other systems read them: a list, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from cases.api import violence_schema
from cases.api.violence_document import course_documents
from cases.api.violence_filter import CourseQuery
from cases.models import ViolenceCase
from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order

COURSES = Rows(
    ViolenceCase,
    course_documents,
    CourseQuery,
    Order("opened_at", lambda row: row.opened_at),
    "violence.read",
    "cases_api:violence_course",
)


class CourseReading(ClientViewSet):
    """What a client is shown: the courses of those petitions that it may know of."""

    scope, write_scope = Scope.VIOLENCE, Scope.VIOLENCE_WRITE

    @extend_schema(**violence_schema.COURSES)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last begun first."""
        return COURSES.list(request)

    @extend_schema(**violence_schema.ONE_COURSE)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return COURSES.retrieve(request, ref)
