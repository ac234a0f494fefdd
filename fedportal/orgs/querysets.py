"""Questions about organizations, and the one way rows are bounded by a reader's range."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

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
