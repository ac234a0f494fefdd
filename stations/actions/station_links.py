"""Saying how far a station is woven in with the governance centre (三融三联), with what shows it."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.actions.stations import why_not_keep
from stations.models import Station, StationEvent, StationLink
from stations.station_facts import Linkage


class Said(NamedTuple):
    """Of one item: whether it is so, and what shows it."""

    met: bool
    evidence: str = ""


def links_of(station: Station) -> dict[Linkage, Said]:
    """All six; what nobody has said is not met."""
    said = {Linkage(row.link): Said(row.met, row.evidence) for row in station.links.all()}
    return {link: said.get(link, Said(False)) for link in Linkage}


@transaction.atomic
def set_links(station: Station, said: Mapping[Linkage, Said], *, by: User, at: dt.datetime) -> Station:
    """All six at once; only what differs is written. Raises NotAllowed."""
    row = Station.objects.select_for_update(of=("self",)).select_related("org").get(pk=station.pk)
    if reason := why_not_keep(row.org, by=by):
        raise NotAllowed(reason)
    if row.closed_on is not None:
        raise NotAllowed("站点已经撤销，不能再更改。")
    before = links_of(row)
    changed = {link: one for link, one in said.items() if one != before[link]}
    for link, one in changed.items():
        if one.met and not one.evidence.strip():
            raise NotAllowed(f"“{link.label}”已做到的，请写明佐证。")
        values = {"met": one.met, "evidence": one.evidence.strip(), "at": at, "by": by}
        StationLink.objects.update_or_create(station=row, link=link, defaults=values)
    if changed:
        changes = [[link.label, _words(before[link]), _words(one)] for link, one in changed.items()]
        StationEvent.objects.create(station=row, verb="station.link", at=at, actor=by, org=by.org, changes=changes)
        record("station.link", row, by=by, at=at, links=[str(link) for link in changed])
    return row


def _words(said: Said) -> str:
    met = "已做到" if said.met else "未做到"
    return f"{met}：{said.evidence}" if said.evidence else met
