"""Where a problem arose: mostly in one's own place."""

from typing import Any

from django import forms

from fedportal.orgs.models import Organization


class PlaceField(forms.ModelChoiceField):
    """A unit of the queryset. `own`, if set, is one of them, and need not be looked up when it is chosen."""

    own: Organization | None = None

    def to_python(self, value: Any) -> Organization | None:
        if self.own is not None and str(value) == str(self.own.pk):
            return self.own
        found: Organization | None = super().to_python(value)
        return found
