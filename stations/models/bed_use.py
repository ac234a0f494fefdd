"""Which bed is taken from when to when: held for somebody on her way, or slept in. One table, so that the database
itself lets no bed be given twice and nobody be in two beds at once."""

import datetime as dt
import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from cases.models import Petition
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from fedportal.orgs.models import Organization
from stations.models.shelter import NEUTRAL, Shelter, ShelterBed
from stations.models.shelter_stay import Resident, ShelterApplication
from stations.shelter_facts import Occasion
from stations.shelter_querysets import BedUseQuerySet, HoldQuerySet


def _one(field: str) -> Func:
    """A range of one number: what the built-in operators compare without an extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


_TIMES = Func(F("begins_at"), F("ends_at"), function="tstzrange")
# LEAST passes by what is not there.
_HELD = Func(F("held_at"), Func(F("expires_at"), F("released_at"), function="LEAST"), function="tstzrange")


class ShelterHold(models.Model):
    """Beds that wait for somebody: for a call, a petition or an application. It expires by itself: its beds are taken
    until `expires_at` and not a moment longer, whether anybody looks or not. `contact` is whom the keeper rings."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="holds")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="预留单位")
    occasion = models.CharField("用途", max_length=12, choices=Occasion.choices)
    occasion_id = models.BigIntegerField()
    # the matter that it is, or became: whom that is kept from, this is kept from, too
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, null=True, related_name="+")
    women = models.PositiveSmallIntegerField("成年女性")
    men = models.PositiveSmallIntegerField("成年男性", default=0)
    children = models.PositiveSmallIntegerField("随行未成年人", default=0)
    needs = EncryptedTextField("特别需要", max_length=300, blank=True)
    contact = EncryptedCharField("联系电话", max_length=60)
    held_at = models.DateTimeField("预留时间")
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("保留至")
    released_at = models.DateTimeField("释放时间", null=True)
    application = models.ForeignKey(
        ShelterApplication, on_delete=models.PROTECT, null=True, related_name="holds"
    )  # what came of it

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "床位预留"
        verbose_name_plural = "床位预留"
        indexes = [
            models.Index(fields=["occasion", "occasion_id"], name="hold_of_occasion"),
            models.Index(fields=["shelter", "expires_at"], condition=Q(released_at=None), name="hold_running"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="hold_occasion_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("held_at")), name="hold_expires_later"),
            models.CheckConstraint(
                condition=Q(women__gt=0) | Q(men__gt=0) | Q(children__gt=0), name="hold_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(released_at__gte=F("held_at")), name="hold_released_later"
            ),
            # Nobody's beds wait for her in two places.
            *(
                ExclusionConstraint(
                    name=f"hold_one_for_a_{occasion}",
                    expressions=[(_one("occasion_id"), RangeOperators.OVERLAPS), (_HELD, RangeOperators.OVERLAPS)],
                    condition=Q(occasion=occasion),
                )
                for occasion in Occasion.values
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return NEUTRAL

    def get_absolute_url(self) -> str:
        return reverse("stations:shelter_start")

    def is_running(self, at: dt.datetime) -> bool:
        """Whether its beds are kept at that moment."""
        return self.released_at is None and self.expires_at > at


class BedUse(models.Model):
    """One bed, for one hold or one resident, from `begins_at` until `ends_at` or further notice."""

    bed = models.ForeignKey(ShelterBed, on_delete=models.PROTECT, related_name="uses")
    shelter = models.ForeignKey(Shelter, on_delete=models.PROTECT, related_name="+")
    hold = models.ForeignKey(ShelterHold, on_delete=models.PROTECT, null=True, related_name="uses")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="uses")
    person_key = models.BigIntegerField(null=True)  # of the resident, for the database to compare
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束", null=True)

    objects = BedUseQuerySet.as_manager()

    class Meta:
        verbose_name = "床位使用"
        verbose_name_plural = "床位使用"
        indexes = [models.Index(fields=["shelter", "begins_at"], name="bed_use_of_shelter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(hold__isnull=False, resident=None, ends_at__isnull=False, person_key=None)
                | Q(hold=None, resident__isnull=False),
                name="bed_use_for_one",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("begins_at")), name="bed_use_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="bed_use_one_at_a_time",
                expressions=[(_one("bed_id"), RangeOperators.OVERLAPS), (_TIMES, RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="bed_use_resident_in_one_bed",
                expressions=[(_one("resident_id"), RangeOperators.OVERLAPS), (_TIMES, RangeOperators.OVERLAPS)],
                condition=Q(resident__isnull=False),
            ),
            ExclusionConstraint(
                name="bed_use_person_in_one_bed",
                expressions=[(_one("person_key"), RangeOperators.OVERLAPS), (_TIMES, RangeOperators.OVERLAPS)],
                condition=Q(person_key__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]
