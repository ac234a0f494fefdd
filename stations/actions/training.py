"""Entering a course, and who attended it: one form for many people."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.actions.people import touch, write
from stations.actions.training_clocks import trained
from stations.models import NetworkPerson, TrainingCourse, TrainingRecord

ENTERED = "本单位已登记过同名、同一天开始的培训，请在那一项中补充参训人员。"
OTHERWISE = "本单位登记的同名、同一天开始的培训，内容、层级、结束日期或者学时与此不同，请核对。"
NOBODY = "请至少选择一名参训人员。"


@dataclass(frozen=True)
class CourseFacts:
    """What is said of a course."""

    name: str
    kind: str
    level: int
    begins: dt.date
    ends: dt.date
    hours: int = 0


@transaction.atomic
def enter_course(facts: CourseFacts, people: Collection[int], *, by: User, at: dt.datetime) -> TrainingCourse:
    """A course with those who attended it, all or none. Raises NotAllowed."""
    if not by.can(Can.KEEP_NETWORK):
        raise NotAllowed("您的角色不能登记培训。")
    if not facts.begins <= facts.ends <= timezone.localdate(at):
        raise NotAllowed("结束日期不能早于开始日期，也不能晚于今天；培训结束后再登记。")
    try:
        with transaction.atomic():
            row = TrainingCourse.objects.create(
                org=by.org,
                org_code=by.org.code,
                name=facts.name,
                kind=facts.kind,
                level=facts.level,
                begins=facts.begins,
                ends=facts.ends,
                hours=facts.hours,
                entered_at=at,
                entered_by=by,
            )
    except IntegrityError as clash:
        raise NotAllowed(ENTERED, code="condition") from clash
    record("course.enter", row, by=by, at=at, level=row.level, kind=row.kind)
    add_attended(row, people, by=by, at=at)
    return row


@transaction.atomic
def attend(person: NetworkPerson, facts: CourseFacts, *, by: User, at: dt.datetime) -> TrainingCourse:
    """She attended that course, which is entered if one's own unit has not done so yet. Raises NotAllowed."""
    row = TrainingCourse.objects.filter(org=by.org_id, name=facts.name, begins=facts.begins).first()
    if row is None:
        return enter_course(facts, [person.pk], by=by, at=at)
    if any(getattr(row, name) != value for name, value in asdict(facts).items()):
        raise NotAllowed(OTHERWISE, code="condition")
    add_attended(row, [person.pk], by=by, at=at)
    return row


@transaction.atomic
def add_attended(course: TrainingCourse, people: Collection[int], *, by: User, at: dt.datetime) -> int:
    """These people of one's range attended it; those who stand there already are passed by. How many are new.

    Raises NotAllowed.
    """
    if not by.can(Can.KEEP_NETWORK):
        raise NotAllowed("您的角色不能登记培训。")
    asked = set(people)
    if not asked:
        raise NotAllowed(NOBODY)
    rows = NetworkPerson.objects.visible_to(by).kept().filter(pk__in=asked).select_for_update(of=("self",))
    found = {row.pk: row for row in rows.select_related("org").unopened().order_by("pk")}
    if len(found) != len(asked):
        raise NotAllowed("参训人员中有不在本单位及下级名册中的，请重新选择。")
    there = set(course.records.filter(person__in=found).values_list("person", flat=True))
    for pk, row in found.items():
        if pk in there:
            continue
        TrainingRecord.objects.create(course=course, person=row, entered_at=at, entered_by=by)
        if course.counts_for_cadres and row.left_on is None:
            trained(row, course.ends, at=at)
        touch(row)
        write(row, "person.train", by=by, at=at, note=f"参加“{course.name}”（{course.ends}）")
    return len(found.keys() - there)
