"""An urgent matter before its reader: who was told and acknowledged at each level, and the chain of its reports."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.actions.urgent_chain import may_report, open_duty
from cases.law import URGENT_KINDS
from cases.models import Petition, Receiver, UrgentReport
from cases.shown import short
from cases.timeline import climb_words
from cases.urgent_wording import report_name
from cases.workflow import ReportStage
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.lib.templatetags.portal import moment

PROMPT = dt.timedelta(minutes=10)  # what is recorded later than this was recorded afterwards


@dataclass
class Desk:
    """One level of the ladder: when the lateness came to it, and who acknowledged it there."""

    name: str
    level: str
    reached_at: dt.datetime
    words: str
    acknowledged_at: dt.datetime | None = None
    acknowledged_by: str = ""


@dataclass(frozen=True)
class Line:
    """One report with its receivers."""

    report: UrgentReport
    name: str
    receivers: list[Receiver] = field(default_factory=list)

    @property
    def recorded_later(self) -> bool:
        sent_at, recorded_at = self.report.sent_at, self.report.recorded_at
        return sent_at is not None and recorded_at is not None and recorded_at - sent_at > PROMPT


@dataclass(frozen=True)
class UrgentBoard:
    """Everything that the page shows of it."""

    desks: list[Desk]
    next_rung: str  # who will be told next, unless it is answered
    duty: Deadline | None
    lines: list[Line]
    draft: UrgentReport | None
    may_write: bool
    may_record: bool  # who signed outside the portal

    @property
    def is_ended(self) -> bool:
        return self.duty is None and bool(self.lines)


def urgent_board(row: Petition, user: User) -> UrgentBoard | None:
    """None where the matter is not urgent."""
    if not row.urgent:
        return None
    duty = open_duty(row)
    lines = _lines(row)
    draft = next((line.report for line in lines if line.report.sent_at is None), None)
    may = user.can(Can.HANDLE)
    return UrgentBoard(
        desks=_desks(row),
        next_rung=_next_rung(duty),
        duty=duty,
        lines=lines,
        draft=draft,
        may_write=may and draft is None and may_report(row, duty, user.org_id),
        may_record=may,
    )


def _desks(row: Petition) -> list[Desk]:
    """Each unit once, in the order in which it was told, with its first acknowledgement."""
    climbs = Escalation.objects.filter(deadline__in=row.deadlines.filter(kind__in=URGENT_KINDS)).order_by("at", "pk")
    climbs = climbs.select_related("deadline__ladder", "from_desk", "to_desk", "acknowledged_by")
    desks: dict[int, Desk] = {}
    for climb in climbs.prefetch_related("deadline__ladder__rungs"):
        desk = desks.get(climb.to_desk_id) or _desk(climb)
        if desk.acknowledged_at is None and climb.acknowledged_by is not None:
            desk.acknowledged_at, desk.acknowledged_by = climb.acknowledged_at, climb.acknowledged_by.name
        desks[climb.to_desk_id] = desk
    return list(desks.values())


def _desk(climb: Escalation) -> Desk:
    rung = next((rung for rung in climb.deadline.ladder.rungs.all() if rung.step == climb.step), None)
    org = climb.to_desk
    return Desk(short(org.name), org.get_level_display(), climb.at, climb_words(climb, rung))


def _next_rung(duty: Deadline | None) -> str:
    rung = duty.ladder.rungs.filter(step=duty.next_step).first() if duty else None
    return f"{moment(duty.climb_at)}：{rung.demand}" if duty and rung else ""


def _lines(row: Petition) -> list[Line]:
    """The reports in order, the follow-ups numbered within their chain."""
    reports = row.urgent_reports.select_related("document__org", "sent_by", "written_by").order_by("sequence")
    lines, follow_ups = [], 0
    for report in reports.prefetch_related("document__receivers__org"):
        follow_ups = 0 if report.stage == ReportStage.FIRST else follow_ups + (report.stage == ReportStage.FOLLOW_UP)
        lines.append(Line(report, report_name(report.stage, follow_ups), _in_order(report.document.receivers.all())))
    return lines


def _in_order(receivers: Iterable[Receiver]) -> list[Receiver]:
    return sorted(receivers, key=lambda receiver: receiver.pk)
