"""Checking a station: begin, keep what is found, finish; say that what was missing is put right."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.file_types import FileType
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.stored_files import files_or_nothing, note_stored
from fedportal.orgs.models import Level, Organization
from stations.actions.check_clocks import owe_check, owe_recheck, owe_rectification, settle
from stations.actions.check_telling import tell_result
from stations.check_facts import CheckKind, ListKind, Section
from stations.check_law import CHECKED_BACK, GRADED_MET_PERCENT
from stations.models import CheckAnswer, Checklist, ChecklistItem, CheckPhoto, Station, StationCheck

MOST_PHOTOS = 4  # of one item
NOT_HERS = "这次检查由开始检查的人填写。"


@dataclass(frozen=True)
class Picture:
    """A photo that was checked and cleaned."""

    content: bytes
    kind: FileType


@dataclass(frozen=True)
class Found:
    """What is known of one item so far; without points it has not been looked at yet."""

    points: int | None = None
    remark: str = ""
    pictures: Sequence[Picture] = field(default=())


def is_of(unit: Organization, by: User) -> bool:
    """Whether she speaks for the stations of that unit: her own, or a village's, which keeps none by itself."""
    return unit.pk == by.org_id or (unit.level == Level.VILLAGE and unit.parent_id == by.org_id)


def why_not_check(station: Station, kind: str, *, by: User) -> str:
    """Why she may not make such a check of that station; empty if she may."""
    if station.closed_on is not None:
        return "站点已经撤销，不再检查。"
    if kind == CheckKind.SELF:
        if not is_of(station.org, by) or not by.can(Can.KEEP_STATIONS):
            return "自评由站点所在单位进行，村（社区）的站点由乡镇（街道）进行。"
        return ""
    if not by.can(Can.ACCREDIT):
        return "站点检查由上级妇联主席（分管副主席）、权益部负责人进行。"
    if not by.org.covers(station.org_code) or by.org_id == station.org_id:
        return "站点由上级妇联检查，本单位的站点请用自评。"
    return ""


@transaction.atomic
def begin_check(
    station: Station,
    kind: str,
    *,
    checked_on: dt.date,
    joint: Sequence[str] = (),
    follows: StationCheck | None = None,
    by: User,
    at: dt.datetime,
) -> StationCheck:
    """A check with every item of the lists in force that day; one that she has begun already goes on. NotAllowed."""
    row = Station.objects.select_for_update(of=("self",)).select_related("org").get(pk=station.pk)
    if reason := why_not_check(row, kind, by=by):
        raise NotAllowed(reason)
    today = timezone.localdate(at)
    if not max(today - CHECKED_BACK, row.opened_on) <= checked_on <= today:
        raise NotAllowed(f"检查日期应当在建站以后、最近 {CHECKED_BACK.days} 日以内。")
    if begun := StationCheck.objects.filter(station=row, by=by, done_at=None).first():
        return begun
    if (kind == CheckKind.RECHECK) != (follows is not None) or (follows and follows.station_id != row.pk):
        raise NotAllowed("复查应当针对这个站点的一次检查。")
    items = ChecklistItem.objects.filter(
        checklist__in=Checklist.objects.binding(ListKind.STATION, row.org, checked_on)
    )
    if not items:
        raise NotAllowed("还没有检查清单，请系统管理员先载入。")
    made = StationCheck.objects.create(
        station=row,
        org_code=row.org_code,
        org=by.org,
        kind=kind,
        follows=follows,
        joint=list(joint),
        checked_on=checked_on,
        by=by,
        began_at=at,
    )
    CheckAnswer.objects.bulk_create(CheckAnswer(of=made, item=item) for item in items)
    record("station_check.begin", made, by=by, at=at, station=row.pk)
    return made


@files_or_nothing
@transaction.atomic
def keep_answers(
    check: StationCheck, found: dict[int, Found], *, note: str, by: User, at: dt.datetime
) -> StationCheck:
    """What has been found so far, by answer; nothing is finished by it. Raises NotAllowed."""
    row = _begun(check, by)
    answers = {answer.pk: answer for answer in row.answers.select_for_update(of=("self",)).select_related("item")}
    for key, told in found.items():
        answer = answers[key]
        if told.points is not None and not _possible(answer.item, told.points):
            raise NotAllowed(f"“{answer.item.label}”的得分应为 0 至 {answer.item.points}。")
        answer.points, answer.remark = told.points, told.remark
        answer.met = None if told.points is None else is_met(answer.item, told.points)
        answer.save(update_fields=["points", "met", "remark"])
        for picture in told.pictures:
            _keep(answer, picture, by=by, at=at)
    row.note = note
    row.save(update_fields=["note"])
    return row


@files_or_nothing
@transaction.atomic
def keep_photo(answer: CheckAnswer, picture: Picture, *, by: User, at: dt.datetime) -> None:
    """One photo as soon as it is taken: a line that breaks later loses none. Raises NotAllowed."""
    _begun(answer.of, by)
    _keep(CheckAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk), picture, by=by, at=at)


@transaction.atomic
def remove_photo(photo: CheckPhoto, *, by: User, at: dt.datetime) -> None:
    """One that shows what it should not, while the check is being made. Raises NotAllowed."""
    row = _begun(photo.answer.of, by)
    record("station_check.unphoto", row, by=by, at=at, digest=photo.digest)
    storage, name = photo.file.storage, str(photo.file.name)
    photo.delete()
    transaction.on_commit(lambda: storage.delete(name))


def is_met(item: ChecklistItem, points: int) -> bool:
    """All of its points; of a graded one enough of them."""
    return 100 * points >= GRADED_MET_PERCENT * item.points if item.graded else points == item.points


@transaction.atomic
def finish_check(check: StationCheck, *, by: User, at: dt.datetime) -> StationCheck:
    """Compute the result; from now on it stands. What was missing is owed, and the next yearly look. NotAllowed."""
    row = _begun(check, by)
    answers = list(row.answers.in_order())
    if reason := _unfinished(answers):
        raise NotAllowed(reason, code="condition")
    row.points, row.whole = sum(a.points for a in answers), sum(a.item.points for a in answers)
    row.four_haves, row.five_ones, row.systems = (
        all(a.met for a in answers if a.item.section == section)
        for section in (Section.FOUR_HAVES, Section.FIVE_ONES, Section.SYSTEMS)
    )
    row.missing, row.done_at = sum(not a.met for a in answers), at
    row.save(update_fields=["points", "whole", "four_haves", "five_ones", "systems", "missing", "done_at"])
    if row.kind != CheckKind.SELF:
        _follow_up(row, at)
    record("station_check.finish", row, by=by, at=at, station=row.station_id, points=row.points, missing=row.missing)
    return row


def _follow_up(row: StationCheck, at: dt.datetime) -> None:
    """Whatever was owed about this station is answered by this check: it owes what it found itself."""
    earlier = StationCheck.objects.done().made_above().filter(station=row.station_id, missing__gt=0, settled_at=None)
    for before in earlier.exclude(pk=row.pk).select_for_update(of=("self",)).order_by("pk"):
        settle(before, at=at)
    if row.missing:
        owe_rectification(row, at=at)
    owe_check(row.station, on=row.checked_on, at=at)
    tell_result(row, at=at)


def why_not_rectify(check: StationCheck, *, by: User) -> str:
    """Why she may not say that it is put right; empty if she may."""
    if check.station.org_id != by.org_id or not by.can(Can.LOG_SERVICES):
        return "整改情况由站点所在单位报告。"
    if check.kind == CheckKind.SELF or not check.done_at or not check.missing:
        return "这次检查没有需要整改的。"
    if check.rectified_at is not None:
        return "已经报告整改，等待复查。"
    return "已由后来的检查销号。" if check.settled_at else ""


@transaction.atomic
def rectify(check: StationCheck, *, words: str, by: User, at: dt.datetime) -> StationCheck:
    """The station's unit says what was put right; whoever checked looks again. Raises NotAllowed."""
    row = _locked(check)
    if reason := why_not_rectify(row, by=by):
        raise NotAllowed(reason)
    if not words.strip():
        raise NotAllowed("请写明怎样整改的。", code="condition")
    row.rectified_at, row.rectified_by, row.rectification = at, by, words.strip()
    row.save(update_fields=["rectified_at", "rectified_by", "rectification"])
    owe_recheck(row, at=at)
    record("station_check.rectify", row, by=by, at=at)
    return row


def _locked(check: StationCheck) -> StationCheck:
    rows = StationCheck.objects.select_for_update(of=("self",))
    return rows.select_related("station__org__parent__parent__parent__parent", "org").get(pk=check.pk)


def _begun(check: StationCheck, by: User) -> StationCheck:
    row = _locked(check)
    if row.by_id != by.pk:
        raise NotAllowed(NOT_HERS)
    if row.done_at is not None:
        raise NotAllowed("这次检查已经完成，不能再改。", code="wrong_state")
    return row


def _possible(item: ChecklistItem, points: int) -> bool:
    return 0 <= points <= item.points if item.graded else points in (0, item.points)


def _unfinished(answers: Sequence[CheckAnswer]) -> str:
    for answer in answers:
        if answer.met is None:
            return f"“{answer.item.label}”还没有检查结果。"
        if answer.met and answer.item.evidence and not answer.photos.all():
            return f"“{answer.item.label}”须附照片。"
        if not answer.met and not answer.remark.strip():
            return f"“{answer.item.label}”没有达标，请写明缺什么。"
    return ""


def _keep(answer: CheckAnswer, picture: Picture, *, by: User, at: dt.datetime) -> None:
    digest = hashlib.sha256(picture.content).hexdigest()
    if answer.photos.filter(digest=digest).exists():
        return
    if answer.photos.count() >= MOST_PHOTOS:
        raise NotAllowed(f"每项最多 {MOST_PHOTOS} 张照片，请先移除不需要的。")
    made = CheckPhoto(
        answer=answer, extension=picture.kind.extension, size=len(picture.content), digest=digest, at=at, by=by
    )
    made.file.save("photo", ContentFile(picture.content), save=False)
    note_stored(made.file)
    made.save(force_insert=True)
    record("station_check.photo", answer.of, by=by, at=at, digest=digest)
