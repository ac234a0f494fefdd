"""Which villages have had a year without violence at home (row 58): whether, and never how often, when or whose.

That a village falls out tells the whole village, and a violent man in the county's own office, that somebody has
spoken up. So the answer is given to those alone who lead the village's county; a matter that is walled off from one of
them does not count before her; and a name that is no longer deserved ends at the turn of a quarter, with all others
that end then, without a reason and without a person's hand (actions.names_ending).
"""

import datetime as dt

from django.utils import timezone

from cases.models import Petition, RelationWall
from fedportal.accounts.models import User
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Level, Organization
from stations.check_law import NO_VIOLENCE_FOR
from stations.quarters import Quarter

VIOLENCE = "family.dv"  # of cases.categories


@beyond_readers("whether a village had a case, before who leads its county and where names end by themselves")
def had_cases(code: int, code_end: int, until: dt.datetime, *, reader: User | None = None) -> frozenset[int]:
    """Codes of the villages in that range about which violence at home was reported in the year before that moment;
    without what is walled off from the reader. One question for the whole range."""
    rows = Petition.objects.filter(
        category=VIOLENCE,
        place__level=Level.VILLAGE,
        place__code__gte=code,
        place__code__lt=code_end,
        received_at__gte=until - NO_VIOLENCE_FOR,
        received_at__lt=until,
    )
    if reader is not None:
        rows = rows.exclude(pk__in=RelationWall.objects.filter(user=reader).values("petition"))
    return frozenset(rows.order_by().values_list("place__code", flat=True).distinct())


def may_know(village: Organization, user: User) -> bool:
    """Whether this reader may ask about that village at all: of its own county, and only who judges names there."""
    return user.org.level == Level.COUNTY and user.org.covers(village.code)


def quarter_began(on: dt.date) -> dt.datetime:
    """The first moment of the quarter in which that day lies."""
    return timezone.make_aware(dt.datetime.combine(Quarter.of(on).first, dt.time.min))
