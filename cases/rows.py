"""The rows of the list, read as values in one question: the page is asked for all day and draws up to a hundred."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cases.categories import CATEGORIES
from cases.excerpts import Excerpt
from cases.models import Channel, MatterClass, Party, Petition
from cases.secrecy import NEUTRAL
from cases.shown import UNKNOWN, short
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.lib.lateness import lateness_words
from fedportal.lib.masking import mask_name

CHANNELS = dict(Channel.choices)
STATES = dict(Status.choices)
COLUMNS = (
    *("pk", "number", "org_id", "org__name", "category", "channel", "repeat_count", "received_at", "status"),
    "matter_class",
)


def listed() -> QuerySet:
    """What a row shows of each petition, with its petitioner, its nearest clock and its worst light."""
    return _listed(ContentType.objects.get_for_model(Petition).pk)


@lru_cache
def _listed(petition_type: int) -> QuerySet:
    """Built once: putting the question together takes longer than answering it."""
    duties = Deadline.objects.open().filter(content_type=petition_type, object_id=OuterRef("pk"))
    people = Party.objects.kept().filter(petition=OuterRef("pk"), role=Party.Role.PETITIONER)
    facts = Petition.objects.annotate(
        petitioner=Subquery(people.values("name")[:1]),
        nearest=Subquery(duties.order_by("due_at").values("due_at")[:1]),
        light=Subquery(duties.order_by("-light").values("light")[:1]),
    )
    return facts.values_list(*COLUMNS, "petitioner", "nearest", "light", named=True)


@dataclass(frozen=True)
class Row:
    """One line, its words ready. The name is whole only within the unit that holds the matter; an accusation's is not
    told at all."""

    pk: int
    number: str
    name: str
    category: str
    category_path: str
    channel: str
    times: int  # how often she has come, written or called
    received: str
    unit: str
    status: str
    light: SafeString
    due: str
    due_words: str
    late: bool
    secret: bool  # an accusation: nothing of its text is shown in a list
    found: Excerpt | None = None  # where the words stand that were looked for

    @classmethod
    def of(cls, facts: Any, user: User, at: dt.datetime) -> "Row":
        category = CATEGORIES[facts.category]
        return cls(
            pk=facts.pk,
            number=facts.number,
            name=_name(facts, user),
            category=category.label,
            category_path=category.path,
            channel=CHANNELS[facts.channel],
            times=facts.repeat_count,
            received=f"{timezone.localtime(facts.received_at):%Y-%m-%d}",
            unit=short(facts.org__name),
            status=STATES[facts.status],
            light=SafeString("") if facts.light is None else _badge(Light(facts.light)),
            due=f"{timezone.localtime(facts.nearest):%Y-%m-%d %H:%M}" if facts.nearest else "",
            due_words=lateness_words(facts.nearest, at) if facts.nearest else "",
            late=facts.nearest is not None and facts.nearest < at,
            secret=facts.matter_class == MatterClass.ACCUSATION,
        )


def _name(facts: Any, user: User) -> str:
    if facts.matter_class == MatterClass.ACCUSATION:
        return NEUTRAL
    name: str = facts.petitioner or UNKNOWN
    return name if facts.org_id == user.org_id else mask_name(name)


@lru_cache(maxsize=len(Light))
def _badge(light: Light) -> SafeString:
    """The light's component, drawn once."""
    # The template has escaped what it was given.
    drawn = render_to_string("components/light.html", {"light": light, "label": light.label})
    return mark_safe(drawn)  # nosec B308, B703
