"""Questions about organizations, and the one way rows are bounded by a reader's range."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, When

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class InScopeQuerySet(models.QuerySet):
    """Rows that carry the code of a place; a reader sees those in the range of her own organization."""

    code_field = "org_code"

    def in_range_of(self, org: "models.Model") -> Self:
        """Rows whose place lies in the organization's range."""
        field = self.code_field
        return self.filter(**{f"{field}__gte": org.code, f"{field}__lt": org.code_end})  # type: ignore[attr-defined]

    def visible_to(self, user: "User") -> Self:
        """Rows that this user may see; nothing for one who is not signed in.

        Subclasses narrow this further; every page and endpoint starts here.
        """
        if not user.is_authenticated:
            return self.none()
        return self.in_range_of(user.org)


class OrganizationQuerySet(InScopeQuerySet):
    """Organizations by place and by date."""

    code_field = "code"

    def matching(self, words: str) -> Self:
        """Units whose name holds the words, whose pinyin initials begin with them, or whose code does."""
        words = words.replace("\0", "").strip()  # the database refuses to look for it
        if words.isascii() and words.isdigit() and len(words) <= 12:
            span = 10 ** (12 - len(words))
            return self.filter(code__gte=int(words) * span, code__lt=(int(words) + 1) * span)
        if words.isascii() and words.isalpha():
            return self.filter(initials__startswith=words.lower())
        return self.filter(region_name__contains=words.removesuffix("妇女联合会").removesuffix("妇联"))

    def with_line(self) -> Self:
        """Bring the superiors along, up to the province."""
        return self.select_related("parent__parent__parent__parent")

    def living(self, on: dt.date) -> Self:
        """Units in use on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


class AgencyQuerySet(InScopeQuerySet):
    """Agencies by place, date and name."""

    code_field = "place__code"

    def visible_to(self, user: "User") -> Self:
        """Those of the reader's own subtree and of the units above her: these she may write to."""
        if not user.is_authenticated:
            return self.none()
        below = Q(place__code__gte=user.org.code, place__code__lt=user.org.code_end)
        above = Q(place__code__lte=user.org.code, place__code_end__gt=user.org.code)
        return self.filter(below | above)

    def living(self, on: dt.date) -> Self:
        """Agencies in use on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)

    def matching(self, words: str) -> Self:
        """Agencies whose name or contact holds the words, or whose pinyin initials do."""
        words = words.replace("\0", "").strip()
        if words.isascii() and words.isalpha():
            return self.filter(initials__contains=words.lower())
        return self.filter(Q(name__contains=words) | Q(contact__contains=words))

    def nearest_first(self, org: "models.Model") -> Self:
        """The unit's own, then those above it from the nearest up, then those below."""
        own = Case(When(place=org, then=0), When(place__level__lt=org.level, then=1), default=2)  # type: ignore[attr-defined]
        return self.order_by(own, F("place__level").desc(), "place__code", "kind", "name", "pk")
