"""What an erasing leaves of households in shelters: by a list of their own, or with the petition that they belong to,
where their own time is over by then; else they stay for their own list. What the figures count stays."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncYear

from cases.disposal.erasures import Erasure, declare
from cases.models import LegalHold
from cases.models.erasable import STRUCK
from fedportal.privacy.retention import years_before
from stations.models import (
    Belonging,
    CarePlan,
    InOutLog,
    LeavingVisit,
    MinorHandOver,
    Resident,
    ShelterApplication,
    ShelterHold,
    ShelterStay,
    StayEvent,
    StayExtension,
    StayReferral,
    Visitor,
)
from stations.models.shelter_stay import KIND
from stations.shelter_facts import Decision, StayState
from stations.shelter_law import SHELTER_KEPT_YEARS

SHELTER = "shelter"  # as lists of disposal name the kind
_NEVER_CAME = (Decision.DECLINED, Decision.WITHDRAWN)
_OF_STAY = ("stay__application",)

# By the keys of applications. Of her birthday the year stays: the figures ask how old she was.
BY_THEMSELVES = (
    Erasure(StayEvent, _OF_STAY, texts=("words",)),
    Erasure(Visitor, _OF_STAY, texts=("name",)),
    Erasure(CarePlan, _OF_STAY, texts=("safety", "needs", "steps")),
    Erasure(StayReferral, _OF_STAY, values={"words": STRUCK}),  # the database asks for words, and they are enciphered
    Erasure(StayExtension, _OF_STAY, struck=("number",)),
    Erasure(LeavingVisit, _OF_STAY, texts=("words",)),
    Erasure(InOutLog, _OF_STAY, texts=("words",)),
    Erasure(Belonging, _OF_STAY, texts=("words",)),
    Erasure(MinorHandOver, _OF_STAY, texts=("guardian", "guardian_id", "verified")),
    Erasure(ShelterHold, ("application",), texts=("needs", "contact")),
    Erasure(
        Resident,
        ("application",),
        texts=("name", "id_number", "phone", "carer"),
        values={"born_on": TruncYear("born_on"), "person_key": None},
    ),
    Erasure(ShelterStay, ("application",), texts=("exit_words", "exit_with"), answers=KIND),
    Erasure(
        ShelterApplication,
        ("pk",),
        texts=("basis_note", "needs", "decline_words"),
        values={"wall": []},
        marked="disposed_at",
    ),
)


def ending(rows: Any) -> Any:
    """With the moment from which their time is counted."""
    return rows.annotate(ended_at=Coalesce("stay__closed_at", "decided_at"))


def _over(at: dt.datetime) -> Q:
    """Those that are closed, or never came, and were so long ago."""
    ended = Q(stay__state=StayState.CLOSED) | Q(stay=None, decision__in=_NEVER_CAME)
    return ended & Q(disposed_at=None, kept_at=None, ended_at__lt=years_before(at, SHELTER_KEPT_YEARS))


def shelters_due(rows: Any, at: dt.datetime) -> Any:
    """Whose time is over, and whose matter nobody has marked to be kept."""
    held = LegalHold.objects.standing().filter(petition=OuterRef("petition"))
    return ending(rows).filter(_over(at)).filter(~Exists(held))


def _of_petitions(pks: list[int], at: dt.datetime) -> list[int]:
    """Applications of these petitions whose own time is over, too."""
    rows = shelters_due(ShelterApplication.objects.filter(petition__in=pks), at)
    return list(rows.values_list("pk", flat=True))


# The mark comes last: by it the locks close again.
declare(*(replace(each, through=_of_petitions) for each in BY_THEMSELVES))
# What is left of a hold from which nobody came, soon after it is over (actions.shelter_holds.forget_holds).
UNUSED_HOLD = Erasure(ShelterHold, ("pk",), texts=("needs", "contact"))
declare(replace(UNUSED_HOLD, paths=("petition",)))
KEPT_OF_SHELTERS = {
    "ShelterApplication.wall": "emptied",
    "ShelterApplication.kept_reason": "what is kept is not disposed of",
    "StayEvent.verb": "a code",
    "StayExtension.source": "articles of rules",
}
