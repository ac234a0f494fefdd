"""People who come back: some registrations are the same matter, brought again by the same person."""

import datetime as dt
from dataclasses import replace
from random import Random

from cases.models import MatterClass
from fedportal.dashboards.demo.entries import Entry
from fedportal.orgs.models import Level

RETURN = 0.02  # of a county's registrations
SOONEST, LATEST = dt.timedelta(days=12), dt.timedelta(days=150)
AGAIN = "信访人称此前已反映，至今没有解决，再次要求处理。"
_WHO = ("name", "sex", "birth_on", "birth_year", "marital", "id_number", "phone", "address")
_WHAT = ("matter_class", "category", "place", "request", "facts", "head_count", "trafficking")


def return_some(entries: list[Entry], random: Random) -> list[Entry]:
    """Some of the entries, in their order, become a repeat of an earlier one of the same unit."""
    told, earlier = [], dict[int, list[Entry]]()
    for entry in entries:
        known = earlier.setdefault(entry.by.org_id, [])
        if _may_repeat(entry) and random.random() < RETURN:
            entry = _as_repeat(entry, [one for one in known if SOONEST < entry.at - one.at < LATEST], random)
        if entry.same_as is None and _may_repeat(entry):
            known.append(entry)
        told.append(entry)
    return told


def _may_repeat(entry: Entry) -> bool:
    """Accusations are read by few, and what is urgent is another matter each time."""
    row = entry.intake.petition
    plain = row.matter_class in (MatterClass.REDRESS, MatterClass.CONSULTATION) and not row.identity_unclear
    return plain and not row.urgent and entry.by.org.level == Level.COUNTY


def _as_repeat(entry: Entry, choices: list[Entry], random: Random) -> Entry:
    if not choices:
        return entry
    before = random.choice(choices)
    for name in _WHO:
        setattr(entry.intake.petitioner, name, getattr(before.intake.petitioner, name))
    for name in _WHAT:
        setattr(entry.intake.petition, name, getattr(before.intake.petition, name))
    entry.intake.petition.facts += AGAIN
    return replace(entry, same_as=before)
