"""Effects of moves that decide: opinions, reviews and re-reviews up the hierarchy, hearings."""

import datetime as dt

from django.utils import timezone

from cases.actions.accusations import check_not_barred
from cases.actions.papers import answer_document, tell, window_until
from cases.actions.steps import Step
from cases.actions.turns import open_review, superior
from cases.law import HANDLE, RECHECK, REVIEW
from cases.models import Concern, Hearing, Opinion, Petition, Review
from cases.wording import Told
from cases.workflow import Outcome, Procedure, Route, Status
from fedportal.deadlines.actions import move_due, open_deadline
from fedportal.deadlines.clock import end_of_day
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization


def issue_opinion(row: Petition, step: Step) -> None:
    """The written answer of art. 32; who is unclear gets none, and the opinion needs its paper."""
    given = step.answers
    above = superior(row.org)
    told = Told(
        step.by.org,
        step.at,
        note=step.note,
        result=given.result,
        findings=given.findings,
        basis=given.basis,
        superior=above.name if above else "全国妇联",
    )
    paper = tell(row, step, told)
    if paper is None:
        raise NotAllowed("姓名、住址不清的，无法送达处理意见书，请先补正信访人信息。")
    Opinion.objects.create(
        petition=row,
        document=paper,
        result=given.result,
        findings=given.findings,
        basis=given.basis,
        at=step.at,
    )
    _may_be_asked(row, above)


def _may_be_asked(row: Petition, unit: Organization | None) -> None:
    """The paper names this unit as the next to ask. A province sees only what has come close to it (cases.knowing),
    and the petitioner comes to its desk before any duty does."""
    if unit is not None and unit.level == Level.PROVINCE:
        Concern.objects.get_or_create(petition=row, org=unit, reader=None)


def ask_review(row: Petition, step: Step) -> None:
    _ask(row, step, Review.Stage.REVIEW, superior(row.org))


def ask_recheck(row: Petition, step: Step) -> None:
    reviewer = row.reviews.filter(stage=Review.Stage.REVIEW).select_related("org").latest("decided_at").org
    _ask(row, step, Review.Stage.RECHECK, superior(reviewer))


def _ask(row: Petition, step: Step, stage: Review.Stage, reviewer: Organization | None) -> None:
    """Within 30 days of the written answer, at the unit one level above, which then has 30 days (art. 35, 36)."""
    paper, day = answer_document(row), step.answers.requested_on
    assert paper is not None  # the guard has made sure: there is one, it is served, and there is a unit above
    assert paper.served_at is not None
    assert reviewer is not None
    assert day is not None
    check_not_barred(row, reviewer)
    until = window_until(paper, paper.served_at)
    if not timezone.localdate(paper.served_at) <= day <= timezone.localdate(step.at):
        raise NotAllowed("收到申请的日期应当在送达之后，不能晚于今天。")
    if day > timezone.localdate(until):
        raise NotAllowed(
            f"信访人自收到书面答复之日起 30 日内可以申请{stage.label}，{timezone.localdate(until)} 已截止。"
        )
    requested_at = min(step.at, end_of_day(timezone.make_aware(dt.datetime.combine(day, dt.time()))))
    Review.objects.create(petition=row, stage=stage, org=reviewer, requested_at=requested_at, reason=step.note)
    limit = REVIEW if stage == Review.Stage.REVIEW else RECHECK
    open_deadline(row, limit.code, org=reviewer, start=requested_at, at=step.at)


def decide_review(row: Petition, step: Step) -> None:
    """Kept or changed: the review stands. Sent back: the handling unit starts again, with its whole limit."""
    _decide(row, step)
    if step.answers.outcome != Outcome.REDO:
        row.status = Status.REVIEWED
        return
    row.status, row.procedure = Status.REOPENED, Procedure.ORDINARY if row.route == Route.OPINION else ""
    if row.owes(HANDLE):
        open_deadline(row, HANDLE.code, org=row.org, start=step.at, at=step.at)


def decide_recheck(row: Petition, step: Step) -> None:
    """The third and last stage: the matter is terminated (art. 36, para 3)."""
    if step.answers.outcome == Outcome.REDO:
        raise NotAllowed("复核意见为终结意见，请选择维持或者变更。")
    _decide(row, step)
    row.closed_at = step.at


def _decide(row: Petition, step: Step) -> None:
    given, review = step.answers, open_review(row)
    above = superior(step.by.org)
    told = Told(
        step.by.org,
        step.at,
        note=step.note,
        outcome=given.outcome,
        findings=given.findings,
        basis=given.basis,
        superior=above.name if above else "全国妇联",
    )
    review.document = tell(row, step, told)
    review.decided_at, review.outcome = step.at, given.outcome
    review.findings, review.basis = given.findings, given.basis
    review.save(update_fields=["document", "decided_at", "outcome", "findings", "basis"])
    _may_be_asked(row, above)


def hold_hearing(row: Petition, step: Step) -> None:
    """Call a hearing. In a re-review the planned days are left out of the limit at once; its end corrects them."""
    first, last = step.answers.hearing_from, step.answers.hearing_until
    assert first is not None  # the answers were checked
    assert last is not None
    if last < first:
        raise NotAllowed("听证结束日期不能早于开始日期。")
    hearing = Hearing.objects.create(
        petition=row,
        org=step.by.org,
        begins_on=first,
        planned_until=last,
        notice=step.note,
        counted_out=row.status == Status.UNDER_RECHECK,
    )
    _leave_out(row, step, hearing, (last - first).days + 1)


def end_hearing(row: Petition, step: Step) -> None:
    """The days that it really took are left out, no more and no fewer."""
    hearing, last = row.hearings.get(held_until=None), step.answers.held_until
    assert last is not None  # the answers were checked
    if last < hearing.begins_on or last > timezone.localdate(step.at):
        raise NotAllowed("听证结束日期应当在开始之后，不能晚于今天。")
    hearing.held_until, hearing.minutes = last, step.note
    hearing.save(update_fields=["held_until", "minutes"])
    _leave_out(row, step, hearing, (last - hearing.planned_until).days)


def _leave_out(row: Petition, step: Step, hearing: Hearing, days: int) -> None:
    clock = row.deadlines.open().filter(kind=RECHECK.kind).first()
    if hearing.counted_out and clock is not None and days:
        due_at = end_of_day(clock.due_at, days)
        move_due(clock, due_at=due_at, by=step.by, reason="听证所需时间不计算在复核期限内", at=step.at)
