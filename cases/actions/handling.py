"""Effects of moves in handling: who works on it, mediation, diversion, extension, reports."""

import datetime as dt

from django.utils import timezone

from cases.actions.papers import tell
from cases.actions.steps import Step
from cases.actions.transferring import name_handler
from cases.law import EXTENSION_AT_MOST, HANDLE, JUDICIAL_CONFIRM, MEDIATION, PERFORMANCE
from cases.limitations import LIMITATIONS
from cases.models import Diversion, Extension, Mediation, Petition, Recusal
from cases.wording import Told
from cases.workflow import Performance, Procedure, Status
from fedportal.accounts.models import User
from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.actions import cancel_deadlines, extend, open_deadline
from fedportal.deadlines.clock import end_of_day, end_of_day_on, last_day
from fedportal.lib.refusals import NotAllowed


def start(row: Petition, step: Step) -> None:
    if row.handler is None:
        row.handler = step.by


def reassign(row: Petition, step: Step) -> None:
    name_handler(row, step)


def recuse(row: Petition, step: Step) -> None:
    """Step aside: one's own interest is written down, and the matter waits for another handler (art. 28, para 3)."""
    Recusal.objects.get_or_create(petition=row, user=step.by, defaults={"at": step.at, "reason": step.note})
    if row.handler_id == step.by.pk:
        row.handler = None


def assess_danger(row: Petition, step: Step) -> None:
    row.danger = step.answers.danger


def reply(row: Petition, step: Step) -> None:
    tell(row, step, Told(step.by.org, step.at, note=step.note))


def mediate(row: Petition, step: Step) -> None:
    kind, resumes = step.answers.mediation_kind, step.source
    Mediation.objects.create(petition=row, kind=kind, resumes=resumes, started_at=step.at, by=step.by)


def mediation_agreed(row: Petition, step: Step) -> None:
    """An agreement in writing (art. 33), which both may bring before the court within 30 days."""
    mediation = _ended(row, step, terms=step.answers.agreed_terms)
    # an agreement takes the place of the one before it
    cancel_deadlines(row, at=step.at, kinds=(JUDICIAL_CONFIRM.kind, PERFORMANCE.kind))
    told = Told(step.by.org, step.at, note=step.note, terms=mediation.terms, mediation_kind=mediation.kind)
    tell(row, step, told)


def mediation_failed(row: Petition, step: Step) -> None:
    _ended(row, step, terms="")


def _ended(row: Petition, step: Step, *, terms: str) -> Mediation:
    mediation = row.mediations.get(ended_at=None)
    mediation.ended_at, mediation.terms = step.at, terms
    mediation.save(update_fields=["ended_at", "terms"])
    row.status = Status(mediation.resumes)
    return mediation


def confirm_agreement(row: Petition, step: Step) -> None:
    agreed = row.mediations.exclude(terms="").latest("ended_at")
    agreed.confirmation = step.answers.confirmation
    agreed.save(update_fields=["confirmation"])


def prolong_mediation(row: Petition, step: Step) -> None:
    """Longer than the usual month, where both sides agree (人民调解工作若干规定 art. 33)."""
    until, clock = step.answers.mediate_until, row.deadlines.open().get(kind=MEDIATION.kind)
    assert until is not None  # the answers were checked
    if until <= timezone.localdate(clock.due_at):
        raise NotAllowed(f"延长后的日期应当晚于原定的 {timezone.localdate(clock.due_at)}。")
    extend(clock, due_at=end_of_day_on(until), by=step.by, reason=step.note, at=step.at)


def record_performance(row: Petition, step: Step) -> None:
    """What became of the agreement; one that is performed in part is looked after again (人民调解法 art. 31)."""
    agreed = row.mediations.exclude(terms="").latest("ended_at")
    agreed.performance = step.answers.performance
    agreed.save(update_fields=["performance"])
    if agreed.performance == Performance.PARTLY:
        open_deadline(row, PERFORMANCE.code, org=row.org, start=step.at, at=step.at)


def divert(row: Petition, step: Step) -> None:
    """Lead her to the procedure that the law has for it, and say until when she may begin it (art. 31)."""
    given = step.answers
    assert given.known_on is not None  # the answers were checked
    if given.known_on > timezone.localdate(step.at):
        raise NotAllowed("时效起算日不能晚于今天。")
    until = limitation_until(given.remedy, given.known_on)
    row.competent_organ = given.competent_organ
    organ = given.competent_organ
    Diversion.objects.create(
        petition=row, remedy=given.remedy, organ=organ, known_on=given.known_on, until=until, at=step.at
    )
    cancel_deadlines(row, at=step.at, kinds=(HANDLE.kind,))
    told = Told(step.by.org, step.at, note=step.note, remedy=given.remedy, until=until, competent_organ=organ)
    tell(row, step, told)


def limitation_until(remedy: str, known_on: dt.date) -> dt.date | None:
    """The last day of the limitation time of that procedure; None where the portal knows no number."""
    limitation = LIMITATIONS.get(remedy)
    if limitation is None:
        return None
    return last_day(known_on, limitation.amount, limitation.unit, WorkingDays.load())


def request_extension(row: Petition, step: Step) -> None:
    days = step.answers.days or 0
    if not 1 <= days <= EXTENSION_AT_MOST:
        raise NotAllowed(f"延长的天数应当在 1 到 {EXTENSION_AT_MOST} 日之间（条例第三十四条）。")
    Extension.objects.create(petition=row, days=days, reason=step.note, asked_at=step.at, asked_by=step.by)


def approve_extension(row: Petition, step: Step) -> None:
    """The head of the unit grants it; the petitioner is told the reason (art. 34)."""
    extension = _extension_decided(row, step.by, step.at, approved=True)
    clock = row.deadlines.open().get(kind=HANDLE.kind)
    due_at = end_of_day(clock.due_at, extension.days)
    extend(clock, due_at=due_at, by=step.by, reason=extension.reason, at=step.at)
    told = Told(step.by.org, step.at, note=extension.reason, days=extension.days, due_at=due_at)
    tell(row, step, told)


def refuse_extension(row: Petition, step: Step) -> None:
    _extension_decided(row, step.by, step.at, approved=False)


def _extension_decided(row: Petition, by: User, at: dt.datetime, *, approved: bool) -> Extension:
    extension = row.extensions.get(decided_at=None)
    extension.decided_at, extension.decided_by, extension.approved = at, by, approved
    extension.save(update_fields=["decided_at", "decided_by", "approved"])
    return extension


def to_ordinary(row: Petition, step: Step) -> None:
    """The simple procedure ends; the sixty days count from the acceptance, as they always would have."""
    row.procedure = Procedure.ORDINARY
    cancel_deadlines(row, at=step.at, kinds=(HANDLE.kind,))
    open_deadline(row, HANDLE.code, org=row.org, start=row.accepted_at or step.at, at=step.at)
