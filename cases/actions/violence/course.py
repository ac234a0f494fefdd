"""The course of a case of violence: begun, corrected, moved on, told to the superior federation."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.actions.accusations import readers
from cases.actions.follow_up import cancel_visit
from cases.actions.violence.clocks import owe_reports
from cases.actions.violence.guards import why_not_yet
from cases.actions.violence.people import groups_of
from cases.actions.violence.story import course_of, matter_of, not_later, tell_story
from cases.models import Petition, ViolenceCase
from cases.workflow import Danger
from cases.workflow.violence import COURSE_MOVES, CourseMove, CourseState, VictimGroup
from fedportal.accounts.models import User
from fedportal.accounts.roles import RIGHTS, Can, Role
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import moment
from fedportal.notices.actions import tell

HANDLING = [role.value for role, rights in RIGHTS.items() if Can.HANDLE in rights]


@dataclass(frozen=True)
class Violence:
    """What is known of it: what is done, by whom, to whom, and what she wants."""

    forms: list[str]
    relation: str
    wishes: list[str]
    repeated: bool
    injured: bool
    groups: tuple[str, ...] = ()
    history: str = ""
    wish_words: str = ""
    told: bool = False  # that she may call the police, ask for a warning letter, apply for a protection order


@transaction.atomic
def record_violence(petition: Petition, violence: Violence, *, by: User, at: dt.datetime) -> ViolenceCase:
    """Begin the course of a petition, or correct what is known. Raises NotAllowed."""
    row = matter_of(petition, by=by, act="登记家庭暴力个案")
    if not violence.forms or not violence.wishes or not violence.relation:
        raise NotAllowed("请填写暴力形式、双方关系和本人意愿。")
    course = ViolenceCase.objects.select_for_update(of=("self",)).filter(petition=row).first()
    begins = course is None
    course = course or ViolenceCase(petition=row, round_at=at, opened_at=at, opened_by=by)
    course.petition = row
    _write(course, violence, at=at)
    course.save()
    verb = "violence.begin" if begins else "violence.correct"
    data = {"violence_forms": course.forms_words, "violence_relation": course.get_relation_display()}
    tell_story(verb, course, row, data | {"violence_wish": course.wishes_words}, by=by, at=at)
    owe_reports(course, at=at)
    leave_intake(course, by=by, at=at)
    return course


def _write(course: ViolenceCase, violence: Violence, *, at: dt.datetime) -> None:
    course.forms, course.relation, course.wishes = list(violence.forms), violence.relation, list(violence.wishes)
    course.repeated, course.injured = violence.repeated, violence.injured
    course.history, course.wish_words = violence.history.strip(), violence.wish_words.strip()
    course.said_groups = [group.value for group in VictimGroup if group in violence.groups]
    course.groups = groups_of(course, on=timezone.localdate(at))
    if violence.told and course.told_at is None:
        course.told_at = at


def groups_follow(row: Petition, *, by: User, at: dt.datetime) -> None:
    """A person was named, corrected or taken out: whom the law protects is told anew, and so is what is owed and
    whether the course may leave intake."""
    course = ViolenceCase.objects.select_for_update(of=("self",)).filter(petition=row).first()
    if course is None or course.state == CourseState.CLOSED:
        return
    course.petition = row
    groups = groups_of(course, on=timezone.localdate(at))
    if groups != course.groups:
        course.groups = groups
        course.save(update_fields=["groups"])
        owe_reports(course, at=at)
        leave_intake(course, by=by, at=at)


def leave_intake(course: ViolenceCase, *, by: User, at: dt.datetime) -> None:
    """She was assessed, and reported where the law commands it: what is to be done can be planned."""
    move = COURSE_MOVES["assess"]
    if course.state in move.source and not why_not_yet(course, move.name):
        course.state = move.target
        course.save(update_fields=["state"])
        data = {"course_state": CourseState(course.state).label}
        tell_story("violence.assessed", course, course.petition, data, by=by, at=at)


@transaction.atomic
def advance_course(
    petition: Petition,
    move: CourseMove,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    plan: str = "",
    plan_handler: User | None = None,
    happened_at: dt.datetime | None = None,
) -> ViolenceCase:
    """Make one move: lock, check, apply, write it down. Raises NotAllowed with a sentence.

    `happened_at`: of a relapse, when he was violent; where nobody knows, it is learned now.
    """
    course = course_of(petition, by=by, act=move.label)
    check_course(course, move)
    if move.note_required and not note.strip():
        raise NotAllowed(f"请填写{move.note_label}。")
    if move.asks_plan:
        _plan(course, plan, plan_handler, at=at)
    if move.asks_moment:
        not_later(happened_at, at, "施暴时间")
        relapse(course, happened_at=happened_at or at, note=note.strip(), by=by, at=at)
    else:
        _apply(course, move, by=by, at=at, note=note.strip())
    return course


def relapse(course: ViolenceCase, *, happened_at: dt.datetime, note: str, by: User, at: dt.datetime) -> None:
    """Violence again, typed here or as a visit or a court has found. Where the course waits to be assessed anyway it
    stays there; but what was reported before this violence counts no more."""
    _note_violence(course, happened_at)
    move = COURSE_MOVES["relapse"]
    if course.state in move.source:
        course.round_at, course.relapses = at, course.relapses + 1
        _apply(course, move, by=by, at=at, note=note, violence_at=moment(happened_at))
    else:
        course.save(update_fields=["relapsed_at", "superior_told_at", "superior_told_how"])
        owe_reports(course, at=at)


def _note_violence(course: ViolenceCase, happened_at: dt.datetime) -> None:
    """What was violence before the last that is known makes nothing of later reports undone. Not yet saved."""
    course.relapsed_at = max(happened_at, course.relapsed_at or happened_at)
    if course.superior_told_at and course.superior_told_at < course.relapsed_at:
        course.superior_told_at, course.superior_told_how = None, ""


def _apply(course: ViolenceCase, move: CourseMove, *, by: User, at: dt.datetime, note: str, **told: str) -> None:
    course.state = move.target
    course.closed_at = at if move.target == CourseState.CLOSED else None
    course.save()
    if move.target == CourseState.CLOSED:  # what is still planned would keep the file open for good
        for planned in course.petition.follow_ups.planned():
            cancel_visit(planned, reason="个案结案。", by=by, at=at)
    handler = course.plan_handler.name if move.asks_plan and course.plan_handler else ""
    data = {"handler": handler, **told}
    tell_story(f"violence.{move.name}", course, course.petition, data, by=by, at=at, note=note)
    owe_reports(course, at=at)


def check_course(course: ViolenceCase, move: CourseMove) -> None:
    """Refuse by state or the law's conditions; the page asks this before it shows the form."""
    if course.state not in move.source or move.by_scale:
        raise NotAllowed(f"个案现为“{CourseState(course.state).label}”，不能“{move.label}”。", code="wrong_state")
    if reason := why_not_yet(course, move.name):
        raise NotAllowed(reason, code="condition")


def _plan(course: ViolenceCase, plan: str, handler: User | None, *, at: dt.datetime) -> None:
    if not plan.strip():
        raise NotAllowed("请填写个案方案。")
    if handler is None or not plan_handlers(course.petition).filter(pk=handler.pk).exists():
        raise NotAllowed("请从本单位知悉本件、没有回避的承办人员里指定个案负责人。")
    course.plan, course.planned_at, course.plan_handler = plan.strip(), at, handler


def plan_handlers(row: Petition) -> QuerySet[User]:
    """Who may be put in charge of the course: of the unit's people who handle, those who may open it."""
    stepped_aside = Q(pk__in=row.recusals.values("user")) | Q(pk__in=row.walls.values("user"))
    return readers(row).filter(org=row.org_id, roles__overlap=HANDLING).exclude(stepped_aside)


@transaction.atomic
def tell_superior(petition: Petition, *, told_at: dt.datetime, how: str, by: User, at: dt.datetime) -> ViolenceCase:
    """The superior federation knows of the danger: its people are told here, too. Raises NotAllowed."""
    course = course_of(petition, by=by, act="登记报告上级")
    row = course.petition
    not_later(told_at, at, "报告时间")
    if course.relapsed_at is not None and told_at < course.relapsed_at:
        raise NotAllowed(f"报告时间应当在最近一次施暴（{moment(course.relapsed_at)}）之后。")
    if not how.strip():
        raise NotAllowed("请填写报告对象和方式。")
    course.superior_told_at, course.superior_told_how = told_at, how.strip()
    course.save(update_fields=["superior_told_at", "superior_told_how"])
    if row.org.parent is not None:
        roles = [Role.SUPERVISOR, Role.UNIT_HEAD]
        high = row.danger == Danger.HIGH
        text = f"{row.org.name}报告一件{'高度危险的' if high else ''}家庭暴力，请关注处置"
        tell(row, org=row.org.parent, roles=roles, text=text, at=at, light=Light.RED if high else Light.YELLOW)
    data = {"told_superior": course.superior_told_how, "told_superior_at": moment(told_at)}
    tell_story("violence.superior", course, row, data, by=by, at=at)
    owe_reports(course, at=at)
    return course
