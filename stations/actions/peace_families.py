"""Looking at homes by the list of 平安家庭 in force: a new one, one of the list again, one that has left."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from fedportal.privacy.retention import years_before
from stations.check_facts import ListKind, Section
from stations.check_law import CHECKED_BACK, HOME_KEPT_YEARS
from stations.home_numbers import index_of, indexes
from stations.models import Checklist, ChecklistItem, HomeLabel, Household, PeaceCheck

FORGOTTEN_AT_ONCE = 1000
NAMED = "这个门牌号（户号）已在名单上，请在名单中打开这一户再核对。"


class Seen(StrEnum):
    """What is said of one item."""

    MET = "met"
    UNMET = "unmet"
    SPARED = "spared"


def why_not_look(village: Organization, *, by: User) -> str:
    """Why she may not look at homes of that village; empty if she may."""
    if not by.can(Can.LOG_SERVICES) or by.org_id not in {village.pk, village.parent_id}:
        return "平安家庭由村（社区）或者所属乡镇（街道）妇联的工作人员核对。"
    if village.level != Level.VILLAGE or village.valid_to is not None:
        return "平安家庭按在用的村（社区）核对。"
    return ""


def asked_on(village: Organization, on: dt.date) -> list[ChecklistItem]:
    """What homes there are looked at by on that day: the nation's items, then those of the regions."""
    lists = Checklist.objects.binding(ListKind.PEACE_FAMILY, village, on)
    rows = ChecklistItem.objects.filter(checklist__in=lists.values("pk")).select_related("checklist__org")
    return sorted(rows, key=lambda item: (item.checklist.org.level if item.checklist.org else 0, item.place))


def may_be_spared(item: ChecklistItem) -> bool:
    """Some homes have nobody whom a 防 is about; of the 无 each home is asked."""
    return item.section != Section.ABSENCES


@transaction.atomic
def list_home(
    village: Organization, words: str, seen: Mapping[int, str], *, on: dt.date, by: User, at: dt.datetime
) -> Household:
    """A home that stands on no list yet, with the first look at it. Raises NotAllowed."""
    _check(village, by)
    if HomeLabel.objects.filter(household__org=village, index__in=indexes(village, words)).exists():
        raise NotAllowed(NAMED, code="condition")
    made = Household.objects.create(org=village, org_code=village.code)
    try:
        with transaction.atomic():
            HomeLabel.objects.create(household=made, words=words.strip(), index=index_of(village, words))
    except IntegrityError as error:
        raise NotAllowed(NAMED, code="condition") from error
    _look(made, seen, on=on, by=by, at=at)
    return made


@transaction.atomic
def look_again(household: Household, seen: Mapping[int, str], *, on: dt.date, by: User, at: dt.datetime) -> PeaceCheck:
    """From now on this counts. Raises NotAllowed."""
    row = listed(household, by)
    if row.latest and on < row.latest.checked_on:
        raise NotAllowed(f"核对日期不能早于上一次（{row.latest.checked_on}）。")
    return _look(row, seen, on=on, by=by, at=at)


@transaction.atomic
def take_off(household: Household, *, by: User, at: dt.datetime) -> Household:
    """It has moved away, or was listed twice: it counts no more, and what it was called is deleted. NotAllowed."""
    row = listed(household, by)
    leave(row, at=at)
    record("household.leave", row, by=by, at=at)
    return row


def leave(row: Household, *, at: dt.datetime) -> None:
    """Off the list, its number deleted; part of a verb."""
    HomeLabel.objects.filter(household=row).delete()
    row.left_on = timezone.localdate(at)
    row.save(update_fields=["left_on"])


@transaction.atomic
def forget_homes(*, at: dt.datetime) -> int:
    """Those that nobody has looked at for HOME_KEPT_YEARS leave by themselves; how many. Twice is once."""
    before = timezone.localdate(years_before(at, HOME_KEPT_YEARS))
    rows = Household.objects.listed().filter(latest__checked_on__lt=before).order_by("pk")
    gone = list(rows.select_for_update(of=("self",), skip_locked=True)[:FORGOTTEN_AT_ONCE])
    for row in gone:
        leave(row, at=at)
        record("household.lapse", row, by=None, at=at)
    return len(gone)


def _look(row: Household, seen: Mapping[int, str], *, on: dt.date, by: User, at: dt.datetime) -> PeaceCheck:
    today = timezone.localdate(at)
    if not today - CHECKED_BACK <= on <= today:
        raise NotAllowed(f"核对日期应当在最近 {CHECKED_BACK.days} 日以内。")
    items = asked_on(row.org, on)
    if not items:
        raise NotAllowed("还没有平安家庭清单，请系统管理员先载入。")
    for item in items:
        if seen.get(item.pk) not in (Seen.MET, Seen.UNMET, *([Seen.SPARED] if may_be_spared(item) else [])):
            raise NotAllowed(f"“{item.label}”还没有核对结果。", code="condition")
    of = {how: [item.pk for item in items if seen[item.pk] == how] for how in (Seen.UNMET, Seen.SPARED)}
    lists = sorted({item.checklist_id for item in items})
    made = PeaceCheck.objects.create(
        household=row, checked_on=on, lists=lists, unmet=of[Seen.UNMET], spared=of[Seen.SPARED], at=at, by=by
    )
    row.latest = made
    row.save(update_fields=["latest"])
    record("household.check", row, by=by, at=at)  # not what was found: the trail is read by more people than the list
    return made


def listed(household: Household, by: User) -> Household:
    rows = Household.objects.select_for_update(of=("self",)).select_related("org", "latest")
    row = rows.get(pk=household.pk)
    _check(row.org, by)
    if row.left_on is not None:
        raise NotAllowed("这一户已经移出名单。", code="wrong_state")
    return row


def _check(village: Organization, by: User) -> None:
    if reason := why_not_look(village, by=by):
        raise NotAllowed(reason)
