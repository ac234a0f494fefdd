"""The figures of the table of shelters (domain.md T-09), by the unit that answers for them, and which of them may be
told: a figure from 1 to 4 could be told to be whose it is, also where it follows from others."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Func, Q, Sum

from cases.small_cells import SMALL
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization
from stations.models import Shelter, ShelterApplication, ShelterBed, ShelterStay, StayExtension, StayReferral
from stations.shelter_facts import Decision, DeclineReason, Exit, ReferralKind

Figures = Counter[str]
OPEN_TO_ALL = frozenset({"beds"})  # says nothing of anybody
YEAR = 4  # quarters
# Of these none may be told while it is small; "pending" and "unvisited" follow from the others.
_WATCHED = (
    *("applied", "admitted", "declined", "pending", "adults", "minors"),
    *("left", "visited", "unvisited", "extended"),
    "people",  # who slept there in a month (shelter_nights)
)


@dataclass(frozen=True)
class Told:
    """The figures of one place, whether they may be shown beside those of others, and those within that nobody can
    reckon from what is shown: `kept`, one of each unit."""

    figures: Figures
    may_show: bool
    kept: tuple[Figures, ...] = ()


def is_small(figures: Figures) -> bool:
    """Whether any of them tells of one to four. What they are made of is looked at where it is shown."""
    return any(0 < figures[name] < SMALL for name in _WATCHED)


def summed(figures: Iterable[Figures]) -> Figures:
    """All of them together."""
    return sum(figures, Counter())


def together(parts: Sequence[Told]) -> Told:
    """Their sum. Whoever takes from it what is shown of its parts, there and on their own pages, is left with the sum
    of what is kept back: so it is not told where that is of one unit, or small."""
    total = summed(part.figures for part in parts)
    kept = tuple(figures for part in parts for figures in part.kept)
    may_show = len(kept) != 1 and not is_small(summed(kept)) and not is_small(total)
    return Told(total, may_show, () if may_show else kept)


def alone(figures: Figures, *, whole: bool = False) -> Told:
    """What one unit has; its own heads read the `whole` of it."""
    shown = whole or not is_small(figures)
    return Told(figures, shown, () if shown else (figures,))


def in_quarters(parts: Sequence[Figures]) -> Told:
    """What one unit has in a period that these quarters make up: nor is it told where a quarter or a half that is kept
    back would follow from it, less the others."""
    total = summed(parts)
    total.update({name: parts[-1][name] - total[name] for name in OPEN_TO_ALL})  # as it is now, not added up
    told = alone(total)
    nested = [[(part, not is_small(part)) for part in parts]]
    if len(parts) == YEAR:
        nested.append([(half.figures, half.may_show) for half in map(in_quarters, (parts[:2], parts[2:]))])
    if told.may_show and len(parts) > 1 and any(map(_tells, nested)):
        return Told(total, may_show=False, kept=(total,))
    return told


def _tells(parts: Iterable[tuple[Figures, bool]]) -> bool:
    kept = [figures for figures, shown in parts if not shown]
    return len(kept) == 1 or is_small(summed(kept))


@beyond_readers("figures alone, of which the small ones are kept back from all but their own unit's heads")
def of_shelters(org: Organization, first: dt.datetime, last: dt.datetime) -> dict[int, Figures]:
    """By the code of the unit: beds that can be given now, and from the one moment up to the other who asked, was
    received or not and why, stayed on, was referred, left how, and was visited. Five statements."""
    found: dict[int, Figures] = defaultdict(Counter)
    beds: Any = ShelterBed.objects.usable().filter(shelter__in=Shelter.objects.live())
    _count(found, beds, org, "shelter__org_code", {"beds": Q()})
    _count(
        found,
        ShelterApplication.objects.filter(applied_at__gte=first, applied_at__lt=last),
        org,
        "shelter__org_code",
        {
            "applied": Q(),
            **{str(decision): Q(decision=decision) for decision in (Decision.ADMITTED, Decision.DECLINED)},
            "pending": ~Q(decision__in=[Decision.ADMITTED, Decision.DECLINED]),
            **{f"declined_{reason}": Q(decline_reason=reason) for reason in DeclineReason},
        },
    )
    _stays(found, org, first, last)
    extended = StayExtension.objects.filter(at__gte=first, at__lt=last)
    _count(found, extended, org, "stay__org_code", {"extended": Q()}, what="stay")
    referred = StayReferral.objects.filter(at__gte=first, at__lt=last)
    _count(found, referred, org, "stay__org_code", {f"to_{kind}": Q(kind=kind) for kind in ReferralKind})
    return dict(found)


def _stays(found: dict[int, Figures], org: Organization, first: dt.datetime, last: dt.datetime) -> None:
    came = Q(admitted_at__gte=first, admitted_at__lt=last)
    left = Q(left_at__gte=first, left_at__lt=last)
    length = Func(F("left_at") - F("admitted_at"), function="EXTRACT", template="EXTRACT(EPOCH FROM %(expressions)s)")
    counted: Any = {
        "adults": Sum("adults", filter=came, default=0),
        "minors": Sum("minors", filter=came, default=0),
        "left": Count("pk", filter=left),
        "seconds": Sum(ExpressionWrapper(length, FloatField()), filter=left, default=0.0),
        # Of those who left: the last word is that of the visit, whenever it was.
        "visited": Count("pk", filter=left & Q(state="closed")),
        "unvisited": Count("pk", filter=left & ~Q(state="closed")),
        **{f"by_{kind}": Count("pk", filter=left & Q(exit=kind)) for kind in Exit},
    }
    rows: Any = ShelterStay.objects.filter(came | left, org_code__gte=org.code, org_code__lt=org.code_end)
    for row in rows.order_by().values("org_code").annotate(**counted):
        found[row.pop("org_code")].update({name: int(value) for name, value in row.items()})


def _count(
    found: dict[int, Figures], rows: Any, org: Organization, code: str, counted: dict[str, Q], *, what: str = "pk"
) -> None:
    within = rows.filter(**{f"{code}__gte": org.code, f"{code}__lt": org.code_end}).order_by().values(unit=F(code))
    counts = {name: Count(what, filter=which, distinct=True) for name, which in counted.items()}
    for row in within.annotate(**counts):
        found[row.pop("unit")].update(row)
