"""What is typed so far and calls for a hint of the law."""

from typing import Any

from django import forms

from cases.categories import CHOICES
from cases.hints import divorce_hint, litigation_hint, source_hint, visit_hint
from cases.models import Channel
from cases.workflow import Litigation
from fedportal.accounts.models import User
from fedportal.orgs.models import Level, Organization


class HintForm(forms.Form):
    """Nothing here is required: half a form gives half the hints."""

    channel = forms.ChoiceField(choices=Channel.choices, required=False)
    category = forms.ChoiceField(choices=CHOICES, required=False)
    litigation_status = forms.ChoiceField(choices=Litigation.choices, required=False)
    report_due_on = forms.DateField(required=False)
    place = forms.ModelChoiceField(queryset=Organization.objects.none(), required=False)

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        self.by = by
        if by.org.level == Level.PROVINCE:  # only a province stands two levels above someone
            self.fields["place"].queryset = Organization.objects.visible_to(by)  # type: ignore[attr-defined]

    def hints(self) -> list[str]:
        """Each in one sentence or two; none where nothing calls for one."""
        self.is_valid()
        given = self.cleaned_data
        transferred = given.get("channel") == Channel.TRANSFER
        said = (
            visit_hint(given.get("channel", ""), self.by.org, given.get("place")),
            source_hint(given.get("report_due_on")) if transferred else "",
            litigation_hint(given.get("litigation_status", "")),
            divorce_hint(given.get("category", "")),
        )
        return [words for words in said if words]
