"""Questions about courses of violence at home: they are seen exactly with their petitions."""

from typing import TYPE_CHECKING, Self

from django.db import models

from fedportal.lib.unopened import unopened

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class ViolenceCaseQuerySet(models.QuerySet):
    """Courses by who may know of them."""

    def visible_to(self, user: "User") -> Self:
        """Those of petitions that she may see: guarded, each of them, and walled from relations."""
        matters = self.model._meta.get_field("petition").related_model.objects.visible_to(user)  # type: ignore[union-attr]
        return self.filter(petition__in=matters.order_by())

    def unopened(self) -> Self:
        """Without what is enciphered."""
        return unopened(self)
