"""What follows an answer in the demo province: the cause, the visit that found her safe, ratings, complaints."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from cases.actions.complaints import decide_complaint, file_complaint
from cases.actions.follow_up import plan_visit
from cases.actions.safe_contacts import set_safe_contact
from cases.models import Conclusion, Event, FollowUp, MatterClass, Petition, Questionnaire, Rating
from cases.models.rating import MARKS
from cases.safe_contact import Window
from cases.wishes import Wish
from cases.workflow import Route, ToldHow
from cases.workflow.aftercare import Aspect, ComplaintFinding, Grade, RatedHow, RootCause, VisitChannel, VisitOutcome
from cases.workflow.states import AT_WORK
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import Staff
from fedportal.orgs.models import Level

CAUSES: dict[str, tuple[RootCause, ...]] = {
    "family.dv": (RootCause.VIOLENCE, RootCause.VIOLENCE, RootCause.CONFLICT, RootCause.ADDICTION),
    "family": (RootCause.CONFLICT, RootCause.MONEY, RootCause.LAW_UNKNOWN, RootCause.ADDICTION),
    "labour": (RootCause.EMPLOYER, RootCause.EMPLOYER, RootCause.LAW_UNKNOWN, RootCause.POLICY),
    "property.land": (RootCause.VILLAGE_RULES, RootCause.VILLAGE_RULES, RootCause.CUSTOM),
    "property": (RootCause.MONEY, RootCause.CONFLICT, RootCause.LAW_UNKNOWN),
    "child": (RootCause.CONFLICT, RootCause.LAW_UNKNOWN, RootCause.ILLNESS),
    "person": (RootCause.VIOLENCE, RootCause.LAW_UNKNOWN, RootCause.ADDICTION),
}
RATED = 0.35  # of the matters that may be
GRADES = {Grade.SATISFIED: 0.68, Grade.FAIRLY: 0.22, Grade.UNSATISFIED: 0.1}
TYPICAL, RELIEF = 0.02, 0.12
COMPLAINTS = (
    "打了四次电话都没有人接，说好一周答复，已经三周了。",
    "接待时不让我把话说完，劝我忍一忍。",
    "材料交了两遍，都说没有收到。",
)
ANSWER = "经查，材料由值班人员接收后没有及时转交。现已交承办人，由科室负责人向您当面说明，并改为当日登记转交。"


def _draw(petition: Petition) -> Random:
    """Its own draws, so that nobody else's change."""
    return Random(f"aftercare:{petition.origin_key}")


def cause_of(petition: Petition) -> RootCause:
    """Why it came to this."""
    prefix = next((code for code in CAUSES if petition.category.startswith(code)), "")
    return _draw(petition).choice(CAUSES.get(prefix, (RootCause.OTHER, RootCause.AGENCY)))


@dataclass
class Aftercare:
    """Gathers the rows of closed matters."""

    until: dt.datetime
    conclusions: list[Conclusion] = field(default_factory=list)
    visits: list[FollowUp] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    questionnaires: list[Questionnaire] = field(default_factory=list)

    def closed(self, petition: Petition, *, by: User, at: dt.datetime) -> Iterator[Event]:
        """What goes with the closing of this matter; yields its lines of the timeline."""
        random = _draw(petition)
        cause = cause_of(petition) if petition.is_asked("root_cause") else ""
        told, typical = random.random() < RELIEF, random.random() < TYPICAL
        made = Conclusion(petition=petition, at=at, by=by, root_cause=cause, typical=typical, relief_told=told)
        self.conclusions.append(made)
        if petition.needs_care:
            yield self._visit(petition, by, at - dt.timedelta(hours=random.uniform(2, 30)))
        rated_at = at + dt.timedelta(hours=random.uniform(3, 200))
        unrated = petition.matter_class == MatterClass.ACCUSATION or petition.route == Route.LITIGATION
        if random.random() < RATED and not unrated and rated_at < self.until:
            yield self._rate(petition, random, by, rated_at)

    def _visit(self, petition: Petition, by: User, at: dt.datetime) -> Event:
        at = max(at, petition.registered_at)
        visit = FollowUp(petition=petition, org=petition.org, planned_on=at.date(), planned_at=at, planned_by=by)
        visit.done_at, visit.done_by, visit.channel = at, by, VisitChannel.PHONE
        visit.safe_to_talk, visit.outcome = True, VisitOutcome.SAFE
        self.visits.append(visit)
        data = {"visit_channel": "phone", "safe_to_talk": "yes", "visit_outcome": "safe"}
        return Event(petition=petition, verb="visit.record", at=at, actor=by, org=by.org, data=data)

    def _rate(self, petition: Petition, random: Random, by: User, at: dt.datetime) -> Event:
        given = {}
        for aspect, org in ((Aspect.RECEPTION, petition.registered_org), (Aspect.HANDLING, petition.org)):
            (given[aspect],) = random.choices(list(GRADES), list(GRADES.values()))
            rating = Rating(petition=petition, aspect=aspect, org=org, grade=given[aspect], how=RatedHow.PHONE)
            rating.at, rating.recorded_by = at, by
            self.ratings.append(rating)
        best = 5 if given[Aspect.HANDLING] == Grade.SATISFIED else 4
        marks = {name: random.choice((best, best, best - 1)) for name in MARKS}
        self.questionnaires.append(
            Questionnaire(petition=petition, how=RatedHow.PHONE, at=at, recorded_by=by, **marks)
        )
        data = {"reception": given[Aspect.RECEPTION].value, "handling": given[Aspect.HANDLING].value}
        data |= {"rated_how": RatedHow.PHONE.value, "marks": "、".join(map(str, marks.values()))}
        return Event(petition=petition, verb="rating.record", at=at, actor=by, org=by.org, data=data)

    def save(self) -> None:
        """Put everything into the database, after the petitions."""
        Conclusion.objects.bulk_create(self.conclusions, batch_size=2000)
        FollowUp.objects.bulk_create(self.visits, batch_size=2000)
        Rating.objects.bulk_create(self.ratings, batch_size=2000)
        Questionnaire.objects.bulk_create(self.questionnaires, batch_size=2000)


def leave_some_open(staff: Staff, random: Random, *, at: dt.datetime) -> None:
    """A few visits that are planned, and a few complaints about counties that wait before their cities."""
    at_work = Petition.objects.filter(status__in=AT_WORK, org__level=Level.COUNTY, registered_at__lt=at - 9 * _DAY)
    at_work = at_work.exclude(
        matter_class=MatterClass.ACCUSATION
    )  # those are read by few, and these hands are anyone's
    rows = at_work.select_related("org__parent").order_by("-pk")
    for row in rows.filter(category="family.dv")[:8]:
        by = staff.who_can(row.org_id, Can.HANDLE, random)
        set_safe_contact(row.parties.get(role="petitioner"), random.choice(WISHES), by=by, at=at)
        plan_visit(row, planned_on=at.date() + random.randrange(1, 15) * _DAY, by=by, at=at)
    others = rows.exclude(category="family.dv")  # she may be rung at any hour at which a demo is made
    for row, text in zip(others[: len(COMPLAINTS)], COMPLAINTS, strict=False):
        assert row.org.parent is not None  # a county has a superior
        by = staff.who_can(row.org.parent.pk, Can.REGISTER, random)
        received_at = at - random.randrange(1, 8) * _DAY
        made = file_complaint(row, text=text, channel=ToldHow.PHONE, received_at=received_at, by=by, at=at)
        if text == COMPLAINTS[-1]:
            by = staff.who_can(row.org.parent.pk, Can.HEAR_COMPLAINTS, random)
            decide_complaint(made, finding=ComplaintFinding.PARTLY, reply=ANSWER, told_how=ToldHow.PHONE, by=by, at=at)


_DAY = dt.timedelta(days=1)
ALL_DAYS = tuple(range(1, 8))
# How some of them may be reached; each may be telephoned on every day, so that a visit may be planned on any.
WISHES = (
    Wish(("phone",), windows=(Window(ALL_DAYS, dt.time(9), dt.time(11)),), code_word="晚饭吃面"),
    Wish(("phone", "home"), number_shared=True, note="由姐姐转告；接送孩子时方便。"),
    Wish(("phone", "message", "letter"), no_message=False),
)
