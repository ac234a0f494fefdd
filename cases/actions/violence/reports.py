"""What is brought before the police about her: reports with their results, and the reports that the law commands."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cases.actions.violence.clocks import await_decision, await_feedback, owe_reports
from cases.actions.violence.course import leave_intake
from cases.actions.violence.story import course_of, held, not_later, tell_story
from cases.models import MandatoryReport, Petition, PoliceReport, ViolenceCase
from cases.violence_law import MINOR_FEEDBACK, POLICE_DECISION
from cases.workflow.violence import VictimGroup
from cases.workflow.violence_reports import PoliceResult, Reporter, ReportTo
from fedportal.accounts.models import User
from fedportal.deadlines.actions import meet_deadlines
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import moment


@dataclass(frozen=True)
class Alarm:
    """One report to the police."""

    reporter: str
    reported_at: dt.datetime
    station: str
    accepted_at: dt.datetime | None = None
    number: str = ""
    note: str = ""


@transaction.atomic
def report_to_police(petition: Petition, alarm: Alarm, *, by: User, at: dt.datetime) -> PoliceReport:
    """Write down that the police were called. Raises NotAllowed."""
    course = course_of(petition, by=by, act="登记报警")
    _check_moments(alarm.reported_at, alarm.accepted_at, at)
    if alarm.reporter not in Reporter.values or not alarm.station.strip():
        raise NotAllowed("请填写报警人和公安机关。")
    made = PoliceReport.objects.create(
        petition=course.petition,
        reporter=alarm.reporter,
        reported_at=alarm.reported_at,
        station=alarm.station.strip(),
        accepted_at=alarm.accepted_at,
        number=alarm.number.strip(),
        note=alarm.note.strip(),
        recorded_at=at,
        by=by,
    )
    data = {
        "reported_at": moment(made.reported_at),
        "police": made.station,
        "reported_by": made.get_reporter_display(),
    }
    tell_story("violence.police", made, course.petition, data | {"police_number": made.number}, by=by, at=at)
    await_decision(made, at=at)
    owe_reports(course, at=at)
    return made


@transaction.atomic
def record_result(
    report: PoliceReport, *, result: str, result_at: dt.datetime, appraised: bool, by: User, at: dt.datetime
) -> PoliceReport:
    """What the police decided. Raises NotAllowed."""
    course = course_of(report.petition, by=by, act="登记处理结果")
    made = PoliceReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    not_later(result_at, at, "作出时间")
    if made.result:
        raise NotAllowed("已经登记处理结果。", code="condition")
    if result not in PoliceResult.values:
        raise NotAllowed("请选择处理结果。")
    if result_at < made.reported_at:
        raise NotAllowed("作出时间应当在报警之后。")
    made.result, made.result_at, made.result_by, made.appraised = result, result_at, by, appraised
    made.save(update_fields=["result", "result_at", "result_by", "appraised"])
    meet_deadlines(course.petition, kinds=[POLICE_DECISION.kind], item=made.item, at=result_at)
    data = {"police_result": made.get_result_display(), "police": made.station, "result_at": moment(result_at)}
    tell_story("violence.police_result", made, course.petition, data, by=by, at=at)
    return made


@dataclass(frozen=True)
class Telling:
    """One report that the law commands. `triggers` are numbers of 高检发〔2020〕9号 art. 4; `reporter` is who made it,
    where another writes it down."""

    known_at: dt.datetime
    reported_at: dt.datetime
    to: list[str]
    station: str
    person: str
    triggers: tuple[int, ...] = ()
    accepted_at: dt.datetime | None = None
    reporter: User | None = None


@transaction.atomic
def report_mandatorily(petition: Petition, telling: Telling, *, by: User, at: dt.datetime) -> MandatoryReport:
    """The police were told of a minor, or of who lacks capacity; the course may leave intake. Raises NotAllowed."""
    course = course_of(petition, by=by, act="登记强制报告")
    if not course.must_be_reported:
        raise NotAllowed("受害人不是未成年人，也不是无、限制民事行为能力人，登记报警即可。", code="condition")
    check_telling(telling, of_minor=VictimGroup.MINOR in course.groups, at=at)
    made = _told(course.petition, telling, by=by, at=at)
    owe_reports(course, at=at)
    leave_intake(course, by=by, at=at)
    return made


def check_telling(telling: Telling, *, of_minor: bool, at: dt.datetime) -> None:
    """Raises NotAllowed where it is no report as the law commands it."""
    _check_moments(telling.reported_at, telling.accepted_at, at)
    if telling.known_at > telling.reported_at:
        raise NotAllowed("报告时间应当在知悉之后。")
    if ReportTo.POLICE not in telling.to or not telling.station.strip() or not telling.person.strip():
        raise NotAllowed("应当向公安机关报告，请填写公安机关和接报人。")
    if of_minor and not telling.triggers:
        raise NotAllowed("请选择强制报告的情形（高检发〔2020〕9号第四条）。")


def report_brought(petition: Petition, telling: Telling, *, by: User, at: dt.datetime) -> MandatoryReport:
    """One that was made before, as on the call that the petition came of: it counts here, whether there is a course
    yet or none."""
    made = _told(petition, telling, by=by, at=at)
    course = ViolenceCase.objects.select_for_update(of=("self",)).filter(petition=petition).first()
    if course is not None:
        course.petition = petition
        owe_reports(course, at=at)
        leave_intake(course, by=by, at=at)
    return made


def _told(petition: Petition, telling: Telling, *, by: User, at: dt.datetime) -> MandatoryReport:
    made = MandatoryReport.objects.create(
        petition=petition,
        triggers=sorted(set(telling.triggers)),
        known_at=telling.known_at,
        reported_at=telling.reported_at,
        to=list(telling.to),
        station=telling.station.strip(),
        person=telling.person.strip(),
        accepted_at=telling.accepted_at,
        recorded_at=at,
        by=telling.reporter or by,
    )
    data = {"reported_at": moment(made.reported_at), "reported_to": made.to_words, "police": made.station}
    tell_story("violence.mandatory", made, petition, data | {"triggers": made.triggers_words}, by=by, at=at)
    await_feedback(made, at=at)
    return made


@transaction.atomic
def record_feedback(
    report: MandatoryReport, *, feedback: str, feedback_at: dt.datetime, by: User, at: dt.datetime
) -> MandatoryReport:
    """What the police told of it; the clock stops. A matter that has no course may have been reported, too. Raises
    NotAllowed."""
    row = held(report.petition, by=by, act="登记强制报告反馈")
    made = MandatoryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    not_later(feedback_at, at, "反馈时间")
    if made.feedback_at is not None:
        raise NotAllowed("已经登记反馈。", code="condition")
    if not feedback.strip():
        raise NotAllowed("请填写反馈内容。")
    if feedback_at < made.reported_at:
        raise NotAllowed("反馈时间应当在报告之后。")
    made.feedback, made.feedback_at, made.feedback_by = feedback.strip(), feedback_at, by
    made.save(update_fields=["feedback", "feedback_at", "feedback_by"])
    meet_deadlines(row, kinds=[MINOR_FEEDBACK.kind], item=made.item, at=feedback_at)
    data = {"police": made.station, "feedback_at": moment(feedback_at)}
    tell_story("violence.mandatory_feedback", made, row, data, by=by, at=at)
    return made


def _check_moments(reported_at: dt.datetime, accepted_at: dt.datetime | None, at: dt.datetime) -> None:
    not_later(reported_at, at, "报告时间")
    not_later(accepted_at, at, "受理时间")
    if accepted_at is not None and accepted_at < reported_at:
        raise NotAllowed("受理时间应当在报告之后。")
