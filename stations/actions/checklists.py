"""Checklists: the national versions as the code has them, and what a region adds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level
from stations.check_facts import ListKind, Section
from stations.checklist_seed import VERSIONS, Item
from stations.models import Checklist, ChecklistItem

MOST_ADDED = 20  # items of one region


@dataclass(frozen=True)
class Added:
    """One item that a region asks beside those above."""

    label: str
    points: int
    evidence: bool = False
    graded: bool = False


@transaction.atomic
def load_checklists(*, at: dt.datetime) -> list[Checklist]:
    """Write the national versions that are not there yet. What stands is never changed."""
    standing = set(Checklist.objects.filter(org=None).values_list("kind", "number"))
    made = []
    for version in VERSIONS:
        if (version.kind, version.number) in standing:
            continue
        row = Checklist.objects.create(
            kind=version.kind, number=version.number, valid_from=version.valid_from, reason=version.reason, at=at
        )
        _write(row, version.items)
        record("checklist.load", row, by=None, at=at, number=row.number)
        made.append(row)
    return made


def why_not_add(*, by: User) -> str:
    """Why she may not set what her region asks beside; empty if she may."""
    if not by.can(Can.EDIT_RULES):
        return "本地要求由主席（分管副主席）制定。"
    if by.org.level > Level.COUNTY:
        return "本地要求由省、市、县级妇联制定。"
    return ""


@transaction.atomic
def add_items(
    kind: ListKind, items: Sequence[Added], *, reason: str, valid_from: dt.date, by: User, at: dt.datetime
) -> Checklist:
    """The next version of what one's own region asks beside the lists above; none at all takes it back. NotAllowed."""
    if refusal := why_not_add(by=by):
        raise NotAllowed(refusal)
    if valid_from < timezone.localdate(at):
        raise NotAllowed("施行日期不能早于今天：已经完成的检查不受影响，按原版保留。")
    if len(items) > MOST_ADDED:
        raise NotAllowed(f"本地要求不超过 {MOST_ADDED} 项。")
    if kind == ListKind.SHELTER and any(item.evidence for item in items):
        raise NotAllowed("庇护所地点保密，检查不附照片。")
    if not reason.strip():
        raise NotAllowed("请写明依据。", code="condition")
    last = Checklist.objects.select_for_update().filter(org=by.org, kind=kind).order_by("-number").first()
    row = Checklist.objects.create(
        kind=kind,
        org=by.org,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    named = [
        Item(f"local_{place}", Section.LOCAL, added.label, added.points, added.evidence, added.graded)
        for place, added in enumerate(items, 1)
    ]
    _write(row, named)
    record("checklist.add", row, by=by, at=at, number=row.number)
    return row


def _write(row: Checklist, items: Sequence[Item]) -> None:
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            checklist=row,
            place=place,
            code=item.code,
            section=item.section,
            label=item.label,
            points=item.points,
            evidence=item.evidence,
            graded=item.graded,
            source=item.source,
        )
        for place, item in enumerate(items, 1)
    )
