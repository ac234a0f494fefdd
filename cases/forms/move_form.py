"""What one move of a petition asks for."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions import MISSING, Answers
from cases.clocks import clock_words
from cases.law import HANDLE
from cases.models import Petition
from cases.widgets import UnitPicker, near_units
from cases.workflow import Move, Route, ToldHow
from fedportal.accounts.models import User
from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.orgs.models import Organization


class MoveForm(forms.Form):
    """The answers that this move wants for this petition, and a note."""

    use_required_attribute = False

    route = forms.ChoiceField(label="办理途径", choices=Route.choices, widget=forms.RadioSelect)
    competent_organ = forms.CharField(
        label="有权处理的机关", max_length=100, help_text="写全称，如“滨城区人力资源和社会保障局”"
    )
    receiver = forms.ModelChoiceField(
        label="接收单位",
        queryset=Organization.objects.none(),
        widget=UnitPicker,
        error_messages={"invalid_choice": "只能转送本级妇联系统内的下级单位。"},
    )
    told_how = forms.ChoiceField(label="告知方式", choices=ToldHow.choices, widget=forms.RadioSelect)
    note = forms.CharField(max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    # The last line of the timeline when the page was opened: tells what others did meanwhile.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, petition: Petition, move: Move, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        self.petition, self.move, self.at = petition, move, at
        for name, sentence in MISSING.items():
            self.fields[name].error_messages["required"] = sentence
            if name not in move.asks or not petition.is_asked(name):
                del self.fields[name]
        if "receiver" in self.fields:
            self._offer_receivers(by)
        note = self.fields["note"]
        note.label, note.required = move.note_label, move.note_required
        note.error_messages["required"] = f"请填写{move.note_label}。"
        self.fields["seen"].initial = petition.events.order_by("-pk").values_list("pk", flat=True).first()

    def _offer_receivers(self, by: User) -> None:
        """Without script: the units right below, and whatever was chosen."""
        receiver = cast(forms.ModelChoiceField, self.fields["receiver"])
        below = Organization.objects.visible_to(by).living(timezone.localdate(self.at)).exclude(pk=by.org_id)
        receiver.queryset = below
        receiver.widget.offer(near_units(below, by.org, self.data.get("receiver", "")))

    def answers(self) -> Answers:
        given = {name: value for name, value in self.cleaned_data.items() if name in MISSING}
        return Answers(**given)

    def starts(self) -> list[str]:
        """The clocks that this move would start now, with their last day, in words."""
        try:
            opener = DeadlineOpener.load(timezone.localdate(self.at))
            return [self._start_words(limit, opener) for limit in self.move.opens if self._may_start(limit)]
        except CalendarEnds as error:
            return [f"{error}。"]

    def _may_start(self, limit: Any) -> bool:
        return "route" in self.fields if limit is HANDLE else self.petition.owes(limit)

    def _start_words(self, limit: Any, opener: DeadlineOpener) -> str:
        words = clock_words(opener.build(self.petition, limit.code, org=self.petition.org, start=self.at, at=self.at))
        return f"选“{Route.OPINION.label}”的，{words}" if limit is HANDLE else words
