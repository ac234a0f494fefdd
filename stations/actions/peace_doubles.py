"""Two homes that are called the same since villages were merged: joined into one, or named apart."""

import datetime as dt

from django.db import IntegrityError, transaction

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.actions.peace_families import NAMED, leave, listed
from stations.home_numbers import index_of
from stations.models import HomeLabel, Household, PeaceCheck
from stations.models.peace_family import HOME_LENGTH
from stations.peace_doubles import Double, doubles_in


@transaction.atomic
def join_home(household: Household, *, by: User, at: dt.datetime) -> Household:
    """It is the same as the first that is called so: that one stays, with the later look of the two. NotAllowed."""
    _, others = _same(household, by)
    kept, row = listed(others[0].home, by), listed(household, by)
    found, known = row.latest, kept.latest
    if found and (known is None or found.checked_on > known.checked_on):
        kept.latest = PeaceCheck.objects.create(
            household=kept,
            checked_on=found.checked_on,
            lists=found.lists,
            unmet=found.unmet,
            spared=found.spared,
            at=at,
            by=found.by,
        )
        kept.save(update_fields=["latest"])
    leave(row, at=at)
    record("household.join", kept, by=by, at=at, other=row.pk)
    return kept


@transaction.atomic
def name_apart(household: Household, *, by: User, at: dt.datetime) -> str:
    """It is another home: from now on it is called with its former village in front. Returns how. NotAllowed."""
    here, _ = _same(household, by)
    if here.former is None:
        raise NotAllowed("请在并入的那一户上选“不是同一户”。")
    words = f"{here.former.region_name}{here.words}"
    if len(words) > HOME_LENGTH:
        raise NotAllowed("加上原村名以后太长，请移出这一户，另起一个户号再核对。")
    try:
        with transaction.atomic():
            HomeLabel.objects.filter(household=here.home).delete()
            HomeLabel.objects.create(
                household=here.home, words=words, index=index_of(listed(household, by).org, words)
            )
    except IntegrityError as error:
        raise NotAllowed(NAMED, code="condition") from error
    record("household.name_apart", here.home, by=by, at=at)
    return words


def _same(household: Household, by: User) -> tuple[Double, list[Double]]:
    """Both locked, in one order whichever of them was asked for."""
    row = Household.objects.select_related("org").get(pk=household.pk)
    same = next((rows for rows in doubles_in(row.org) if any(double.home == row for double in rows)), [])
    for key in sorted({household.pk, *(double.home.pk for double in same)}):
        listed(Household(pk=key), by)
    if not same:
        raise NotAllowed("名单上没有与这一户同号的了。", code="wrong_state")
    (here,) = (double for double in same if double.home == row)
    return here, [double for double in same if double.home != row]
