"""From day to day: going out and coming back, belongings, visitors, the plan, referrals, the hand-over of minors."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency
from stations.actions.shelter_admitting import sleepers
from stations.actions.shelter_clocks import begin_absence, end_absence
from stations.actions.shelter_stays import handled, living, tell
from stations.actions.shelters import keeps
from stations.models import (
    Belonging,
    CarePlan,
    InOutLog,
    MinorHandOver,
    Resident,
    ShelterStay,
    StayReferral,
    Visitor,
)
from stations.referral_directory import referral_directory
from stations.shelter_facts import ReferralKind, Verifier


@dataclass(frozen=True)
class Guardian:
    """To whom a minor is handed, and who confirmed that it is she (H7)."""

    name: str
    id_number: str
    verifier: str
    verified: str


@transaction.atomic
def go_out(
    stay: ShelterStay, resident: Resident, *, back_by: dt.datetime, words: str, by: User, at: dt.datetime
) -> InOutLog:
    """She goes, and says when she will be back: nobody is kept in. Raises NotAllowed."""
    row = living(stay, by=by)
    _of(row, resident)
    if back_by <= at:
        raise NotAllowed("归所时间应当在现在以后。")
    if InOutLog.objects.filter(resident=resident, back_at=None).exists():
        raise NotAllowed("已经登记外出，还没有归所。", code="condition")
    line = InOutLog.objects.create(
        stay=row, resident=resident, out_at=at, back_by=back_by, words=words.strip(), out_by=by
    )
    begin_absence(line, at=at)
    tell(row, "stay.out", by=by, at=at, words=f"{resident.name}，说好 {timezone.localtime(back_by):%m-%d %H:%M} 归所")
    return line


@transaction.atomic
def come_back(stay: ShelterStay, resident: Resident, *, by: User, at: dt.datetime) -> InOutLog:
    """She is back; whoever was to look for her need not. Raises NotAllowed."""
    row = living(stay, by=by)
    line = InOutLog.objects.select_for_update(of=("self",)).filter(stay=row, resident=resident, back_at=None).first()
    if line is None:
        raise NotAllowed("没有登记外出。", code="condition")
    line.back_at, line.back_noted_by = at, by
    line.save(update_fields=["back_at", "back_noted_by"])
    end_absence(line, at=at)
    tell(row, "stay.back", by=by, at=at, words=resident.name)
    return line


@transaction.atomic
def keep_belonging(stay: ShelterStay, *, words: str, by: User, at: dt.datetime) -> Belonging:
    """What she leaves in keeping (H10). Raises NotAllowed."""
    row = living(stay, by=by)
    made = Belonging.objects.create(stay=row, words=_said(words, "请填写物品名称、数量。"), at=at, by=by)
    tell(row, "stay.belonging", by=by, at=at, words=made.words)
    return made


@transaction.atomic
def give_back(belonging: Belonging, *, by: User, at: dt.datetime) -> Belonging:
    """It is hers again. Raises NotAllowed."""
    row = handled(belonging.stay, by=by)
    made = Belonging.objects.select_for_update(of=("self",)).get(pk=belonging.pk)
    if made.returned_at is not None:
        raise NotAllowed("已经发还。", code="condition")
    made.returned_at, made.returned_by = at, by
    made.save(update_fields=["returned_at", "returned_by"])
    tell(row, "stay.give_back", by=by, at=at, words=made.words)
    return made


@transaction.atomic
def note_visitor(stay: ShelterStay, *, name: str, agreed: bool, by: User, at: dt.datetime) -> Visitor:
    """Who came; whom she does not want to see is turned away, and written down. Raises NotAllowed."""
    row = living(stay, by=by)
    made = Visitor.objects.create(stay=row, name=_said(name, "请填写来访人。"), agreed=agreed, at=at, by=by)
    tell(row, "stay.visitor", by=by, at=at, words=f"{made.name}，{'会见' if agreed else '本人不同意，未会见'}")
    return made


@transaction.atomic
def plan_care(stay: ShelterStay, *, safety: str, needs: str, steps: str, by: User, at: dt.datetime) -> CarePlan:
    """A version of the plan; the earlier ones stay (H5). Raises NotAllowed."""
    row = handled(stay, by=by)
    if not (safety.strip() and needs.strip() and steps.strip()):
        raise NotAllowed("请填写安全评估、需求评估和服务安排。")
    made = CarePlan.objects.create(
        stay=row, safety=safety.strip(), needs=needs.strip(), steps=steps.strip(), at=at, by=by
    )
    tell(row, "stay.plan", by=by, at=at, words=f"第 {row.plans.count()} 版")
    return made


@transaction.atomic
def refer(
    stay: ShelterStay, *, kind: str, words: str, by: User, at: dt.datetime, agency: Agency | None = None
) -> StayReferral:
    """On to one kind of help (H5): a base or rights post of the directory, else whom the words name. NotAllowed."""
    row = handled(stay, by=by)
    if kind not in ReferralKind.values:
        raise NotAllowed("请选择转介类别。")
    if agency is not None and not referral_directory(by, timezone.localdate(at)).filter(pk=agency.pk).exists():
        raise NotAllowed("请从转介名录中选择单位。")
    told = words.strip() if agency else _said(words, "请选择转介单位；名录里没有的，写明单位和事项。")
    made = StayReferral.objects.create(stay=row, kind=kind, agency=agency, words=told, at=at, by=by)
    to = "，".join(part for part in (agency.name if agency else "", told) if part)
    tell(row, "stay.refer", by=by, at=at, words=f"{made.get_kind_display()}：{to}")
    return made


@transaction.atomic
def hand_over_minor(
    stay: ShelterStay, resident: Resident, guardian: Guardian, *, by: User, at: dt.datetime
) -> MinorHandOver:
    """The first of two: who fetches the child, and who confirmed it. Raises NotAllowed."""
    row = living(stay, by=by)
    _of(row, resident)
    people = list(row.application.residents.order_by("place"))
    if not sleepers(people, at)[[each.pk for each in people].index(resident.pk)].minor:
        raise NotAllowed("只有未成年人需要移交。")
    if guardian.verifier not in Verifier.values or not all(
        each.strip() for each in (guardian.name, guardian.id_number, guardian.verified)
    ):
        raise NotAllowed("请填写接领的监护人、证件号，以及确认其身份的公安机关或者村（居）委会。")
    try:
        with transaction.atomic():
            made = MinorHandOver.objects.create(
                resident=resident,
                stay=row,
                guardian=guardian.name.strip(),
                guardian_id=guardian.id_number.strip(),
                verifier=guardian.verifier,
                verified=guardian.verified.strip(),
                by=by,
                at=at,
            )
    except IntegrityError:
        raise NotAllowed("已经登记移交。", code="condition") from None
    tell(row, "stay.hand_over", by=by, at=at, words=resident.name)
    return made


@transaction.atomic
def witness_hand_over(hand_over: MinorHandOver, *, by: User, at: dt.datetime) -> MinorHandOver:
    """The second of two has looked at the papers herself. Raises NotAllowed."""
    row = living(hand_over.stay, by=by)
    made = MinorHandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    if made.witness_id is not None:
        raise NotAllowed("已经核对。", code="condition")
    if made.by_id == by.pk or not keeps(row.shelter_id, by):
        raise NotAllowed("应当由另一名管护人核对。")
    made.witness, made.witnessed_at = by, at
    made.save(update_fields=["witness", "witnessed_at"])
    tell(row, "stay.witness", by=by, at=at)
    return made


def _of(row: ShelterStay, resident: Resident) -> None:
    if resident.application_id != row.application_id:
        raise NotAllowed("这个人不在这次入住里。")


def _said(words: str, missing: str) -> str:
    if not words.strip():
        raise NotAllowed(missing)
    return words.strip()
