"""What every verb of the course begins and ends with: the locked rows, and the lines of timeline and trail."""

import datetime as dt
from typing import Any

from django.db.models import F, Model, QuerySet

from cases.actions.handling_steps import check_holds, locked
from cases.categories import AT_HOME
from cases.models import Event, Petition, ViolenceCase
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


def matter_of(petition: Petition, *, by: User, act: str) -> Petition:
    """The petition under its lock, where it is about violence at home and her unit holds it. Raises NotAllowed."""
    row = locked(petition)
    check_matter(row, by=by, act=act)
    return row


def held(petition: Petition, *, by: User, act: str) -> Petition:
    """The petition under its lock, of whatever kind, where her unit holds it. Raises NotAllowed."""
    row = locked(petition)
    check_holds(row, by, act)
    return row


def check_matter(row: Petition, *, by: User, act: str) -> None:
    """Refuse another unit's people, a locked file, and a matter of another kind; pages ask this first."""
    check_holds(row, by, act)
    if row.category not in AT_HOME:
        raise NotAllowed("只有家庭暴力、分手后骚扰和虐待未成年人的事项建立个案。")


def course_of(petition: Petition, *, by: User, act: str) -> ViolenceCase:
    """Its course, the petition locked before it. Raises NotAllowed where there is none yet."""
    row = matter_of(petition, by=by, act=act)
    return _found(row, ViolenceCase.objects.select_for_update(of=("self",)))


def course_seen(row: Petition, *, by: User, act: str) -> ViolenceCase:
    """The same without a lock, for a page that asks before it shows the form. Raises NotAllowed."""
    check_matter(row, by=by, act=act)
    return _found(row, ViolenceCase.objects.all())


def _found(row: Petition, courses: QuerySet[ViolenceCase]) -> ViolenceCase:
    course = courses.filter(petition=row).first()
    if course is None:
        raise NotAllowed("还没有建立个案，请先登记暴力形式、双方关系和本人意愿。", code="condition")
    course.petition = row
    return course


def tell_story(
    verb: str, made: Model, petition: Petition, data: dict[str, Any], *, by: User, at: dt.datetime, note: str = ""
) -> None:
    """A line of the timeline and one of the trail; the course is another than systems had read."""
    ViolenceCase.objects.filter(petition=petition).update(version=F("version") + 1)
    told = {name: value for name, value in data.items() if value}
    Event.objects.create(petition=petition, verb=verb, at=at, actor=by, org=by.org, note=note, data=told)
    record(verb, made, by=by, at=at)


def not_later(moment: dt.datetime | None, at: dt.datetime, what: str) -> None:
    """Raises NotAllowed where something is said to have happened after now."""
    if moment is not None and moment > at:
        raise NotAllowed(f"{what}不能晚于现在。")
