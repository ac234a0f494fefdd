"""Looking at what a shelter must have: which look one may make, and writing it down, scored; and the yearly duty."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines
from fedportal.deadlines.opening_many import ManyOpener
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelters import keeps, tended, write_down
from stations.actions.station_checks import is_met
from stations.check_facts import CheckKind, ListKind
from stations.models import Checklist, ChecklistItem, Shelter, ShelterCheck, ShelterCheckAnswer
from stations.shelter_law import SHELTER_CHECK

NOT_TO_LOOK = "庇护所由管护人自查，或者由管护人同意查阅的上级妇联负责人检查。"


@dataclass(frozen=True)
class Scored:
    """What was found of one item."""

    points: int
    remark: str = ""


def look_of(shelter: Shelter, by: User) -> CheckKind | None:
    """By those who keep it, of itself; by who leads a unit above and was let in by two keys, the yearly one. None of
    others."""
    if shelter.closed_on is not None:
        return None
    if keeps(shelter.pk, by):
        return CheckKind.SELF
    above = by.org_id != shelter.org_id and by.org.covers(shelter.org_code)
    let_in = Shelter.objects.visible_to(by).filter(pk=shelter.pk).exists()
    return CheckKind.YEARLY if above and let_in and by.can(Can.ACCREDIT) else None


def items_of(shelter: Shelter, at: dt.datetime) -> list[ChecklistItem]:
    """What is asked there that day, the nation's list first."""
    lists = Checklist.objects.binding(ListKind.SHELTER, shelter.org, timezone.localdate(at))
    return [item for row in lists.prefetch_related("items") for item in row.items.all()]


def last_checks(shelter: Shelter) -> list[ShelterCheck]:
    """The newest of each kind."""
    rows = shelter.checks.order_by("kind", "-at", "-pk").distinct("kind")
    return list(rows.select_related("org", "by"))


@transaction.atomic
def keep_check(shelter: Shelter, found: dict[int, Scored], *, by: User, at: dt.datetime) -> ShelterCheck:
    """One look, item by item, by the keys of the items. Raises NotAllowed."""
    kind = look_of(shelter, by)
    if kind is None:
        raise NotAllowed(NOT_TO_LOOK)
    row = tended(shelter, by) if kind == CheckKind.SELF else shelter
    items = items_of(row, at)
    if not items:
        raise NotAllowed("还没有检查清单，请系统管理员先载入。")
    answers = [_answer(item, found.get(item.pk)) for item in items]
    made = ShelterCheck.objects.create(
        shelter=row,
        org=by.org,
        kind=kind,
        at=at,
        by=by,
        points=sum(answer.points for answer in answers),
        whole=sum(item.points for item in items),
        missing=sum(not answer.met for answer in answers),
    )
    for answer in answers:
        answer.of = made
    ShelterCheckAnswer.objects.bulk_create(answers)
    if kind == CheckKind.SELF:
        write_down("shelter.check", row, by=by, at=at, words=f"{made.points}/{made.whole} 分")
        meet_deadlines(row, kinds=(SHELTER_CHECK.kind,), at=at)
    else:
        record("shelter.check", row, by=by, at=at)
    return made


def _answer(item: ChecklistItem, told: Scored | None) -> ShelterCheckAnswer:
    if told is None:
        raise NotAllowed(f"“{item.label}”还没有检查结果。", code="condition")
    if not 0 <= told.points <= item.points or (not item.graded and told.points not in (0, item.points)):
        raise NotAllowed(f"“{item.label}”的得分应为 0 至 {item.points}。")
    met = is_met(item, told.points)
    if not met and not told.remark.strip():
        raise NotAllowed(f"“{item.label}”没有达标，请写明缺什么。", code="condition")
    return ShelterCheckAnswer(item=item, points=told.points, met=met, remark=told.remark.strip())


_OWED = """
SELECT s.id AS subject_id, s.org_id, s.org_code,
       coalesce((l.looked AT TIME ZONE %(tz)s)::date, s.opened_on) AS since
FROM stations_shelter s
LEFT JOIN (
    SELECT shelter_id, max(at) AS looked FROM stations_sheltercheck WHERE kind = %(self)s GROUP BY shelter_id
) l ON l.shelter_id = s.id
WHERE s.closed_on IS NULL AND s.confirmed_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM deadlines_deadline d
    WHERE d.content_type_id = %(type)s AND d.object_id = s.id AND d.kind = %(kind)s AND d.closed_at IS NULL
)
"""


@transaction.atomic
def plan_checks(*, at: dt.datetime) -> int:
    """Each shelter owes a look at itself a year after the last one; how many were owed none. Twice is once."""
    asked = {
        "tz": timezone.get_default_timezone_name(),
        "self": CheckKind.SELF.value,
        "type": ContentType.objects.get_for_model(Shelter).pk,
        "kind": SHELTER_CHECK.kind,
    }
    return ManyOpener(Shelter, SHELTER_CHECK.code, at=at).open(_OWED, asked)
