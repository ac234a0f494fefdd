"""Homes looked at by the list of 平安家庭, and a unit that may be named for them."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization
from stations.actions.peace_families import asked_on, list_home
from stations.actions.station_log import Given, log_service
from stations.models import Household
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.stations import station

TODAY = timezone.localdate(NOW)


def seen(village: Organization, on: dt.date = TODAY, **otherwise: str) -> dict[int, str]:
    """Every item met, but what is said of it by its code."""
    return {item.pk: otherwise.get(item.code, "met") for item in asked_on(village, on)}


def looked(
    by: User, village: Organization, words: str = "3号", *, at: dt.datetime = NOW, **otherwise: str
) -> Household:
    on = timezone.localdate(at)
    return list_home(village, words, seen(village, on, **otherwise), on=on, by=by, at=at)


def deserving(tree: ProvinceTree) -> None:
    """The county and its township have shown all that is asked before they are named."""
    clerk, worker = user(tree.bincheng, Role.RECEPTIONIST), user(tree.beizhen, Role.TOWNSHIP_WORKER)
    for unit in (tree.beizhen, tree.village):
        log_service(station(unit, by=clerk), Given("legal", TODAY), by=worker, at=NOW)
    looked(worker, tree.village)
