"""A world in which everything that the yearly papers count has happened, and a count of it by hand."""

import datetime as dt
from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cases.actions.complaints import decide_complaint, file_complaint
from cases.actions.contacts import add_contact
from cases.actions.follow_up import Visit, plan_visit, record_visit
from cases.actions.ratings import Verdict, record_rating
from cases.models import Contact, FollowUp, Petition, Rating
from cases.statistics import Period
from fedportal.accounts.roles import Role
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from tests.cases.lives import TOLD
from tests.cases.orders import issued, stepped
from tests.cases.samples import READ_BACK, accusation, moved, petition
from tests.dashboards.world import World
from tests.factories import user

DAY = dt.timedelta(days=1)
UNDECIDED = {"registered", "passed_down", "assigned", "objected", "disputed"}


def busy_year() -> str:
    """The year in which much of it lies, also when the tests run in the first days of a year."""
    return str((timezone.localdate() - 30 * DAY).year)


def make_busy(world: World) -> None:
    """Adds repeats, ratings, visits, orders, complaints and an accusation to the world."""
    county, head = world.clerk, user(world.tree.bincheng, Role.UNIT_HEAD)
    city_head = user(world.tree.binzhou, Role.UNIT_HEAD)
    closed = [_closed(world, days) for days in (200, 190, 180, 30)]
    for row, after in ((closed[0], 20), (closed[1], 100)):
        at = row.closed_at + after * DAY
        add_contact(row, READ_BACK, channel="call", received_at=at, by=county, at=at)
    for row, grade in ((closed[0], "satisfied"), (closed[2], "unsatisfied")):
        record_rating(row, Verdict({"handling": grade}), how="phone", by=county, at=world.now - 5 * DAY)
    _visited(closed[2], world, days=20, done=True)
    _visited(closed[3], world, days=10, done=False)
    late = world.twice_late
    order = issued(late, by=world.city, at=world.now - 40 * DAY, cause="registering")
    stepped(order, "reply", by=county, at=world.now - 38 * DAY, note="已登记并告知。")
    complaint = file_complaint(
        late, text="态度生硬。", channel="phone", received_at=world.now - DAY, by=world.city, at=world.now - DAY
    )
    decide_complaint(complaint, finding="founded", reply="已批评教育。", told_how="phone", by=city_head, at=world.now)
    accusation(head, at=world.now - 60 * DAY, org=world.tree.huimin)
    petition(world.neighbour, at=world.now - 3 * DAY, channel="letter", head_count=6, category="labour.wages")


def _closed(world: World, days: int) -> Petition:
    at = world.now - days * DAY
    row = moved(petition(world.clerk, at=at), "accept", by=world.clerk, at=at, route="duty", **TOLD)
    row = moved(row, "reply", by=world.clerk, at=at + DAY, note="已答复。", **TOLD)
    return moved(row, "close", by=world.clerk, at=at + 2 * DAY)


def _visited(row: Petition, world: World, *, days: int, done: bool) -> FollowUp:
    at = world.now - days * DAY
    made = plan_visit(row, planned_on=timezone.localdate(at), by=world.clerk, at=at)
    if done:
        said = Visit(channel="phone", safe_to_talk=True, done_at=at, outcome="safe")
        record_visit(row, said, planned=made, by=world.clerk, at=at)
    return made


def by_hand(org: Organization, period: Period, at: dt.datetime) -> Counter[str]:
    """What one unit with all below it has to show, one row after the other."""
    found: Counter[str] = Counter()
    rows = [row for row in Petition.objects.all() if org.covers(row.org_code) and row.matter_class != "accusation"]
    _count_duties(found, org, period, at)
    for row in rows:
        contacts = [contact.at for contact in Contact.objects.filter(petition=row)]
        rating = Rating.objects.filter(petition=row, aspect="handling").first()
        if rating and period[0] <= rating.at < period[1]:
            found["graded"] += 1
            found["content"] += rating.grade in ("satisfied", "fairly")
        if row.closed_at is None or not period[0] <= row.closed_at < period[1]:
            continue
        later = [moment for moment in contacts if moment > row.closed_at]
        if row.same_as_id is None and row.repeat_count - len(later) == 1 and row.status not in ("withdrawn", "merged"):
            found["ended_first"] += 1
            found["settled"] += not any(moment <= row.closed_at + 90 * DAY for moment in later)
        if row.status != "merged" and row.route != "litigation":
            found["to_rate"] += 1
            found["rated"] += rating is not None
    return found


def _count_duties(found: Counter[str], org: Organization, period: Period, at: dt.datetime) -> None:
    names = {
        "notice": ("to_tell", "told"),
        "handle": ("to_finish", "finished"),
        "follow_up": ("to_visit", "visited"),
        "supervision_reply": ("to_answer", "answered"),
    }
    about = ContentType.objects.get_for_model(Petition)
    for duty in Deadline.objects.filter(content_type=about):
        row = Petition.objects.get(pk=duty.object_id)
        past = period[0] <= duty.due_at < period[1] and duty.due_at < at
        if duty.kind not in names or duty.outcome == "cancelled" or not past or not org.covers(duty.org_code):
            continue
        if row.matter_class == "accusation":
            continue
        whole, part = names[duty.kind]
        found[whole] += 1
        found[part] += duty.outcome == "met" or (duty.kind == "follow_up" and duty.outcome == "late")
        if duty.kind in ("notice", "handle"):
            found[f"not_{part}"] += duty.outcome != "met"
        if duty.kind == "notice":
            found["undecided"] += duty.closed_at is None and row.status in UNDECIDED
