"""Courses of violence for tests, brought along by the real verbs."""

import datetime as dt

from cases.actions.follow_up import Visit, record_visit
from cases.actions.violence.course import Violence, advance_course, record_violence, tell_superior
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.reports import Alarm, report_to_police
from cases.models import Petition, PoliceReport, ViolenceCase
from cases.workflow.violence import COURSE_MOVES
from fedportal.accounts.models import User
from tests.cases.lives import Office, handled
from tests.cases.samples import NOW

HIGH, MEDIUM, LOW = (1, 2, 3, 4, 5, 6), (1, 2, 3, 4), (1,)


def violence(**fields: object) -> Violence:
    """A husband who beats her; everything may be named."""
    given = {
        "forms": ["physical"],
        "relation": "spouse",
        "wishes": ["stop"],
        "repeated": True,
        "injured": False,
        "told": True,
    }
    return Violence(**given | fields)  # type: ignore[arg-type]


def course(
    office: Office, *, at: dt.datetime = NOW, fields: dict[str, object] | None = None, **what: object
) -> ViolenceCase:
    """Begun by the handler of a petition about violence at home."""
    row = handled(office, at=at, **{"category": "family.dv"} | (fields or {}))
    return record_violence(row, violence(**what), by=office.handler, at=at)


def assessed(office: Office, marked: tuple[int, ...] = LOW, *, at: dt.datetime = NOW, **what: object) -> ViolenceCase:
    made = course(office, at=at, **what)
    assess_danger(made.petition, marked=marked, by=office.handler, at=at)
    return again(made)


def again(row: ViolenceCase) -> ViolenceCase:
    """As it stands in the database now."""
    return ViolenceCase.objects.select_related("petition__org__parent").get(pk=row.pk)


def pressed(row: ViolenceCase, name: str, office: Office, *, at: dt.datetime = NOW, **said: object) -> ViolenceCase:
    given = {"plan": "每周联系，固定证据。", "plan_handler": office.handler} if name == "plan" else {}
    note = {"note": "情况属实。"}
    advance_course(row.petition, COURSE_MOVES[name], by=office.handler, at=at, **note | given | said)  # type: ignore[arg-type]
    return again(row)


def called(row: Petition, office: Office, *, at: dt.datetime = NOW, **fields: object) -> PoliceReport:
    given = {"reporter": "herself", "reported_at": at, "station": "市中派出所"} | fields
    return report_to_police(row, Alarm(**given), by=office.handler, at=at)  # type: ignore[arg-type]


def alarmed(row: ViolenceCase, office: Office, *, at: dt.datetime = NOW) -> ViolenceCase:
    """Police and superior know of it."""
    called(row.petition, office, at=at)
    tell_superior(row.petition, told_at=at, how="电话报滨州市妇联权益部", by=office.handler, at=at)
    return again(row)


def found_safe(row: Petition, office: Office, *, at: dt.datetime, outcome: str = "safe") -> None:
    visit = Visit(done_at=at, channel="phone", outcome=outcome, safe_to_talk=True)
    record_visit(row, visit, by=office.handler, at=at)


def gone_through(row: Petition, by: User, *, at: dt.datetime) -> None:
    """The course of a petition, from its beginning to an end after a visit that found her safe."""
    record_violence(row, violence(), by=by, at=at)
    assess_danger(row, marked=LOW, by=by, at=at)
    given = {"note": "情况属实。"}
    advance_course(row, COURSE_MOVES["plan"], by=by, at=at, plan="每周联系。", plan_handler=by, **given)
    advance_course(row, COURSE_MOVES["monitor"], by=by, at=at, **given)
    record_visit(row, Visit(done_at=at, channel="phone", outcome="safe", safe_to_talk=True), by=by, at=at)
    advance_course(row, COURSE_MOVES["close"], by=by, at=at, **given)
