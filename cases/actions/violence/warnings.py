"""Warning letters of which the federation was told, and the visits by which they are looked after (D5 to D13)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.holding_back import leaves_a_task, note_despite
from cases.actions.violence.clocks import owe_visit
from cases.actions.violence.course import relapse
from cases.actions.violence.story import course_of, not_later, tell_story
from cases.models import Petition, PoliceReport, WarningLetter, WarningVisit
from cases.safe_contact import Going, pass_gate
from cases.violence_law import CLEAN_VISITS_END, WARNING_VISIT
from cases.workflow.contacting import Way
from cases.workflow.violence_reports import PoliceResult, WarningEnd, WarningFinding
from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import moment

FOUND = (WarningFinding.CLEAN, WarningFinding.VIOLENCE)


@dataclass(frozen=True)
class Warned:
    """What stands in the letter, and which committee visits."""

    station: str
    number: str
    issued_on: dt.date
    delivered_on: dt.date
    committee: str = ""


@transaction.atomic
def record_warning(petition: Petition, warned: Warned, *, by: User, at: dt.datetime) -> WarningLetter:
    """The police told of a warning letter: it is visited from now on, in place of any before. Raises NotAllowed."""
    course = course_of(petition, by=by, act="登记告诫书")
    row = course.petition
    if not warned.station.strip() or not warned.number.strip():
        raise NotAllowed("请填写出具的公安机关和告诫书编号。")
    if not warned.issued_on <= warned.delivered_on <= timezone.localdate(at):
        raise NotAllowed("送达日期应当在出具之后，不能晚于今天。")
    for before in row.warning_letters.select_for_update().filter(ended_at=None):
        _end(before, WarningEnd.REPLACED, at=at)
    made = WarningLetter.objects.create(
        petition=row,
        report=_reported(row),
        station=warned.station.strip(),
        number=warned.number.strip(),
        issued_on=warned.issued_on,
        delivered_on=warned.delivered_on,
        committee=warned.committee.strip(),
        recorded_at=at,
        by=by,
    )
    owe_visit(made, None, at=at)
    data = {"police": made.station, "warning": made.number, "delivered_on": made.delivered_on.isoformat()}
    tell_story("violence.warning", made, row, data, by=by, at=at)
    return made


def _reported(row: Petition) -> PoliceReport | None:
    """The newest report that ended in a warning letter."""
    return row.police_reports.filter(result=PoliceResult.WARNING).order_by("-result_at").first()


@dataclass(frozen=True)
class Visited:
    """How a visit went. `despite`: how it came that she was reached against what she had asked for."""

    visited_at: dt.datetime
    channel: str
    safe_to_talk: bool
    finding: str
    note: str = ""
    educated: bool = False
    despite: str = ""
    happened_at: dt.datetime | None = None  # the violence that it found, where that is known


@leaves_a_task
@transaction.atomic
def record_warning_visit(letter: WarningLetter, visited: Visited, *, by: User, at: dt.datetime) -> WarningVisit:
    """One visit: after three clean ones in a row there are no more; violence begins the course anew.

    Raises NotAllowed; HeldBack where she may not be reached like that, and the visit does not say how it came about.
    """
    course = course_of(letter.petition, by=by, act="登记查访")
    row = course.petition
    going = Going(row, Way(visited.channel), "告诫书查访", by, visited.visited_at)
    note_despite(going, visited.despite) if visited.despite else pass_gate(going)
    running = WarningLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    running.petition = row
    _check(running, visited, at)
    made = WarningVisit.objects.create(
        petition=row,
        letter=running,
        first=visited.finding in FOUND and not running.visits.filter(first=True).exists(),
        visited_at=visited.visited_at,
        finding=visited.finding,
        channel=visited.channel,
        safe_to_talk=visited.safe_to_talk,
        educated=visited.educated,
        note=visited.note.strip(),
        recorded_at=at,
        by=by,
    )
    if made.finding in FOUND:  # else the duty goes on as it was
        meet_deadlines(row, kinds=[WARNING_VISIT.kind], item=running.item, at=visited.visited_at)
        if is_over(running):
            _end(running, WarningEnd.CLEAN, at=at)
        else:
            owe_visit(running, made, at=at)
    _tell(made, by=by, at=at)
    if made.finding == WarningFinding.VIOLENCE:
        happened_at = visited.happened_at or visited.visited_at
        relapse(course, happened_at=happened_at, note="告诫书查访发现再次施暴。", by=by, at=at)
    return made


def is_over(letter: WarningLetter) -> bool:
    """Whether the last three visits after the first one found no violence (公通字〔2024〕34号 art. 12)."""
    later = list(letter.visits.filter(first=False, finding__in=FOUND))[-CLEAN_VISITS_END:]
    return len(later) == CLEAN_VISITS_END and all(visit.finding == WarningFinding.CLEAN for visit in later)


def _check(running: WarningLetter, visited: Visited, at: dt.datetime) -> None:
    last = running.visits.last()
    if running.ended_at is not None:
        raise NotAllowed("这份告诫书的查访已经结束。", code="condition")
    not_later(visited.visited_at, at, "查访时间")
    if timezone.localdate(visited.visited_at) < running.delivered_on or (
        last and visited.visited_at <= last.visited_at
    ):
        raise NotAllowed("查访时间应当在送达和上一次查访之后。")
    if visited.finding not in WarningFinding.values:
        raise NotAllowed("请选择查访结果。")
    if not visited.safe_to_talk and visited.finding in FOUND:
        raise NotAllowed("她不便说话的，请登记“没有见到或者不便说话”，另约时间再查访。")
    if visited.happened_at and (
        visited.finding != WarningFinding.VIOLENCE or visited.happened_at > visited.visited_at
    ):
        raise NotAllowed("查访发现再次施暴的，才填写施暴时间，不能晚于查访。")
    if visited.finding != WarningFinding.CLEAN and not visited.note.strip():
        raise NotAllowed("再次施暴、没有见到或者不便说话的，请写明情况。")


def _end(letter: WarningLetter, why: WarningEnd, *, at: dt.datetime) -> None:
    letter.ended_at, letter.ended = at, why
    letter.save(update_fields=["ended_at", "ended"])
    cancel_deadlines(letter.petition, kinds=[WARNING_VISIT.kind], item=letter.item, at=at)


def _tell(made: WarningVisit, *, by: User, at: dt.datetime) -> None:
    found = made.get_finding_display()
    data = {"warning": made.letter.number, "visited_at": moment(made.visited_at), "visit_found": found}
    ended = made.letter.get_ended_display() if made.letter.ended else ""
    tell_story("violence.warning_visit", made, made.petition, data | {"visits_ended": ended}, by=by, at=at)
