"""Writing down what was found about the items of a checklist."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cases.checklists import Checklist, Finding, checklists_for
from cases.models import Check, Event, Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Found:
    """The finding about one item, with a word on it."""

    finding: Finding
    note: str = ""


@transaction.atomic
def check(
    petition: Petition, checklist: Checklist, found: dict[str, Found], *, by: User, at: dt.datetime
) -> list[Check]:
    """Keep the findings by item; only those that are new or changed are written. Raises NotAllowed."""
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
    check_may(row, checklist, by=by)
    known = {old.item: (old.finding, old.note) for old in row.checks.filter(checklist=checklist.code)}
    changed = {item: new for item, new in found.items() if known.get(item) != (new.finding, new.note)}
    rows = [
        Check(petition=row, checklist=checklist.code, item=item, finding=new.finding, note=new.note, at=at, by=by)
        for item, new in changed.items()
    ]
    Check.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["petition", "checklist", "item"],
        update_fields=["finding", "note", "at", "by"],
    )
    if rows:
        words = {item.code: item.words for item in checklist.items}
        note = "\n".join(
            f"{words[new.item]}：{Finding(new.finding).label}{f'（{new.note}）' if new.note else ''}" for new in rows
        )
        data = {"checklist": checklist.label}
        Event.objects.create(petition=row, verb="petition.check", at=at, actor=by, org=by.org, note=note, data=data)
        record("petition.check", row, by=by, at=at, checklist=checklist.code, items=sorted(changed))
    return rows


def check_may(row: Petition, checklist: Checklist, *, by: User) -> None:
    """Refuse another unit, an archived matter, and a list that is not put to matters of this kind."""
    if row.org_id != by.org_id:
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以填写核查表。")
    if row.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，不能再填写核查表。")
    if checklist not in checklists_for(row.category, trafficking=row.trafficking):
        raise NotAllowed(f"“{checklist.label}”不适用于这类事项。")
