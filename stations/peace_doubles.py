"""Homes of one village that are called the same since another was merged into it: one home twice, or two."""

from dataclasses import dataclass

from fedportal.lib.unopened import is_opened, unopened
from fedportal.orgs.models import Organization
from stations.home_numbers import indexes, plain
from stations.models import HomeLabel, Household


@dataclass(frozen=True)
class Double:
    """One of them. `former` is the village that it was of, None where it was of this one all along."""

    home: Household
    words: str
    former: Organization | None


def doubles_in(village: Organization) -> list[list[Double]]:
    """By what they are called; this village's own in front of what came over, then the longest listed. Numbers are
    deciphered only where villages were merged, for their index has the former village in it."""
    if not village.predecessors.exists():
        return []
    labels = unopened(HomeLabel.objects.filter(household__org=village)).select_related("household__latest")
    called: dict[str, list[HomeLabel]] = {}
    for label in labels.order_by("household"):
        if is_opened(label, ["words"]):
            called.setdefault(plain(label.words), []).append(label)
    return [_standing(village, same) for _, same in sorted(called.items()) if len(same) > 1]


def _standing(village: Organization, same: list[HomeLabel]) -> list[Double]:
    units = indexes(village, same[0].words)
    rows = [(label, units.get(label.index)) for label in same]
    found = [Double(label.household, label.words, None if unit == village else unit) for label, unit in rows]
    return sorted(found, key=lambda double: (double.former is not None, double.home.pk))
