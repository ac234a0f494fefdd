"""Quality: drawing calls at random, judging them by a form, and opening a recording."""

import datetime as dt
from collections.abc import Sequence
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_moves import locked
from hotline.call_workflow import TALKING, CallClass
from hotline.models import Call, QualityForm, QualityReview, SwitchCall

MOST = 10  # calls of an agent and week
WHOLE = 100  # points
_WEEK = dt.timedelta(days=7)


def why_not_judge_calls(*, by: User) -> str:
    """Why she may not review the calls of her unit; empty if she may."""
    return "" if by.can(Can.RUN_HOTLINE) else "来电质检由主席（分管副主席）、权益部负责人进行。"


@transaction.atomic
def set_criteria(criteria: Sequence[tuple[str, int]], *, by: User, at: dt.datetime) -> QualityForm:
    """The next version of one's own unit: a hundred points together. Raises NotAllowed."""
    if reason := why_not_judge_calls(by=by):
        raise NotAllowed(reason)
    if len(criteria) < 2 or sum(points for _, points in criteria) != WHOLE or any(p < 1 for _, p in criteria):
        raise NotAllowed(f"评分项目不少于 2 项，分值合计 {WHOLE} 分。")
    last = QualityForm.objects.filter(org=by.org).order_by("-number").first()
    row = QualityForm.objects.create(
        org=by.org,
        org_code=by.org.code,
        number=last.number + 1 if last else 1,
        criteria=[{"label": label, "points": points} for label, points in criteria],
        by=by,
        at=at,
    )
    record("quality.criteria", row, by=by, at=at, number=row.number)
    return row


@transaction.atomic
def draw_calls(monday: dt.date, each: int, *, by: User, at: dt.datetime) -> list[QualityReview]:
    """As many calls of that week of each agent of the unit, by chance; what was drawn before counts. NotAllowed."""
    if reason := why_not_judge_calls(by=by):
        raise NotAllowed(reason)
    if not 1 <= each <= MOST or monday.isoweekday() != 1:
        raise NotAllowed(f"每名接线员每周抽 1 至 {MOST} 通。")
    calls = _drawable(monday, by)
    drawn = QualityReview.objects.filter(org=by.org, week=monday)
    made: list[QualityReview] = []
    for agent in sorted(set(calls.values_list("agent", flat=True)) - {by.pk}):
        wanted = each - drawn.filter(agent=agent).count()
        left = list(calls.filter(agent=agent, quality=None).values_list("pk", flat=True))
        chosen = SystemRandom().sample(left, max(0, min(wanted, len(left))))
        made += [_drawn(pk, agent, monday, by, at) for pk in sorted(chosen)]
    for row in made:
        record("quality.draw", row, by=by, at=at, call=row.call_id)
    return made


def _drawable(monday: dt.date, by: User) -> Any:
    """Conversations of that week that are over and written down, and that tell something."""
    since = timezone.make_aware(dt.datetime.combine(monday, dt.time.min))
    talked = Call.objects.visible_to(by).filter(answered_at__gte=since, answered_at__lt=since + _WEEK)
    over = talked.filter(ended_at__isnull=False, sealed=False).exclude(state__in=sorted(TALKING))
    by_people = over.exclude(agent__roles__contains=[Role.DATA_CLIENT])  # a telephone system answers nobody
    return by_people.exclude(call_class=CallClass.NUISANCE).order_by()


def _drawn(call: int, agent: int, monday: dt.date, by: User, at: dt.datetime) -> QualityReview:
    return QualityReview.objects.create(
        call_id=call, org=by.org, org_code=by.org.code, agent_id=agent, week=monday, drawn_at=at, drawn_by=by
    )


@transaction.atomic
def review_call(
    review: QualityReview,
    form: QualityForm,
    points: Sequence[int],
    *,
    announced: bool,
    remarks: str,
    by: User,
    at: dt.datetime,
) -> QualityReview:
    """What was found, once; nobody reviews a call of her own. Raises NotAllowed."""
    row = QualityReview.objects.select_for_update(of=("self",)).select_related("call").get(pk=review.pk)
    if reason := why_not_judge_calls(by=by):
        raise NotAllowed(reason)
    if row.org_id != by.org_id:
        raise NotAllowed("来电由接听单位质检。")
    if row.agent_id == by.pk:
        raise NotAllowed("自己接听的来电由他人质检。")
    if row.at is not None:
        raise NotAllowed("这通来电已经质检。", code="wrong_state")
    most = [criterion["points"] for criterion in form.criteria]
    if len(points) != len(most) or any(not 0 <= given <= at_most for given, at_most in zip(points, most, strict=True)):
        raise NotAllowed("每一项的得分不能超过分值。")
    row.form, row.points, row.total = form, list(points), sum(points)
    row.announced, row.remarks, row.by, row.at = announced, remarks, by, at
    row.save(update_fields=["form", "points", "total", "announced", "remarks", "by", "at"])
    call = locked(row.call)
    call.qa_reviewed_at = at
    call.save(update_fields=["qa_reviewed_at"])
    record("quality.review", row, by=by, at=at, call=row.call_id, total=row.total)
    return row


def is_recorded(call: Call) -> bool:
    """Whether the telephone system has told where its recording lies."""
    return SwitchCall.objects.filter(call=call).exclude(recording="").exists()


@transaction.atomic
def open_recording(call: Call, *, by: User, at: dt.datetime) -> str:
    """Where the telephone system keeps it, for who may hear it: each time a line of the trail. Raises NotAllowed."""
    if not by.can(Can.HEAR_RECORDINGS):
        raise NotAllowed("您的角色不能调听录音。")
    told = SwitchCall.objects.filter(call=call, call__org=by.org_id).exclude(recording="").first()
    if told is None:
        raise NotAllowed("这通来电没有录音。")
    record("recording.open", call, by=by, at=at)
    return told.recording
