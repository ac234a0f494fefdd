"""Asking the danger scale: the answers are kept, what they come to is computed."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from cases.actions.follow_up import plan_owed_visit
from cases.actions.violence.clocks import owe_reports
from cases.actions.violence.course import leave_intake
from cases.actions.violence.story import course_of, tell_story
from cases.danger_scale import CURRENT
from cases.models import DangerAssessment, Petition, ViolenceCase
from cases.models.violence.danger import ITEMS, RED_FLAGS
from cases.workflow import Danger
from cases.workflow.violence import COURSE_MOVES, CourseState, Unable
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed


@transaction.atomic
def assess_danger(
    petition: Petition,
    *,
    by: User,
    at: dt.datetime,
    marked: Collection[int] = (),
    red_flags: Collection[int] = (),
    unable: str = "",
    note: str = "",
) -> DangerAssessment:
    """Keep one asking of the scale; the petition's danger follows from it. Raises NotAllowed.

    `marked` and `red_flags` are the numbers of what she answered with yes. Who could not be asked has no answers, and
    what was found before goes on to hold.
    """
    course = course_of(petition, by=by, act="评估危险程度")
    if course.state == CourseState.CLOSED:
        raise NotAllowed("个案已经结案；再次施暴的，请先登记再次施暴。", code="wrong_state")
    if unable:
        _check_unable(unable, marked, red_flags, note)
    elif not set(marked) <= set(ITEMS) or not set(red_flags) <= set(RED_FLAGS):
        raise NotAllowed("量表没有这个项目。")
    made = DangerAssessment.objects.create(
        petition=course.petition,
        version=CURRENT.version,
        marked=sorted(set(marked)),
        red_flags=sorted(set(red_flags)),
        unable=unable,
        note=note.strip(),
        at=at,
        by=by,
    )
    made.refresh_from_db(fields=["score", "level"])
    _tell(made, course, by=by, at=at)
    if not unable:
        _take_level(course, made, by=by, at=at)
    plan_owed_visit(course.petition, by=by, at=at)
    owe_reports(course, at=at)
    leave_intake(course, by=by, at=at)
    return made


def _check_unable(unable: str, marked: Collection[int], red_flags: Collection[int], note: str) -> None:
    if unable not in Unable.values or marked or red_flags:
        raise NotAllowed("未能评估的，不填写量表答案。")
    if not note.strip():
        raise NotAllowed("未能评估的，请写明原因和观察到的情况。")


def _take_level(course: ViolenceCase, made: DangerAssessment, *, by: User, at: dt.datetime) -> None:
    """The petition's danger is that of the newest asking; a rise to high asks for a new plan, and to be told of."""
    row, rises = course.petition, made.level == Danger.HIGH != course.petition.danger
    row.danger = made.level
    row.save(update_fields=["danger"])
    move = COURSE_MOVES["raise"]
    if rises:
        course.superior_told_at, course.superior_told_how = None, ""
    if rises and course.state in move.source:
        course.state = move.target
        tell_story("violence.raise", course, row, {"danger": made.level}, by=by, at=at)
    course.save(update_fields=["state", "superior_told_at", "superior_told_how"])


def _tell(made: DangerAssessment, course: ViolenceCase, *, by: User, at: dt.datetime) -> None:
    data = {"danger": made.level, "danger_unable": made.unable}
    if not made.unable:
        flags = f"，致命危险 {len(made.red_flags)} 项" if made.red_flags else ""
        data["danger_score"] = f"{made.score} 分{flags}（量表 {made.version} 版）"
    tell_story("violence.danger", made, course.petition, data, by=by, at=at)
