"""Joining petitions and parting them again: effects of the moves, and what forbids them."""

import datetime as dt

from cases.actions.letter_guards import why_letters_keep_open
from cases.actions.steps import Answers, Step
from cases.actions.violence.guards import why_not_joined
from cases.law import REPORT_BACK, URGENT_REPORT
from cases.models import Event, Merger, Petition
from cases.shown import short
from cases.workflow import Move, Refusal, Status
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, resume_deadlines
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers

# Towards whoever asked for the report; joining must be no way around them.
REPORTS = (REPORT_BACK.kind, URGENT_REPORT.kind)
STAYS = frozenset({Status.ARCHIVED, Status.TERMINATED})


def partners(petition: Petition, move: Move, answers: Answers) -> set[int]:
    """The petitions that this move changes besides: they are locked with it, in one order for everybody."""
    if move.name == "merge" and answers.survivor is not None:
        return {answers.survivor.pk}
    if move.name == "split":
        return set(petition.mergers.holding().values_list("survivor", flat=True))
    return set()


def merge(row: Petition, step: Step) -> None:
    """Its clocks end, its contacts count with the survivor; what it was is kept (domain.md 3.2)."""
    assert step.answers.survivor is not None  # the answers were checked
    survivor = Petition.objects.select_related("org").get(pk=step.answers.survivor.pk)
    _check_survivor(row, survivor, step.by)
    clocks = dict(row.deadlines.open().values_list("pk", "awaiting_ack"))
    cancel_deadlines(row, at=step.at)
    Merger.objects.create(
        petition=row,
        survivor=survivor,
        resumes=step.source,
        contacts=row.repeat_count,
        clocks=clocks,
        merged_at=step.at,
        merged_by=step.by,
    )
    row.closed_at = step.at
    _count(survivor, row.repeat_count)
    _tell_survivor("petition.absorb", survivor, row, step)


def _check_survivor(row: Petition, survivor: Petition, by: User) -> None:
    if survivor.pk == row.pk:
        raise NotAllowed("不能并入本件自己，请选择另一件。")
    if survivor.org_id != row.org_id or not Petition.objects.visible_to(by).filter(pk=survivor.pk).exists():
        raise NotAllowed("只能并入本单位承办的信访事项。")
    if survivor.status == Status.MERGED:
        into = survivor.mergers.holding().select_related("survivor").get().survivor
        raise NotAllowed(f"{survivor.number} 已经并入 {into.number}，请选择后者。")
    if not survivor.is_open:
        raise NotAllowed(f"{survivor.number} 现为“{survivor.get_status_display()}”，不能再并入。")
    if survivor.is_accusation != row.is_accusation:
        raise NotAllowed("检举控告事项只限指定人员查阅，不能与其他事项并案。")


def split(row: Petition, step: Step) -> None:
    """It is again what it was; its clocks run on to their old last days, late ones late."""
    merger = row.mergers.holding().select_related("survivor__org").get()
    row.status, row.closed_at = Status(merger.resumes), None
    merger.split_at, merger.split_by = step.at, step.by
    merger.save(update_fields=["split_at", "split_by"])
    resume_deadlines(row, {int(pk): waited for pk, waited in merger.clocks.items()})
    _count(merger.survivor, -merger.contacts)
    _tell_survivor("petition.release", merger.survivor, row, step)


def _count(survivor: Petition, contacts: int) -> None:
    survivor.repeat_count += contacts
    survivor.save(update_fields=["repeat_count"])


def _tell_survivor(verb: str, survivor: Petition, row: Petition, step: Step) -> None:
    Event.objects.create(
        petition=survivor,
        verb=verb,
        at=step.at,
        actor=step.by,
        org=step.by.org,
        note=step.note,
        data={"member": row.number},
    )
    record(verb, survivor, by=step.by, at=step.at, member=row.pk)


def unlink(row: Petition, step: Step) -> None:
    row.same_as = None


def why_not_merge(row: Petition, by: User, at: dt.datetime) -> str:
    if row.absorbed.holding().exists():
        return "已有其他事项并入本件：请先分案，或者把对方并入本件。"
    if reason := why_not_joined(row):
        return reason
    for duty in row.deadlines.open().select_related("org").order_by("due_at"):
        if reason := _owed_to_others(row, duty):
            return reason
    return why_letters_keep_open(row)


def _owed_to_others(row: Petition, duty: Deadline) -> str:
    label = duty.derivation["label"]
    if duty.org_id != row.org_id:
        return f"{short(duty.org.name)}的“{label}”还没有完成，完成以后才能并案。"
    asked = duty.kind in REPORTS or duty.item  # by a superior; by a letter, an order or the like
    return f"“{label}”还没有完成，完成以后才能并案。" if asked else ""


def why_not_split(row: Petition, by: User, at: dt.datetime) -> str:
    survivor = row.mergers.holding().select_related("survivor").get().survivor
    if survivor.status in STAYS:
        return f"所并入的 {survivor.number} 现为“{survivor.get_status_display()}”，不能再分案。"
    return ""


@beyond_readers("the earlier matter may be another unit's, which alone is told")
def refusal_of(row: Petition) -> Refusal | None:
    """For which reason it is not accepted, if it is linked to an earlier one in progress or ended for good."""
    earlier = row.same_as
    if earlier is None or earlier.is_accusation != row.is_accusation:  # it became one: its repeats say nothing of it
        return None
    if earlier.is_final:
        return Refusal.FINAL
    return Refusal.DUP_IN_PROGRESS if earlier.is_open or earlier.status == Status.MERGED else None


@beyond_readers("the earlier matter may be another unit's, which alone is told")
def why_not_accept(row: Petition, by: User, at: dt.datetime) -> str:
    """What is in progress elsewhere is not accepted twice (art. 19), nor what was decided finally (art. 36)."""
    otherwise = "请选择“不予受理”；核实后不是同一事项的，请先选“不是同一事项”。"
    refusal = refusal_of(row)
    if row.same_as is None or refusal is None:
        return ""
    if refusal == Refusal.FINAL:
        return f"同一事项已经复核终结，不再受理（条例第三十六条）。{otherwise}"
    return f"同一事项正由{short(row.same_as.org.name)}办理，不能重复受理（条例第十九条）。{otherwise}"


def why_not_unlink(row: Petition, by: User, at: dt.datetime) -> str:
    return "" if row.same_as_id else "本件没有关联其他信访事项。"
