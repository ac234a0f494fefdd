"""What becomes of a stay: another bed, more days, who works on it, how she leaves, and the visits afterwards."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.clock import end_of_day_on
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_admitting import FULL, fitting, give_beds, sleepers
from stations.actions.shelter_clocks import end_stay, prolong_stay, visited
from stations.actions.shelters import NOT_YOURS, keeps, tended
from stations.models import (
    BedUse,
    InOutLog,
    LeavingVisit,
    MinorHandOver,
    Resident,
    Shelter,
    ShelterBed,
    ShelterStay,
    StayEvent,
    StayExtension,
    StayWorker,
)
from stations.shelter_facts import LIVING_IN, Exit, StayState
from stations.shelter_law import rule_of


@dataclass(frozen=True)
class Leaving:
    """How she leaves; `request` is what she wrote herself, with her reason (H6)."""

    exit: str
    request: str
    escort: str = ""  # who fetches or escorts her, or takes her in


@transaction.atomic
def move_bed(stay: ShelterStay, resident: Resident, bed: ShelterBed, *, by: User, at: dt.datetime) -> BedUse:
    """Another bed of the same shelter, of a zone that is open to her. Raises NotAllowed."""
    row = living(stay, by=by)
    now = BedUse.objects.select_for_update(of=("self",)).filter(resident=resident, ends_at=None).first()
    if now is None or resident.application_id != row.application_id:
        raise NotAllowed("这个人现在没有床位。")
    people = list(row.application.residents.order_by("place"))
    person = sleepers(people, at)[[each.pk for each in people].index(resident.pk)]
    free = ShelterBed.objects.filter(shelter=row.shelter_id).free_from(at).select_related("room")
    target = free.filter(pk=bed.pk).first()
    if target is None:
        raise NotAllowed(FULL, code="no_bed")
    if not fitting(person, target):
        raise NotAllowed(f"{target.room.get_zone_display()}不适合这个人，请按性别、年龄分区安排。")
    now.ends_at = at
    now.save(update_fields=["ends_at"])
    give_beds(row.shelter, [resident], [target], at=at)
    tell(row, "stay.move", by=by, at=at, words=f"调整到 {target}")
    return BedUse.objects.get(resident=resident, ends_at=None)


def why_not_extend(stay: ShelterStay, days: int) -> str:
    """Why the stay may not have so many days more; empty if it may."""
    rule = rule_of(stay.org_code)
    had = sum(each.days for each in stay.extensions.all())
    if rule.most is not None and had + days > rule.most:
        return f"本地规定累计延长不超过 {rule.most} 日（{rule.source}），已延长 {had} 日。"
    return "" if days > 0 else "延长日数应当大于 0。"


@transaction.atomic
def extend_stay(stay: ShelterStay, *, days: int, number: str, by: User, at: dt.datetime) -> StayExtension:
    """More days, with the number of the filing or of the consent, as the region rules (H4). Raises NotAllowed."""
    row = living(stay, by=by)
    rule = rule_of(row.org_code)
    if reason := why_not_extend(row, days):
        raise NotAllowed(reason)
    if not number.strip():
        raise NotAllowed("请填写民政部门的同意文号。" if rule.consent else "请填写报民政部门备案的备案号。")
    # From the day on which it ended, or from today where that has passed: nobody was put out meanwhile.
    last = max(timezone.localdate(row.until), timezone.localdate(at))
    until = end_of_day_on(last + dt.timedelta(days=days))
    made = StayExtension.objects.create(
        stay=row,
        days=days,
        consent=rule.consent,
        number=number.strip(),
        source=rule.source,
        until=until,
        at=at,
        by=by,
    )
    row.state, row.until = StayState.EXTENDED, until
    row.save(update_fields=["state", "until"])
    prolong_stay(row, until, by=by, reason="同意" if rule.consent else "备案", at=at)
    word = "经民政部门同意" if rule.consent else "报民政部门备案"
    tell(
        row, "stay.extend", by=by, at=at, words=f"延长 {days} 日至 {timezone.localdate(until)}，{word}：{made.number}"
    )
    return made


@transaction.atomic
def discharge(stay: ShelterStay, leaving: Leaving, *, by: User, at: dt.datetime) -> ShelterStay:
    """She leaves; her beds are free at once. Raises NotAllowed: what she wrote is asked for, and minors whom another
    guardian fetches are handed over by two first (H6, H7). Whether she may go is nobody's question."""
    row = living(stay, by=by)
    if leaving.exit not in Exit.values:
        raise NotAllowed("请选择离所方式。")
    if not leaving.request.strip():
        raise NotAllowed("请录入本人的书面申请和理由（救助管理办法第十一条）。")
    if leaving.exit != Exit.BY_HERSELF and not leaving.escort.strip():
        raise NotAllowed("请填写接回、护送的人或者接收的机构。")
    if MinorHandOver.objects.filter(stay=row, witness=None).exists():
        raise NotAllowed("有未成年人移交还没有第二人核对。")
    if _lone_minors(row, at) and leaving.exit != Exit.REFERRED and not _all_handed_over(row):
        raise NotAllowed("没有监护人同住的未成年人应当先办理移交：由公安机关或者村（居）委会确认身份，两人签字。")
    row.state, row.left_at, row.exit = StayState.FOLLOW_UP, at, leaving.exit
    row.exit_words, row.exit_with = leaving.request.strip(), leaving.escort.strip()
    row.save(update_fields=["state", "left_at", "exit", "exit_words", "exit_with"])
    BedUse.objects.filter(resident__application=row.application_id, ends_at=None).update(ends_at=at)
    InOutLog.objects.filter(stay=row, back_at=None).update(back_at=at, back_noted_by=by)
    end_stay(row, at=at)
    tell(row, "stay.discharge", by=by, at=at, words=row.get_exit_display())
    return row


@transaction.atomic
def visit(stay: ShelterStay, *, safe: bool, words: str, by: User, at: dt.datetime) -> LeavingVisit:
    """How she is; the duty of asking is met. Raises NotAllowed."""
    row = handled(stay, by=by)
    if row.left_at is None:
        raise NotAllowed("离所以后才回访。")
    if not words.strip():
        raise NotAllowed("请填写回访情况。")
    made = LeavingVisit.objects.create(stay=row, safe=safe, words=words.strip(), at=at, by=by)
    visited(row, at=at)
    tell(row, "stay.visit", by=by, at=at, words="目前安全" if safe else "不安全，请按家庭暴力事项处理")
    return made


@transaction.atomic
def close_stay(stay: ShelterStay, *, by: User, at: dt.datetime) -> ShelterStay:
    """Nothing more is owed: the last visit found her safe. Raises NotAllowed."""
    row = handled(stay, by=by)
    last = row.visits.order_by("-pk").first()
    if row.state != StayState.FOLLOW_UP or last is None or not last.safe:
        raise NotAllowed("最后一次回访“目前安全”的才能结案。")
    row.state, row.closed_at = StayState.CLOSED, at
    row.save(update_fields=["state", "closed_at"])
    tell(row, "stay.close", by=by, at=at)
    return row


@transaction.atomic
def name_worker(stay: ShelterStay, user: User, *, by: User, at: dt.datetime) -> StayWorker:
    """A case worker sees this stay, and no other. Raises NotAllowed."""
    row = handled(stay, by=by)
    if not keeps(row.shelter_id, by):
        raise NotAllowed(NOT_YOURS)
    if not user.can(Can.TEND_SHELTERS) or not by.org.covers(user.org.code):
        raise NotAllowed("个案工作者应当是本单位及以下、有庇护工作角色的工作人员。")
    try:
        with transaction.atomic():
            made = StayWorker.objects.create(stay=row, user=user, named_at=at, named_by=by)
    except IntegrityError:
        raise NotAllowed(f"{user.name}已经是这次入住的个案工作者。") from None
    tell(row, "stay.worker", by=by, at=at, words=f"指定 {user.name}")
    return made


@transaction.atomic
def end_worker(worker: StayWorker, *, by: User, at: dt.datetime) -> StayWorker:
    """From now on she sees nothing of it; as when she works elsewhere. Raises NotAllowed."""
    row = handled(worker.stay, by=by)
    if not keeps(row.shelter_id, by):
        raise NotAllowed(NOT_YOURS)
    made = StayWorker.objects.select_for_update(of=("self",)).select_related("user").get(pk=worker.pk)
    if made.until is not None:
        raise NotAllowed("已经解除。", code="condition")
    made.until = at
    made.save(update_fields=["until"])
    tell(row, "stay.worker_end", by=by, at=at, words=f"解除 {made.user.name}")
    return made


def handled(stay: ShelterStay, *, by: User) -> ShelterStay:
    """The stay, held, before a keeper or a case worker of it. Raises NotAllowed."""
    rows = ShelterStay.objects.select_for_update(of=("self",)).select_related("org", "application")
    row = rows.visible_to(by).filter(pk=stay.pk).first()
    named = row is not None and row.workers.filter(user=by, until=None).exists()
    if row is None or not (named or keeps(row.shelter_id, by)):
        raise NotAllowed("没有这次入住，或者您不是它的管护人、个案工作者。")
    return row


def living(stay: ShelterStay, *, by: User) -> ShelterStay:
    """The stay, held together with its shelter, while she lives there. Raises NotAllowed."""
    tended(Shelter(pk=stay.shelter_id), by)  # who is no keeper is refused, and does not see the row
    row = handled(stay, by=by)
    if row.state not in LIVING_IN:
        raise NotAllowed("已经离所。", code="condition")
    return row


def tell(row: ShelterStay, verb: str, *, by: User, at: dt.datetime, words: str = "") -> None:
    """A line of its story, and one of the trail, which says nothing of what."""
    StayEvent.objects.create(stay=row, verb=verb, at=at, actor=by, words=words[:600])
    record(verb, row, by=by, at=at)


def _lone_minors(row: ShelterStay, at: dt.datetime) -> bool:
    return all(each.minor for each in sleepers(list(row.application.residents.all()), at))


def _all_handed_over(row: ShelterStay) -> bool:
    handed = set(row.hand_overs.exclude(witness=None).values_list("resident", flat=True))
    return set(row.application.residents.values_list("pk", flat=True)) <= handed
