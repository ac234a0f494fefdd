"""What one move asks for when it is made with many petitions at once."""

import datetime as dt
from functools import partial
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions import Answers
from cases.forms.move_fields import FIELDS, field, first_answers
from cases.widgets import near_units
from cases.workflow import Move
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization


class BulkForm(forms.Form):
    """The same answers and the same note for all of them. `token` names this sending: sent twice, it acts once."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, move: Move, by: User, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        first = first_answers(timezone.localdate(at))
        for name in (name for name in FIELDS if name in move.asks and name != "told_how"):
            self.fields[name] = field(name, required=True)
            self.fields[name].initial = first.get(name)
        self.fields["note"] = forms.CharField(
            label=move.note_label, max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        if "told_how" in move.asks:
            self.fields["told_how"] = field("told_how", required=True)
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput)
        self._narrow(by, at)

    def _narrow(self, by: User, at: dt.datetime) -> None:
        if "handler" in self.fields:
            people = User.objects.filter(org=by.org, is_active=True).people().order_by("name")
            cast(forms.ModelChoiceField, self.fields["handler"]).queryset = people
        if "receiver" in self.fields:
            below = Organization.objects.living(timezone.localdate(at)).visible_to(by).exclude(pk=by.org_id)
            picker = cast(forms.ModelChoiceField, self.fields["receiver"])
            picker.queryset = below
            picker.widget.offer(partial(near_units, below, by.org, self.data.get("receiver", "")))

    def answers(self) -> Answers:
        return Answers(**{name: value for name, value in self.cleaned_data.items() if name in FIELDS and value})
