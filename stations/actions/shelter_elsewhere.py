"""Somebody is entered at one shelter who lives in another: the other's keepers are told, for it may be her, or a man
who tries her number at every door."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from stations.models import BedUse, Shelter, ShelterStay, StayEvent

SOMEWHERE_ELSE = "其中有人已经登记在住，不能同时住两处。这次登记已经留痕，并已通知有关管护人核对。"
ASKED_AFTER = "另有庇护所登记了与在住人员相同的证件号，请核对本人是否平安"


class MetElsewhere(NotAllowed):
    """A bed was asked for a person who has one; `people` are the numbers that stand for those who were entered."""

    code = "met_elsewhere"

    def __init__(self, people: Sequence[int]) -> None:
        super().__init__(SOMEWHERE_ELSE)
        self.people = people


@transaction.atomic
@beyond_readers("who is told keeps another shelter; who asked learns no more than that")
def tell_her_keepers(met: MetElsewhere, shelter: Shelter, *, by: User, at: dt.datetime) -> None:
    """After the refusal, whose transaction is gone: a line of the trail, one of her stay's story, and a notice."""
    record("shelter.met_elsewhere", shelter, by=by, at=at)
    uses = BedUse.objects.at(at).filter(person_key__in=met.people).exclude(shelter=shelter)
    stays = ShelterStay.objects.filter(application__residents__uses__in=uses).distinct()
    for stay in stays.select_related("org"):
        words = f"{by.org.name}的{by.name}登记了相同的证件号"
        StayEvent.objects.create(stay=stay, verb="stay.asked_after", at=at, actor=by, words=words)
        tell(stay, org=stay.org, roles=[Role.SHELTER_WORKER], text=ASKED_AFTER, at=at, light=Light.YELLOW)
