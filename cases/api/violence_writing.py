"""Courses of violence written on by the system of the unit that holds them: each act once, on the version that was
read, by the verbs of the pages."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema

from cases.actions.handling_steps import locked
from cases.api import violence_schema
from cases.api.asked import check_given
from cases.api.violence_reading import COURSES, CourseReading
from cases.api.violence_sent import COURSE_STEPS, SentCourseMoveShape
from cases.api.writing_refusals import told
from cases.models import ViolenceCase
from fedportal.api.idempotency import once, subject
from fedportal.api.preconditions import needed_version
from fedportal.api.problems import precondition_failed
from fedportal.api.sent_fields import read
from fedportal.api.views import ClientRequest
from fedportal.privacy.models import PETITION


class ViolenceCourses(CourseReading):
    """What police and courts decided, and how visits went, as their systems tell it."""

    @extend_schema(**violence_schema.COURSE_MOVE)
    @once
    def move(self, request: ClientRequest, ref: UUID, move: str) -> HttpResponse:
        """Write down one act."""
        if move not in COURSE_STEPS:
            raise Http404
        row, version, step = COURSES.visible(request, ref), needed_version(request), COURSE_STEPS[move]
        self.about.append(subject(PETITION, row.petition_id))  # with which the course is erased
        given = read(SentCourseMoveShape, request.data)
        check_given(given, {*step.inputs, *step.names}, step.names)
        with told():
            petition = locked(row.petition)
            stands = ViolenceCase.objects.select_for_update(of=("self",)).get(pk=row.pk).version
            if stands != version:
                raise precondition_failed(stands)
            step.take(petition, given, by=request.user, at=timezone.now())
        return COURSES.answer(row, request)
