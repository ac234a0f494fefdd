"""Questions about the people of the network."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from fedportal.lib.unopened import unopened
from fedportal.orgs.querysets import InScopeQuerySet
from stations.network_facts import VOLUNTEERS, CourseKind

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class PersonQuerySet(InScopeQuerySet):
    """People by place, day and what they do."""

    def serving(self, on: dt.date) -> Self:
        """Of the network on that day."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=on), joined_on__lte=on)

    def kept(self) -> Self:
        """Not yet disposed of."""
        return self.filter(disposed_at=None)

    def with_role(self, on: dt.date, *kinds: str) -> Self:
        """Who holds one of these roles on that day; any, where none is named."""
        roles: Any = self._related("roles").standing(on).filter(person=OuterRef("pk"))
        return self.filter(Exists(roles.filter(kind__in=kinds) if kinds else roles))

    def working(self, on: dt.date, *, full_time: bool) -> Self:
        """Who holds a role for her whole time; else who holds roles beside other work."""
        roles: Any = self._related("roles").standing(on).filter(person=OuterRef("pk"))
        whole = Exists(roles.filter(full_time=True))
        return self.filter(whole) if full_time else self.filter(Exists(roles), ~whole)

    def volunteers(self, on: dt.date) -> Self:
        """Whose hours are logged."""
        return self.serving(on).with_role(on, *VOLUNTEERS)

    def available(self, on: dt.date) -> Self:
        """Serves, and has not paused."""
        return self.serving(on).filter(Q(paused_until=None) | Q(paused_until__lt=on))

    def trained_before(self, day: dt.date) -> Self:
        """Whose last provincial training lies before that day, or who has had none."""
        return self.filter(Q(trained_on=None) | Q(trained_on__lt=day))

    def matching(self, words: str) -> Self:
        """By a part of the name or of the workplace, or by pinyin initials."""
        words = words.replace("\0", "").strip()
        if words.isascii() and words.isalpha():
            return self.filter(initials__startswith=words.lower())
        return self.filter(Q(name__contains=words) | Q(workplace__contains=words))

    def unopened(self) -> Self:
        """Their numbers not yet deciphered (lib/unopened)."""
        return unopened(self)

    def for_page(self, on: dt.date) -> Self:
        """With what a line of the list says; nothing is deciphered."""
        roles: Any = self._related("roles").standing(on).order_by("pk")
        return self.select_related("org").unopened().prefetch_related(Prefetch("roles", roles, to_attr="held"))

    def _related(self, name: str) -> Any:
        return self.model._meta.get_field(name).related_model.objects  # type: ignore[union-attr]


class RoleQuerySet(models.QuerySet):
    """Roles by day."""

    def standing(self, on: dt.date) -> Self:
        """Held on that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), begins__lte=on)

    def ending(self, on: dt.date, within: dt.timedelta) -> Self:
        """Held, and their term over by then."""
        return self.filter(ended_on=None, until__lte=on + within)


class CredentialQuerySet(models.QuerySet):
    """Credentials by day."""

    def valid(self, on: dt.date) -> Self:
        """Neither withdrawn nor run out on that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), issued_on__lte=on).filter(
            Q(expires_on=None) | Q(expires_on__gte=on)
        )

    def expiring(self, on: dt.date, within: dt.timedelta) -> Self:
        """Not yet renewed, and over by then."""
        return self.filter(ended_on=None, expires_on__lte=on + within)


class KnownToLineQuerySet(InScopeQuerySet):
    """What names nobody and serves the units below too: those above are seen by `told_below`."""

    told_below = Q()

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.known_to(user))

    def known_to(self, user: "User") -> Q:
        below = Q(org_code__gte=user.org.code, org_code__lt=user.org.code_end)
        return below | Q(org__code__lte=user.org.code, org__code_end__gt=user.org.code) & self.told_below


class CourseQuerySet(KnownToLineQuerySet):
    """Courses; whoever sends cadres to the petition training of a unit above enters them there. What that unit has
    entered of others' people, those read too."""

    told_below = Q(kind=CourseKind.PETITION)

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        records: Any = self.model._meta.get_field("records").related_model
        code, end = user.org.code, user.org.code_end
        ours = records.objects.filter(course=OuterRef("pk"), person__org_code__gte=code, person__org_code__lt=end)
        return self.filter(self.known_to(user) | Exists(ours))


class BaseQuerySet(KnownToLineQuerySet):
    """Partner bases; those of the units above, as long as they are open."""

    told_below = Q(closed_on=None)

    def unopened(self) -> Self:
        """As the interface asks of every object; a base has nothing enciphered."""
        return unopened(self)


class ServiceQuerySet(models.QuerySet):
    """Hours by whether somebody has confirmed them."""

    def visible_to(self, user: "User") -> Self:
        """Of the people of her range."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(person__org_code__gte=user.org.code, person__org_code__lt=user.org.code_end)

    def waiting(self) -> Self:
        return self.filter(decided_at=None)

    def confirmed(self) -> Self:
        return self.filter(decided_at__isnull=False, refused="")
