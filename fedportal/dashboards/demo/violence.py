"""Courses of violence at home in the demo's main counties: one of high danger, one that has calmed down."""

from dataclasses import replace

from cases.actions.register import register
from cases.actions.violence.course import Violence, advance_course, plan_handlers, record_violence, tell_superior
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.reports import Alarm, report_to_police
from cases.models import Channel, MatterClass, Petition
from cases.registering import Taken
from cases.workflow.states import OPEN
from cases.workflow.violence import COURSE_MOVES
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo import matters
from fedportal.dashboards.demo.hands import Hands
from fedportal.orgs.models import Organization

HISTORY = "婚后酒后多次动手，最近一个月三次。上次由社区调解，写过保证书。"
PLAN = "一、每三日联系一次，先问是否方便说话。\n二、陪同验伤，固定报警回执、照片。\n三、协助申请人身安全保护令。"


def begin_courses(hands: Hands, county: Organization) -> None:
    """Two matters that nobody has touched for days; in a small demo they may have to come in first."""
    rows = list(hands.quiet(county, days=6, status__in=OPEN, category="family.dv")[:2])
    for number, story in enumerate((_high, _calmer)):
        story(hands, rows[number] if number < len(rows) else _came(hands, county, number), county)


def _came(hands: Hands, county: Organization, number: int) -> Petition:
    """A woman who came to the desk six days ago; her matter was accepted and taken up the same day."""
    at, serial = hands.ago(6), f"course:{county.code}:{number}"
    intake = matters.draw(hands.random, serial=serial, scene=county, received_at=at, category="family.dv")
    row = intake.petition
    row.channel, row.matter_class, row.head_count = Channel.VISIT, MatterClass.REDRESS, 1
    row.urgent = row.serious_harm = row.media = row.identity_unclear = False
    intake = replace(intake, taken=Taken(read_back=True), accused=())
    row = register(intake, by=hands.of(county, Can.REGISTER), at=at)
    hands.move(row, "accept", county, days_ago=5.95, route="opinion", told_how="in_person")
    return hands.move(row, "start", county, days_ago=5.9)


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
