"""Applying for a name, and each move of an application: lock, check, apply, its clocks, write it down, tell."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import (
    JUDGED_AT,
    MOVES,
    AccreditationKind,
    AccreditationMove,
    AccreditationState,
    Ground,
    Side,
)
from stations.actions.accreditation_story import locked, tell_unit, write
from stations.actions.station_checks import is_of
from stations.check_law import ACCREDITATION_JUDGE, ACCREDITATION_REVIEW, ACCREDITATION_SUPPLEMENT
from stations.gates import KIND_AT, Gate, gate_of, judges_of, levels_for, newest_self_check, village_gate
from stations.models import Accreditation, Station

CHANGED = (
    *("state", "gate_check", "self_check", "moved_at", "named_at", "namer", "valid_until", "ended_at", "ground"),
    "statement",
)
TWICE = "已有一件申报正在办理。"
_S = AccreditationState


@dataclass(frozen=True)
class Application:
    """What is applied for: a station, or a unit itself, at that level, with a report on oneself."""

    kind: AccreditationKind
    level: Level
    statement: str
    station: Station | None = None
    unit: Organization | None = None


def why_not_apply(kind: str, unit: Organization, *, by: User) -> str:
    """Why she may not apply for it; empty if she may."""
    if not by.can(Can.KEEP_STATIONS):
        return "您的角色不能申报示范创建。"
    if kind == AccreditationKind.STATION:
        return "" if is_of(unit, by) else "示范站由站点所在单位申报，村（社区）的站点由乡镇（街道）申报。"
    if unit.level != KIND_AT[AccreditationKind(kind)]:
        return "这个单位不能申报这一类示范创建。"
    nominated = kind == AccreditationKind.NO_VIOLENCE and unit.parent_id == by.org_id
    return (
        "" if nominated or unit.pk == by.org_id else "示范单位由本单位申报，零家庭暴力社区（村庄）由乡镇（街道）推荐。"
    )


@transaction.atomic
def apply_for(asked: Application, *, by: User, at: dt.datetime) -> Accreditation:
    """A draft: nobody above sees it yet. Raises NotAllowed."""
    unit = asked.station.org if asked.station else asked.unit
    if unit is None:
        raise NotAllowed("请选择申报的站点或者单位。")
    if reason := why_not_apply(asked.kind, unit, by=by):
        raise NotAllowed(reason)
    if asked.level not in levels_for(asked.kind, unit, by.org):
        raise NotAllowed("不能申报这个级别。", code="condition")
    if not asked.statement.strip():
        raise NotAllowed("请填写自评报告。", code="condition")
    try:
        with transaction.atomic():
            row = Accreditation.objects.create(
                kind=asked.kind,
                level=asked.level,
                station=asked.station,
                unit=unit,
                org_code=unit.code,
                applicant=by.org,
                statement=asked.statement.strip(),
                by=by,
                at=at,
                moved_at=at,
            )
    except IntegrityError as clash:
        raise NotAllowed(TWICE, code="wrong_state") from clash
    write(row, "apply", "", by=by, at=at)
    return row


@transaction.atomic
def restate(row: Accreditation, statement: str, *, by: User, at: dt.datetime) -> Accreditation:
    """Another report on oneself, while it lies with who applies. Raises NotAllowed."""
    fresh = locked(row)
    if fresh.applicant_id != by.org_id or not by.can(Can.KEEP_STATIONS):
        raise NotAllowed("申报材料由申报单位修改。")
    if fresh.state not in (_S.DRAFT, _S.RETURNED):
        raise NotAllowed("已经报送的材料不能再改。", code="wrong_state")
    fresh.statement, fresh.moved_at = statement.strip(), at
    fresh.save(update_fields=["statement", "moved_at"])
    record("accreditation.restate", fresh, by=by, at=at)
    return fresh


def why_not(row: Accreditation, move: AccreditationMove, *, by: User, at: dt.datetime) -> str:
    """Why it may not be made now, whatever is answered; empty if it may."""
    reason = _not_hers(row, move, by) or _wrong_state(row, move) or _wrong_way(row, move)
    return reason or _shut(row, move, by, at).shut


def _not_hers(row: Accreditation, move: AccreditationMove, by: User) -> str:
    if by.speaks_for or not by.can(move.needs):
        return f"您的角色不能“{move.label}”。"
    if move.side is Side.JUDGE and row.judged_at is None:
        return ""  # judged already: where it stands is what she is told
    unit = _unit_of(row, move.side)
    if unit is None or unit.pk != by.org_id:
        whose = {Side.APPLICANT: "申报单位", Side.JUDGE: "审核单位", Side.NAMER: "命名单位"}[move.side]
        return f"只有{whose}可以“{move.label}”。"
    return ""


def _unit_of(row: Accreditation, side: Side) -> Organization | None:
    if side is Side.APPLICANT:
        return row.applicant
    if side is Side.NAMER:
        return row.namer
    return next((judge for judge in judges_of(row.unit, row.applicant) if judge.level == row.judged_at), None)


def _wrong_state(row: Accreditation, move: AccreditationMove) -> str:
    if row.state in move.source:
        return ""
    return f"申报现为“{AccreditationState(row.state).label}”，不能“{move.label}”。"


def _wrong_way(row: Accreditation, move: AccreditationMove) -> str:
    """Level by level: none is left out, and none above the one applied for is asked."""
    if move.names and row.judged_at != row.level:
        return f"申报的是{row.get_level_display()}，本级同意以后报上一级审核。"
    if move.passes_on and row.judged_at == row.level:
        return f"申报的是{row.get_level_display()}，由本级决定。"
    towards = JUDGED_AT.get(move.target)
    if towards is None:
        return ""
    levels = [judge.level for judge in judges_of(row.unit, row.applicant)]
    left = levels if move.side is Side.APPLICANT else [level for level in levels if level < (row.judged_at or 0)]
    return "" if left and left[0] == towards else f"应当逐级报送，不能“{move.label}”。"


def _shut(row: Accreditation, move: AccreditationMove, by: User, at: dt.datetime) -> Gate:
    """A village is nominated whatever happened there: who nominates it learns nothing."""
    if not move.gate:
        return Gate(check=row.gate_check)
    if row.kind == AccreditationKind.NO_VIOLENCE:
        return Gate() if move.side is Side.APPLICANT else village_gate(row, by, at)
    return gate_of(row, timezone.localdate(at))


@transaction.atomic
def advance_accreditation(
    accreditation: Accreditation,
    move: AccreditationMove,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    ground: str = "",
) -> Accreditation:
    """Make one move. Raises NotAllowed with a sentence where side, right, state, gate or an answer forbids it."""
    row = locked(accreditation)
    if move.side is Side.APPLICANT and row.station is not None and move.gate:
        row.self_check = newest_self_check(row.station, timezone.localdate(at))
    if reason := why_not(row, move, by=by, at=at):
        raise NotAllowed(reason, code="condition")
    if move.note_required and not note.strip():
        raise NotAllowed(f"请填写{move.note_label}。")
    if "ground" in move.asks and ground not in Ground:
        raise NotAllowed("请选择撤销事由。")
    if row.kind == AccreditationKind.NO_VIOLENCE and ground == Ground.UNMET:
        raise NotAllowed("不再符合条件的，由系统在季度初统一结束，不写理由。")
    meet_deadlines(row, kinds=move.meets, at=at)
    cancel_deadlines(row, kinds=move.cancels, at=at)
    source, row.state, row.moved_at = row.state, move.target, at
    row.gate_check, row.ground = _shut(row, move, by, at).check, ground if "ground" in move.asks else ""
    _effect(row, move, by.org, at)
    row.save(update_fields=CHANGED)
    write(row, move.name, source, by=by, at=at, note=note.strip())
    return row


def _effect(row: Accreditation, move: AccreditationMove, org: Organization, at: dt.datetime) -> None:
    """The clock that the new state starts, and who is told."""
    if row.state in JUDGED_AT:
        judge = _unit_of(row, Side.JUDGE)
        if judge is not None:
            open_deadline(row, ACCREDITATION_JUDGE.code, org=judge, start=at, at=at)
            tell_unit(row, judge, "请审核。", at=at)
    elif row.state == _S.RETURNED:
        open_deadline(row, ACCREDITATION_SUPPLEMENT.code, org=row.applicant, start=at, at=at)
        tell_unit(row, row.applicant, "已退回，请补正。", at=at, light=Light.YELLOW)
    elif row.state == _S.VALID:
        _give(row, org, at)
    else:
        row.ended_at = at
        if move.side is not Side.APPLICANT:
            tell_unit(row, row.applicant, f"{_S(row.state).label}。", at=at, light=Light.YELLOW)


def _give(row: Accreditation, org: Organization, at: dt.datetime) -> None:
    """Named, or named for another term; a lower name of the same station or unit goes up in it."""
    before = Accreditation.objects.select_for_update(of=("self",)).filter(
        state=_S.VALID, kind=row.kind, unit=row.unit, station=row.station
    )
    for lower in before.exclude(pk=row.pk):
        cancel_deadlines(lower, kinds=(ACCREDITATION_REVIEW.kind,), at=at)
        lower.state, lower.ended_at, lower.moved_at = _S.SUPERSEDED, at, at
        lower.save(update_fields=["state", "ended_at", "moved_at"])
        write(lower, "supersede", _S.VALID, by=None, org=org, at=at)
    row.named_at, row.namer = row.named_at or at, org
    clock = open_deadline(row, ACCREDITATION_REVIEW.code, org=org, start=at, at=at)
    row.valid_until = timezone.localdate(clock.due_at)
    tell_unit(row, row.applicant, f"已命名，{row.term}。", at=at)


def steps_for(row: Accreditation, *, by: User) -> list[AccreditationMove]:
    """What she may do next; a move whose gate alone is shut is among them, for its page says why."""
    moves = [move for move in MOVES.values() if row.state in move.source]
    return [move for move in moves if not _not_hers(row, move, by) and not _wrong_way(row, move)]
