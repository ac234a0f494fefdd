"""What waits for a reader, counted beside every page's navigation: the same long question each time.

Composing it and planning it takes thirty times as long as answering it. It is composed once for all readers with the
same roles at the same level, and each connection keeps its plan.
"""

import datetime as dt
from collections import Counter
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, Value
from django.utils import timezone

from cases.knowing import Reader
from cases.models import Petition, SupervisionOrder
from cases.secrecy import about_hidden
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.lib.prepared import Prepared
from fedportal.lib.prepared_exists import Slot
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.models import Notice
from fedportal.orgs.models import Organization
from hotline.models import Call, CallTicket, ExternalTicket, KnowledgeEntry, Shift
from stations.duties import SUBJECTS
from stations.models import Shelter, ShelterStay

# Shelters and stays are told on the pages of their keepers alone.
_COUNTED_APART = (Shelter, ShelterStay, ExternalTicket, Call, CallTicket, KnowledgeEntry, Shift, *SUBJECTS)
MOST = 100  # badges say 99+ beyond this, so nothing more is counted
_NOW = dt.datetime(1, 1, 1, tzinfo=dt.UTC)  # stands for the moment of asking, as slots do for the reader's keys
_SLOTS = {slot: slot.name.lower() for slot in (Slot.READER, Slot.ORG, Slot.CODE, Slot.CODE_END)}
_TYPES = {**dict.fromkeys(_SLOTS.values(), "bigint"), "now": "timestamptz"}


def badges(user: User) -> Counter[str]:
    """All counts in one question, each up to MOST: `waiting` matters, `unread` notices, `orders` of supervision,
    `tickets` of 12345, missed `calls`, `call_tickets`, and duties about `stations`. For who reads no cases, notices
    alone."""
    if not user.can(Can.READ_NOTICES):
        return Counter()
    matters = ContentType.objects.get_for_model(Petition).pk
    question = _question(user.org.level, tuple(sorted(user.roles)), matters)
    values = {_SLOTS[slot]: value for slot, value in Reader.of(user).values.items()}
    with beyond_readers("what is kept from her is left out, wherever it is now; seven numbers are told"):
        return Counter(badge for badge, _ in question.rows(values | {"now": timezone.now()}))


@lru_cache(maxsize=256)
def _question(level: int, roles: tuple[str, ...], matters: int) -> Prepared:
    """The question of anyone with these roles in a unit of this level, where petitions are this type of content."""
    unit = Organization(pk=Slot.ORG, code=Slot.CODE, code_end=Slot.CODE_END, level=level)
    anyone = User(pk=Slot.READER, org=unit, roles=list(roles))
    return Prepared.of(waiting(anyone, _NOW), _SLOTS | {_NOW: "now"}, _TYPES)


def waiting(user: User, at: dt.datetime) -> QuerySet:
    """Pairs of a badge and the key of what waits: fetching so few rows costs less than counting them apart."""
    counted: list[tuple[QuerySet, str, str]] = [(Notice.objects.visible_to(user).unread(), "pk", "unread")]
    if user.can(Can.SEE_CASES):
        counted += _work(user, at)
    first, *others = (
        rows.order_by().annotate(badge=Value(badge)).values_list("badge", key).distinct()[:MOST]
        for rows, key, badge in counted
    )
    return first.union(*others, all=True) if others else first


def _work(user: User, at: dt.datetime) -> list[tuple[QuerySet, str, str]]:
    """Of who reads cases: rows, by which column they are counted, and under which badge."""
    duties = Deadline.objects.waiting_for(user.org, at).exclude(about_hidden(user))
    apart = ContentType.objects.get_for_models(*_COUNTED_APART).values()
    known = [model for model, (_, right) in SUBJECTS.items() if user.can(right)]
    stations = ContentType.objects.get_for_models(*known).values() if known else []
    return [
        (duties.exclude(content_type__in=list(apart)), "object_id", "waiting"),
        (SupervisionOrder.objects.waiting_for(user), "pk", "orders"),
        (ExternalTicket.objects.waiting_for(user), "pk", "tickets"),
        (Call.objects.to_call_back(user), "pk", "calls"),
        (CallTicket.objects.waiting_for(user), "pk", "call_tickets"),
        (duties.filter(content_type__in=list(stations)), "pk", "stations"),
    ]
