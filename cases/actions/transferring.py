"""Effects of moves that decide who holds a matter: acceptance, transfers, objections, disputes."""

from django.utils import timezone

from cases.actions import accusations
from cases.actions.documents import mark_served, write_document
from cases.actions.follow_up import visits_follow
from cases.actions.papers import tell
from cases.actions.steps import Answers, Step
from cases.actions.turns import common_superior, last_transfer, open_dispute
from cases.law import DISPUTE_DECISION, NOTICE, OBJECTION, OBJECTION_DECISION, REPORT_BACK
from cases.models import Dispute, Petition, Transfer
from cases.recusal_wall import check_no_wall
from cases.wording import Told, draft
from cases.workflow import DocumentKind, Procedure, Route, Status, ToldHow
from fedportal.deadlines.actions import cancel_deadlines, open_deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization


def accept(row: Petition, step: Step) -> None:
    """Take it on: the route and procedure decide which clock starts (art. 31, 34); the paper names its last day."""
    row.route = step.answers.route if row.is_asked("route") else ""
    row.procedure = (step.answers.procedure or Procedure.ORDINARY) if row.route == Route.OPINION else ""
    row.accepted_at = step.at
    name_handler(row, step)


def tell_accepted(row: Petition, step: Step) -> None:
    clock = row.deadlines.open().filter(kind="handle").first()
    tell(row, step, Told(step.by.org, step.at, note=step.note, due_at=clock.due_at if clock else None))


def name_handler(row: Petition, step: Step) -> None:
    """Who handles it from now on; one of the unit's own people, and nobody who has stepped aside."""
    handler = step.answers.handler
    if handler is None:
        return
    if handler.org_id != row.org_id or not handler.is_active:
        raise NotAllowed("承办人应当是本单位在用账号。")
    if row.recusals.filter(user=handler).exists():
        raise NotAllowed(f"{handler.name}已申请回避，请指定其他承办人。")
    check_no_wall(row, handler)
    if row.is_accusation and not accusations.readers(row).filter(pk=handler.pk).exists():
        raise NotAllowed(f"{handler.name}不是本件的阅读人，请先由主席（分管副主席）指定其查看。")
    row.handler = handler


def redirect(row: Petition, step: Step) -> None:
    row.competent_organ = step.answers.competent_organ
    tell(row, step, Told(step.by.org, step.at, note=step.note, competent_organ=row.competent_organ))


def refuse(row: Petition, step: Step) -> None:
    row.refusal = step.answers.refusal
    tell(row, step, Told(step.by.org, step.at, note=step.note, refusal=row.refusal))


def pass_down(row: Petition, step: Step) -> None:
    receiver = _receiver(row, step.answers)
    tell(row, step, Told(step.by.org, step.at, note=step.note, receiver=receiver))
    _hand_over(row, step, receiver, Transfer.Mode.PASS_ON)


def assign(row: Petition, step: Step) -> None:
    """As passing down, with a day for reporting back that the receiver owes."""
    receiver, day = _receiver(row, step.answers), step.answers.report_due_on
    assert day is not None  # the answers were checked
    if day <= timezone.localdate(step.at):
        raise NotAllowed("上报办理结果的期限应当晚于今天。")
    tell(row, step, Told(step.by.org, step.at, note=step.note, receiver=receiver))
    told = Told(step.by.org, step.at, note=step.note, until=day)
    letter = draft(row, DocumentKind.ASSIGNMENT, told, to=receiver.name)
    paper = write_document(row, DocumentKind.ASSIGNMENT, letter, by=step.by, at=step.at)
    mark_served(paper, how=ToldHow.WEB, served_at=step.at, by=step.by)
    _hand_over(row, step, receiver, Transfer.Mode.ASSIGN)
    open_deadline(row, REPORT_BACK.code, org=receiver, start=step.at, at=step.at, due_on=day)


def _receiver(row: Petition, answers: Answers) -> Organization:
    receiver = answers.receiver
    assert receiver is not None  # the answers were checked
    if not row.org.covers(receiver.code) or receiver.pk == row.org_id or receiver.valid_to is not None:
        raise NotAllowed("只能转送本级妇联系统内的下级单位。")
    accusations.check_receiver(row, receiver)
    return receiver


def _hand_over(row: Petition, step: Step, receiver: Organization, mode: Transfer.Mode) -> None:
    may_object = mode != Transfer.Mode.DECISION
    opener = DeadlineOpener.load(timezone.localdate(step.at))
    Transfer.objects.create(
        petition=row,
        sender=step.by.org,
        receiver=receiver,
        mode=mode,
        at=step.at,
        by=step.by,
        report_due_on=step.answers.report_due_on if mode == Transfer.Mode.ASSIGN else None,
        object_until=opener.due(OBJECTION.code, org=receiver, start=step.at) if may_object else None,
    )
    row.org, row.org_code, row.handler = receiver, receiver.code, None
    visits_follow(row, to=receiver, at=step.at)
    if row.is_accusation:
        accusations.received(row, sender=step.by, at=step.at)
    elif row.is_guarded:
        accusations.read_on(row, sender=step.by, at=step.at)


def object_(row: Petition, step: Step) -> None:
    """The receiver says it was mis-sent; the sender decides (art. 23, para 3)."""
    transfer = last_transfer(row)
    assert transfer is not None  # the guard has made sure
    transfer.objected_at, transfer.objection = step.at, step.note
    transfer.save(update_fields=["objected_at", "objection"])
    open_deadline(row, OBJECTION_DECISION.code, org=transfer.sender, start=step.at, at=step.at)


def object_agree(row: Petition, step: Step) -> None:
    """The papers go back to the sender, and the receiver's duties fall away."""
    transfer = _decided(row, step, upheld=True)
    cancel_deadlines(row, at=step.at, kinds=(NOTICE.kind, REPORT_BACK.kind), org=row.org)
    row.org, row.org_code, row.handler = transfer.sender, transfer.sender.code, None
    visits_follow(row, to=transfer.sender, at=step.at)


def object_reject(row: Petition, step: Step) -> None:
    transfer = _decided(row, step, upheld=False)
    row.status = Status.ASSIGNED if transfer.mode == Transfer.Mode.ASSIGN else Status.PASSED_DOWN


def _decided(row: Petition, step: Step, *, upheld: bool) -> Transfer:
    transfer = last_transfer(row)
    assert transfer is not None  # only who received it can have objected
    transfer.decided_at, transfer.upheld = step.at, upheld
    transfer.save(update_fields=["decided_at", "upheld"])
    return transfer


def dispute(row: Petition, step: Step) -> None:
    """Ask the lowest common superior of both units (art. 24)."""
    other = step.answers.other_unit
    assert other is not None  # the answers were checked
    if other.pk == row.org_id or other.covers(row.org_code) or row.org.covers(other.code):
        raise NotAllowed("请选择与本单位没有隶属关系的单位；对上级的转送有不同意见的，请提出异议。")
    accusations.check_not_barred(row, other)
    decider = common_superior(row.org, other)
    if decider is None:
        raise NotAllowed("两单位分属不同的省，没有共同的上级，请通过全国妇联协调。")
    Dispute.objects.create(petition=row, raised_by=row.org, other=other, decider=decider, at=step.at, reason=step.note)
    open_deadline(row, DISPUTE_DECISION.code, org=decider, start=step.at, at=step.at)


def decide_dispute(row: Petition, step: Step) -> None:
    """The superior names who handles it; that ends the question, and the new holder's clock starts."""
    unit, question = step.answers.decided_unit, open_dispute(row)
    assert unit is not None  # the answers were checked
    if not question.decider.covers(unit.code) or unit.pk == question.decider_id or unit.valid_to is not None:
        raise NotAllowed("只能裁定由本单位的下级单位承办。")
    accusations.check_receiver(row, unit)
    question.decided_at, question.decided_unit = step.at, unit
    question.save(update_fields=["decided_at", "decided_unit"])
    cancel_deadlines(row, at=step.at, kinds=(NOTICE.kind, REPORT_BACK.kind), org=row.org)
    _hand_over(row, step, unit, Transfer.Mode.DECISION)
