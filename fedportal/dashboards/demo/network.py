"""Rights posts, partner bases and the people of the network in the demo provinces, by the real verbs; all invented."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.people import birth_date, identity_number, name_of, phone
from fedportal.dashboards.demo.places import DEEP_CITIES, PROVINCE_SHARES, SEATS
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Agency, AgencyKind, Level, Organization
from stations.actions.bases import BaseFacts, open_base
from stations.actions.credentials import Paper, add_credential
from stations.actions.people import PersonFacts, enter_person, leave_network, pause_person
from stations.actions.posts import PostFacts, nominate_post, open_post, review_post
from stations.actions.roles import Appointment, appoint
from stations.actions.training import CourseFacts, enter_course
from stations.actions.volunteering import Service, TaskPlan, decide_service, log_service, publish_task, sign_up
from stations.models import NetworkPerson, VolunteerTask
from stations.network_facts import CourseKind, CredentialKind, LeftWhy, RoleKind, ServiceKind
from stations.network_law import LOGGED_LATEST
from stations.network_querysets import PersonQuerySet
from stations.post_facts import BaseKind, Verdict

# Who stands in every roster; the deep cities and the seats have more.
CORE = (RoleKind.CADRE, RoleKind.MEDIATOR, RoleKind.VOLUNTEER)
MORE = (
    *(RoleKind.JUROR, RoleKind.LABOUR_INSPECTOR, RoleKind.LAND_ARBITRATOR, RoleKind.LAWYER, RoleKind.COUNSELLOR),
    *(RoleKind.SOCIAL_WORKER, RoleKind.VOLUNTEER, RoleKind.VOLUNTEER, RoleKind.MEDIATOR, RoleKind.PUBLIC_LAWYER),
)
PAPERS = {
    RoleKind.LAWYER: CredentialKind.LAWYER,
    RoleKind.PUBLIC_LAWYER: CredentialKind.LAWYER,
    RoleKind.COUNSELLOR: CredentialKind.PSYCHOLOGY,
    RoleKind.SOCIAL_WORKER: CredentialKind.SOCIAL_WORK,
    RoleKind.MEDIATOR: CredentialKind.MEDIATOR,
}
POSTS = {
    AgencyKind.COURT: ("妇女维权岗", ("涉及妇女的案件优先立案", "婚姻家庭案件诉前调解", "协助申请人身安全保护令")),
    AgencyKind.POLICE: ("反家庭暴力维权岗", ("家庭暴力报警及时出警", "依法出具告诫书", "与妇联会商通报")),
    AgencyKind.LABOUR: ("女职工维权岗", ("女职工权益投诉优先受理", "劳动监察结果反馈妇联")),
}
BASES = {
    AgencyKind.COURT: (BaseKind.COLLEGIAL_PANEL, ("婚姻家庭纠纷案件审理", "人身安全保护令")),
    AgencyKind.POLICE: (BaseKind.VIOLENCE_DESK, ("家庭暴力报警、告诫",)),
    AgencyKind.LEGAL_AID: (BaseKind.LEGAL_AID, ("法律援助申请", "法律咨询")),
    AgencyKind.CIVIL_AFFAIRS: (BaseKind.RESCUE, ("临时救助", "困境妇女儿童救助")),
}


def keep_some(hands: Hands) -> None:
    """People of every unit down to the county (in a small demo of the deep cities) and of the towns of the seats;
    posts and bases of the deep cities."""
    for province in PROVINCE_SHARES:
        units = Organization.objects.filter(code__gte=province, code__lt=code_end(province), valid_to=None)
        for org in units.filter(level__lte=Level.COUNTY).order_by("code"):
            deep = _is_deep(org)
            if deep or not hands.small:
                _enter_people(hands, org, CORE + (MORE if deep else ()))
            if deep:
                _open_places(hands, org)
        _hold_courses(hands, units.get(code=province))
    for seat in SEATS:
        for town in Organization.objects.filter(parent__code=seat, valid_to=None).order_by("code"):
            _enter_people(hands, town, (RoleKind.MEDIATOR, RoleKind.VOLUNTEER))
        _serve(hands, Organization.objects.get(code=seat, valid_to=None))


def _is_deep(org: Organization) -> bool:
    return any(city <= org.code < code_end(city) for city in DEEP_CITIES) or org.code in PROVINCE_SHARES


def _enter_people(hands: Hands, org: Organization, kinds: tuple[RoleKind, ...]) -> None:
    by = hands.of(org, Can.KEEP_NETWORK)
    for kind in kinds:
        _enter(hands, org, kind, by)


def _enter(hands: Hands, org: Organization, kind: RoleKind, by: User) -> None:
    random, at = hands.random, hands.at
    female = random.random() < 0.85
    joined_on = hands.ago(random.randrange(40, 1500)).date()
    birth_on = birth_date(random, age=random.randrange(26, 62), on=joined_on)
    number = identity_number(random, city_code=org.code, birth_on=birth_on, female=female)
    facts = PersonFacts(
        name=name_of(random, female=female),
        sex="female" if female else "male",
        joined_on=joined_on,
        phone=phone(random),
        id_number=number,
        workplace=by.org.name if kind == RoleKind.CADRE else "",
        days=tuple(sorted(random.sample(range(1, 8), 2))),
    )
    person = enter_person(org, facts, by=by, at=at)
    until = joined_on + dt.timedelta(days=5 * 365) if kind == RoleKind.JUROR else None
    appoint(person, Appointment(kind, joined_on, until, full_time=kind == RoleKind.CADRE), by=by, at=at)
    if kind in PAPERS:
        ends = hands.ago(random.randrange(-900, 60)).date() if random.random() < 0.5 else None
        issued = hands.ago(random.randrange(1000, 2500)).date()
        add_credential(person, Paper(PAPERS[kind], issued, ends, issuer="省级主管部门"), by=by, at=at)
    if kind == RoleKind.VOLUNTEER and random.random() < 0.1:
        leave_network(person, on=timezone.localdate(at), why=LeftWhy.ASKED, by=by, at=at)
    elif random.random() < 0.05:
        pause_person(person, timezone.localdate(at) + dt.timedelta(days=30), by=by, at=at)


def _hold_courses(hands: Hands, province: Organization) -> None:
    """The province trains petition cadres each spring: most have been within three years, some within two."""
    by, random = hands.of(province, Can.KEEP_NETWORK), hands.random
    on = timezone.localdate(hands.at)
    for days_ago, share in ((1000, 0.4), (640, 0.45), (230, 0.5)):
        ends = hands.ago(days_ago).date()
        cadres: PersonQuerySet = NetworkPerson.objects.visible_to(by).with_role(on, RoleKind.CADRE)
        there = cadres.filter(joined_on__lt=ends).order_by("pk").values_list("pk", flat=True)
        if people := [pk for pk in there if random.random() < share]:
            name = f"{ends.year} 年全省妇联系统信访业务培训班"
            facts = CourseFacts(name, CourseKind.PETITION, Level.PROVINCE, ends - dt.timedelta(days=2), ends, 24)
            enter_course(facts, people, by=by, at=hands.at)


def _open_places(hands: Hands, org: Organization) -> None:
    by, random = hands.of(org, Can.KEEP_STATIONS), hands.random
    for agency in Agency.objects.filter(place=org, valid_to=None).order_by("pk"):
        kind, opened_on = AgencyKind(agency.kind), hands.ago(random.randrange(500, 2500)).date()
        if kind in BASES:
            of, takes = BASES[kind]
            open_base(agency, BaseFacts(of, takes, opened_on, hours="工作日 8:30—17:30"), by=by, at=hands.at)
        if kind in POSTS:
            _open_post(hands, agency, opened_on, by)


def _open_post(hands: Hands, agency: Agency, opened_on: dt.date, by: User) -> None:
    ending, duties = POSTS[AgencyKind(agency.kind)]
    facts = PostFacts(agency, f"{agency.name}{ending}", duties, opened_on, contact=agency.contact, phone=agency.phone)
    post = open_post(facts, by=by, at=hands.ago(300))
    if hands.random.random() < 0.6:
        review_post(post, Verdict.GOOD, remarks="", by=by, at=hands.ago(20))
    if hands.random.random() < 0.2:
        level, year = min(Level.COUNTY, by.org.level), timezone.localdate(hands.at).year
        nominate_post(post, level=level, year=year, deeds="办理及时，回访满意。", by=by, at=hands.ago(5))


def _serve(hands: Hands, org: Organization) -> None:
    """Tasks to come, and hours of the last weeks; most of them confirmed by a colleague."""
    by, random, on = hands.of(org, Can.LOG_SERVICES), hands.random, timezone.localdate(hands.at)
    rows: PersonQuerySet = NetworkPerson.objects.visible_to(by).volunteers(on).available(on)
    volunteers = list(rows.order_by("pk"))
    for days, (title, kind) in enumerate(
        (("反家暴普法进社区", ServiceKind.PUBLICITY), ("陪同就医", ServiceKind.COMPANY)), start=3
    ):
        task = _publish(hands, title, kind, days, by)
        for person in volunteers[:2]:
            sign_up(task, person, by=by, at=hands.at)
    other = next((user for _ in range(9) if (user := hands.of(org, Can.KEEP_NETWORK)).pk != by.pk), None)
    for person in volunteers:
        for ago in range(1, LOGGED_LATEST.days, 9):
            served_on = on - dt.timedelta(days=ago)
            if served_on <= person.joined_on:
                continue
            what = Service(served_on, random.choice((60, 120, 180)), random.choice(ServiceKind.values))
            logged = log_service(person, what, by=by, at=hands.at)
            if other is not None and ago > 9:
                decide_service(logged, by=other, at=hands.at)


def _publish(hands: Hands, title: str, kind: ServiceKind, days: int, by: User) -> VolunteerTask:
    begins = timezone.localtime(hands.at).replace(hour=9, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)
    plan = TaskPlan(title, kind, begins, begins + dt.timedelta(hours=2), 4, place="社区妇女之家")
    return publish_task(plan, by=by, at=hands.at)
