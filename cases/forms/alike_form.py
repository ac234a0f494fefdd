"""What of a registration tells whether the same matter is known already."""

from typing import Any

from django import forms
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.likeness import Matter
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization


class AlikeForm(forms.Form):
    """As typed so far: nothing is asked for, and what is wrong counts as not typed."""

    name = forms.CharField(max_length=60, required=False)
    id_number = forms.CharField(max_length=30, required=False)
    phone = forms.CharField(max_length=40, required=False)
    place = forms.ModelChoiceField(Organization.objects.none(), required=False)
    facts = forms.CharField(max_length=20_000, required=False)
    request = forms.CharField(max_length=5_000, required=False)

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        self.fields["place"].queryset = Organization.objects.visible_to(by)  # type: ignore[attr-defined]
        self.by = by
        self.is_valid()

    @property
    def matter(self) -> Matter:
        given = self.cleaned_data
        words = {name: given.get(name, "") for name in ("name", "id_number", "phone")}
        return Matter(
            given.get("place") or self.by.org, **words, texts=(given.get("request", ""), given.get("facts", ""))
        )

    @property
    def token(self) -> str:
        """Goes with the answer to these words into the form: who sends it back has seen that answer."""
        return _token(self.data, self.by)


def has_seen(data: Any, by: User) -> bool:
    """Whether these words came with the answer to them; costs no look at the database."""
    return constant_time_compare(data.get("alike_seen", ""), _token(data, by))


def _token(data: Any, by: User) -> str:
    words = "\0".join(f"{name}={data.get(name, '').strip()}" for name in AlikeForm.base_fields)
    return salted_hmac("cases.alike", f"{by.pk}\0{words}").hexdigest()
