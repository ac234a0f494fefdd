"""What was done in a range, for the yearly report (条例 art. 41): passed on, supervised, suggested, complained of."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.compared import NOW, Counts, Periods
from cases.models import HandlingComplaint, Letter, MatterClass, Suggestion, SupervisionOrder, Transfer
from cases.shown import short
from cases.workflow import Adoption, DocumentKind, SuggestionKind
from fedportal.orgs.models import Organization

MOST_NAMED = 10  # units
ADOPTED = Q(adoption__in=[Adoption.ADOPTED, Adoption.PARTLY])
REQUIRING = (DocumentKind.INVESTIGATION, DocumentKind.URGING)

Lines = list[tuple[str, Counts]]


def acts(org: Organization, periods: Periods) -> Lines:
    """What units of this range passed on and ordered, and what superiors ordered them."""
    hops = _counts(
        periods,
        _within(Transfer.objects.all(), "sender__code", org),
        "at",
        {
            "转送（次）": Q(mode=Transfer.Mode.PASS_ON),
            "交办（次）": Q(mode=Transfer.Mode.ASSIGN),
        },
    )
    ours = Q(issuer_code__gte=org.code, issuer_code__lt=org.code_end)
    orders = SupervisionOrder.objects.filter(ours | Q(receiver_code__gte=org.code, receiver_code__lt=org.code_end))
    orders_counted = _counts(periods, orders, "issued_at", {"督办（张）": ours, "上级督办本地区（张）": ~ours})
    letters = _counts(
        periods,
        _within(Letter.objects.valid(), "org__code", org),
        "sent_at",
        {
            "要求查处函（份）": Q(kind=DocumentKind.INVESTIGATION),
            "督促处理意见书（份）": Q(kind=DocumentKind.URGING),
            "其他函件（份）": ~Q(kind__in=REQUIRING),
            "以上函件已答复（份）": Q(replied_at__isnull=False),
        },
    )
    return [*hops, *orders_counted, *letters]


def suggested(org: Organization, periods: Periods) -> Lines:
    """The three suggestions (art. 40): made, answered in writing, adopted, all by the moment they were made."""
    kinds = {f"{kind.label}（份）": Q(kind=kind) for kind in SuggestionKind}
    rows = Suggestion.objects.in_range_of(org)
    return _counts(
        periods,
        rows,
        "at",
        {
            "提出建议（份）": Q(),
            **kinds,
            "收到书面反馈（份）": Q(recorded_at__isnull=False),
            "采纳、部分采纳（份）": ADOPTED,
        },
    )


def complained_of(org: Organization, periods: Periods) -> Lines:
    """Whose handling petitioners complained of most, as far as this range decides it: nobody reads of complaints
    about her own unit, for they never come back to the handler (art. 18, 46).
    """
    return _most(periods, HandlingComplaint.objects.in_range_of(org), "received_at", "about__name", "件")


def required(org: Organization, periods: Periods) -> Lines:
    """Which authorities were most often required to investigate or urged to act (妇女权益保障法 art. 73)."""
    rows = _within(Letter.objects.valid(), "org__code", org).filter(kind__in=REQUIRING)
    return _most(periods, rows, "sent_at", "agency__name", "份")


def _within(rows: QuerySet, code: str, org: Organization) -> QuerySet:
    return rows.filter(**{f"{code}__gte": org.code, f"{code}__lt": org.code_end})


def _plain(rows: QuerySet) -> QuerySet:
    """Without what is about accusations (art. 30)."""
    return rows.exclude(petition__matter_class=MatterClass.ACCUSATION).order_by()


def _counts(periods: Periods, rows: QuerySet, moment: str, parts: dict[str, Q]) -> Lines:
    """Each part in each period, in one statement."""
    asked: dict[str, Count] = {}
    for place, which in enumerate(parts.values()):
        asked |= {f"{name}_{place}": count for name, count in periods.counts(moment, which).items()}
    found = _plain(rows).filter(periods.any_of(moment)).aggregate(**asked)
    return [
        (label, Counter({name: found[f"{name}_{place}"] for name in periods.counted}))
        for place, label in enumerate(parts)
    ]


def _most(periods: Periods, rows: QuerySet, moment: str, name: str, unit: str) -> Lines:
    """The units of most rows in the period, and their figures of the others."""
    grouped: Any = _plain(rows).filter(periods.any_of(moment)).values(name).annotate(**periods.counts(moment))
    found = grouped.filter(**{f"{NOW}__gt": 0}).order_by(f"-{NOW}", name)[:MOST_NAMED]
    return [(f"{short(row[name])}（{unit}）", Counter({each: row[each] for each in periods.counted})) for row in found]
