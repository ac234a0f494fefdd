"""Effects of moves by which a leader answers for a matter in person, or a matter becomes major and urgent."""

from cases.actions.accusations import readers
from cases.actions.steps import Step
from cases.law import URGENT_KINDS
from cases.models import LeaderCase, Petition
from cases.recusal_wall import check_no_wall
from fedportal.accounts.roles import Role
from fedportal.deadlines.actions import cancel_deadlines
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell


def take_in_person(row: Petition, step: Step) -> None:
    """A leader of the unit that makes the move answers for it (art. 18); whoever handles it goes on handling."""
    leader = step.answers.leader
    assert leader is not None  # the answers were checked
    if leader.org_id != step.by.org_id or not leader.is_active or Role.UNIT_HEAD not in leader.roles:
        raise NotAllowed("包案领导应当是本单位的主席、副主席。")
    if row.recusals.filter(user=leader).exists():
        raise NotAllowed(f"{leader.name}已申请回避，请另选包案领导。")
    check_no_wall(row, leader)
    if row.is_accusation and not readers(row).filter(pk=leader.pk).exists():
        raise NotAllowed(f"{leader.name}不是本件的阅读人，不能包案。")
    LeaderCase.objects.create(petition=row, leader=leader, taken_at=step.at, taken_by=step.by, reason=step.note)
    tell(row, org=step.by.org, roles=[Role.UNIT_HEAD], text="有信访事项由本单位领导包案", at=step.at)
    if step.by.org_id != row.org_id:
        tell(row, org=row.org, roles=[Role.HANDLER, Role.SECTION_HEAD], text="上级领导包案，请配合办理", at=step.at)


def end_in_person(row: Petition, step: Step) -> None:
    taken = open_case(row)
    assert taken is not None  # the guard has made sure
    taken.ended_at, taken.ended_by, taken.outcome = step.at, step.by, step.note
    taken.save(update_fields=["ended_at", "ended_by", "outcome"])


def open_case(row: Petition) -> LeaderCase | None:
    """Which leader answers for the matter now."""
    return LeaderCase.objects.open().filter(petition=row).select_related("leader__org").first()


def mark_urgent(row: Petition, step: Step) -> None:
    row.urgent = True


def unmark_urgent(row: Petition, step: Step) -> None:
    """It was marked by mistake, and nothing has been reported: the superior is told, so that nothing is hidden."""
    row.urgent = False
    cancel_deadlines(row, at=step.at, kinds=URGENT_KINDS)
    if step.by.org.parent is not None:
        roles = [Role.SUPERVISOR, Role.UNIT_HEAD]
        text = f"{step.by.org.name}撤销了一件重大紧急事项，请核查理由"
        tell(row, org=step.by.org.parent, roles=roles, text=text, at=step.at, light=Light.RED)
