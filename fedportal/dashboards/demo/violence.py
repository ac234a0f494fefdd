"""Courses of violence at home in the demo's main counties: one of high danger, one that has calmed down."""

from cases.actions.violence.course import Violence, advance_course, plan_handlers, record_violence, tell_superior
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.reports import Alarm, report_to_police
from cases.models import Petition
from cases.workflow.states import OPEN
from cases.workflow.violence import COURSE_MOVES
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.orgs.models import Organization

HISTORY = "婚后酒后多次动手，最近一个月三次。上次由社区调解，写过保证书。"
PLAN = "一、每三日联系一次，先问是否方便说话。\n二、陪同验伤，固定报警回执、照片。\n三、协助申请人身安全保护令。"


def begin_courses(hands: Hands, county: Organization) -> None:
    """Two matters that nobody has touched for days; fewer where there are fewer."""
    rows = hands.quiet(county, days=6, status__in=OPEN, category="family.dv")[:2]
    for story, row in zip((_high, _calmer), rows, strict=False):
        story(hands, row, county)


def _begun(hands: Hands, row: Petition, county: Organization, wish: str) -> None:
    known = Violence(["physical", "threat"], "spouse", [wish], repeated=True, injured=True, history=HISTORY, told=True)
    record_violence(row, known, by=hands.of(county, Can.HANDLE), at=hands.ago(5))


def _high(hands: Hands, row: Petition, county: Organization) -> None:
    """Told to police and superior, then planned."""
    _begun(hands, row, county, "order")
    by, at = hands.of(county, Can.HANDLE), hands.ago(4)
    assess_danger(row, marked=(1, 2, 3, 4, 7, 8, 9), red_flags=(1,), by=by, at=at)
    alarm = Alarm("federation", at, f"{county.region_name}市中派出所", accepted_at=at, number="J2026-0117")
    report_to_police(row, alarm, by=by, at=at)
    tell_superior(row, told_at=at, how="电话报市妇联权益部", by=by, at=at)
    leads = plan_handlers(row).order_by("pk").first()
    advance_course(row, COURSE_MOVES["plan"], plan=PLAN, plan_handler=leads, by=by, at=hands.ago(3))


def _calmer(hands: Hands, row: Petition, county: Organization) -> None:
    """Medium at first, low four days later."""
    _begun(hands, row, county, "stop")
    by = hands.of(county, Can.HANDLE)
    for marked, days in (((1, 3, 8, 9), 5), ((1, 3, 9), 3), ((3,), 1)):
        assess_danger(row, marked=marked, by=by, at=hands.ago(days))
