"""Questions about shelters and stays. Who may know is one rule here and in shelter_policies: named keepers, and the
case workers who are named for a stay; never whom the relation wall keeps away."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from cases.knowing import Reader
from cases.models import RelationWall
from fedportal.api.scopes import Scope
from stations.shelter_facts import LIVING_IN, Decision

if TYPE_CHECKING:
    from fedportal.accounts.models import User


def _kept_by(model: Any, user: "User", field: str) -> Q:
    """Whether she is named as keeper of the shelter in that field, or two keys have opened it to her."""
    shelters = model if field == "pk" else model._meta.get_field("shelter").related_model
    keepers = shelters._meta.get_field("keepers").related_model
    openings = shelters._meta.get_field("openings").related_model
    named = keepers.objects.filter(shelter=OuterRef(field), user=user.pk, until=None)
    opened = openings.objects.filter(shelter=OuterRef(field), asked_by=user.pk, until__gt=Now())
    return Q(Exists(named)) | Q(Exists(opened))


def _told(user: "User") -> Q:
    """What the client of another system is told: its own unit's, where it was granted the scope."""
    granted = Scope.SHELTERS in user.api_client.scopes
    return Q(org=user.org_id) if granted else Q(pk=None)


class ShelterQuerySet(models.QuerySet):
    """Shelters by keeper and place."""

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_client:
            return self.filter(_told(user), confirmed_at__isnull=False)
        return self.filter(_kept_by(self.model, user, "pk"))

    def unopened(self) -> Self:
        """Nothing of it is deciphered."""
        return self.defer("name", "address", "pick_up", "phone")

    def tended_by(self, user: "User") -> Self:
        """Those for which she is named as keeper: what two keys opened is looked at alone."""
        return self.filter(keepers__user=user.pk, keepers__until=None)

    def standing(self) -> Self:
        """Not closed, whether a second person has confirmed them yet or not."""
        return self.filter(closed_on=None)

    def live(self) -> Self:
        """In use."""
        return self.standing().filter(confirmed_at__isnull=False)


class KeeperQuerySet(models.QuerySet):
    """Keepers by time."""

    def named(self) -> Self:
        return self.filter(until=None)


class BedQuerySet(models.QuerySet):
    """Beds by whether they can be given."""

    def usable(self) -> Self:
        return self.filter(out_since=None)

    def free_from(self, moment: dt.datetime) -> Self:
        """Beds that nobody has, or will have, from that moment on: what is held is free once the hold is over."""
        uses: Any = self.model._meta.get_field("uses").related_model
        taken = uses.objects.filter(Q(ends_at=None) | Q(ends_at__gt=moment), bed=OuterRef("pk"))
        return self.usable().filter(~Exists(taken))


class BedUseQuerySet(models.QuerySet):
    """Uses by moment."""

    def at(self, moment: dt.datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), begins_at__lte=moment)


class HoldQuerySet(models.QuerySet):
    """Holds by whether they still keep beds."""

    def visible_to(self, user: "User") -> Self:
        """Her own, those of her unit where she leads it, and those of shelters that she keeps.

        A colleague may be the man whom somebody flees: what lies behind a hold is kept from him, too, and from
        whoever keeps the shelter and is walled off from the matter.
        """
        if not user.is_authenticated:
            return self.none()
        ours = Q(held_by=user.pk)
        if Reader.of(user).heads:
            ours |= Q(org=user.org_id)
        walled = RelationWall.objects.filter(user=user.pk).values("petition")
        rows = self.exclude(petition__in=walled)
        return rows.filter(ours | _kept_by(self.model, user, "shelter"))

    def running(self, moment: dt.datetime) -> Self:
        return self.filter(released_at=None, expires_at__gt=moment)

    def over_since(self, moment: dt.datetime) -> Self:
        """Whose beds were free by that moment: let go, or expired by themselves."""
        return self.filter(Q(released_at__lte=moment) | Q(expires_at__lte=moment))


class ApplicationQuerySet(models.QuerySet):
    """Applications by reader and state."""

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(_kept_by(self.model, user, "shelter")).exclude(self._walled(user, ""))

    @staticmethod
    def _walled(user: "User", prefix: str) -> Q:
        """Of her own unit's respondent, or with one of her own numbers (cases' StaffDigest)."""
        own = list(user.digests.values_list("index", flat=True))
        walled = Q(**{f"{prefix}walled_org": user.org_id}) | Q(**{f"{prefix}wall__overlap": own})
        return walled | Q(**{f"{prefix}petition__walls__user": user.pk})

    def open(self) -> Self:
        return self.filter(decision__in=[Decision.APPLIED, Decision.WAITING])


class StayQuerySet(models.QuerySet):
    """Stays by reader and state."""

    def visible_to(self, user: "User") -> Self:
        """Those of shelters that she keeps, and those for which she is named."""
        if not user.is_authenticated:
            return self.none()
        workers: Any = self.model._meta.get_field("workers").related_model
        if user.is_client:
            return self.filter(_told(user)).exclude(ApplicationQuerySet._walled(user, "application__"))
        named = Exists(workers.objects.filter(stay=OuterRef("pk"), user=user.pk, until=None))
        seen = self.filter(_kept_by(self.model, user, "shelter") | Q(named))
        return seen.exclude(ApplicationQuerySet._walled(user, "application__"))

    def unopened(self) -> Self:
        """Nothing of it is deciphered."""
        return self.defer("exit_words", "exit_with")

    def living_in(self) -> Self:
        return self.filter(state__in=list(LIVING_IN))
