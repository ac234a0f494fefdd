"""What one move of a petition asks for."""

import datetime as dt
from functools import partial
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from cases.actions import Answers
from cases.actions.accusations import readers
from cases.actions.joining import refusal_of
from cases.clocks import clock_words
from cases.forms.move_fields import FIELDS, field, first_answers
from cases.forms.petition_field import PetitionField, joinable, may_join
from cases.law import HANDLE, HANDLE_SIMPLE
from cases.models import Petition
from cases.widgets import near_units
from cases.workflow import LATER, Move, Outcome, Route
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines.limits import Limit
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.orgs.models import Organization


class MoveForm(forms.Form):
    """The answers that this move wants for this petition, and a note."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, petition: Petition, move: Move, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        self.petition, self.move, self.by, self.at = petition, move, by, at
        asked = [name for name in FIELDS if name in (*move.asks, *move.may_say) and petition.is_asked(name)]
        for name in asked:
            self.fields[name] = field(name, required=name in move.asks)
            self.fields[name].initial = first_answers(timezone.localdate(at)).get(name, self.fields[name].initial)
        self._place_note()
        self._narrow()
        # The last line of the timeline when the page was opened: tells what others did meanwhile.
        self.last = petition.events.order_by("-pk").values_list("pk", flat=True).first()
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=self.last)

    def look_again(self) -> None:
        """The page that goes out now shows everything up to the last line."""
        if isinstance(self.data, QueryDict):
            shown = self.data.copy()
            shown["seen"] = str(self.last)
            self.data = shown

    def _place_note(self) -> None:
        """The note comes before the question how she was told, which is the last step at the desk."""
        note = forms.CharField(
            label=self.move.note_label,
            max_length=10_000,
            required=self.move.note_required,
            widget=forms.Textarea(attrs={"rows": 5}),
            error_messages={"required": f"请填写{self.move.note_label}。"},
        )
        told = self.fields.pop("told_how", None)
        self.fields["note"] = note
        if told is not None:
            self.fields["told_how"] = told

    def _narrow(self) -> None:
        """Offer only what may be chosen here."""
        living = Organization.objects.living(timezone.localdate(self.at))
        below = living.visible_to(self.by).exclude(pk=self.by.org_id)
        self._offer_petitions()
        if "refusal" in self.fields:
            self.fields["refusal"].initial = refusal_of(self.petition)
        self._offer("receiver", below)
        self._offer("decided_unit", below)
        self._offer("other_unit", living.in_range_of(self.by.org.line[0]).exclude(pk=self.by.org_id))
        if "handler" in self.fields:
            people = User.objects.filter(org=self.by.org, is_active=True).people().order_by("name")
            aside = self.petition.recusals.values("user")
            if self.petition.is_accusation:
                people = people.filter(pk__in=readers(self.petition))
            cast(forms.ModelChoiceField, self.fields["handler"]).queryset = people.exclude(pk__in=aside)
        if "leader" in self.fields:
            people = User.objects.filter(org=self.by.org, is_active=True, roles__contains=[Role.UNIT_HEAD])
            aside = self.petition.recusals.values("user")
            picker = cast(forms.ModelChoiceField, self.fields["leader"])
            picker.queryset = people.exclude(pk__in=aside).order_by("name")
        if self.move.name == "decide_recheck":
            choices = [choice for choice in Outcome.choices if choice[0] != Outcome.REDO]
            cast(forms.ChoiceField, self.fields["outcome"]).choices = choices

    def _offer_petitions(self) -> None:
        if "survivor" in self.fields:
            picker = cast(PetitionField, self.fields["survivor"])
            picker.queryset = may_join(self.petition, self.by)
            picker.offer(partial(joinable, self.petition, self.by))

    def _offer(self, name: str, units: Any) -> None:
        """Without script: the units right below, and whatever was chosen."""
        if name in self.fields:
            picker = cast(forms.ModelChoiceField, self.fields[name])
            picker.queryset = units
            near = self.by.org.parent if name == "other_unit" and self.by.org.parent else self.by.org
            picker.widget.offer(partial(near_units, units, near, self.data.get(name, "")))

    def answers(self) -> Answers:
        given = {name: value for name, value in self.cleaned_data.items() if name in FIELDS and value}
        return Answers(**given)

    @property
    def serves_later(self) -> bool:
        """Whether the paper is to be served by and by."""
        return bool(self.cleaned_data.get("told_how") == LATER)

    def starts(self) -> list[str]:
        """The clocks that this move would start now, with their last day, in words."""
        try:
            opener = DeadlineOpener.load(timezone.localdate(self.at))
            return [self._start_words(limit, opener) for limit in self.move.opens if self._may_start(limit)]
        except CalendarEnds as error:
            return [f"{error}。"]

    def _may_start(self, limit: Limit) -> bool:
        if limit in (HANDLE, HANDLE_SIMPLE):
            return "route" in self.fields
        return self.petition.owes(limit)

    def _start_words(self, limit: Limit, opener: DeadlineOpener) -> str:
        words = clock_words(opener.build(self.petition, limit.code, org=self.petition.org, start=self.at, at=self.at))
        if limit is HANDLE_SIMPLE:
            return f"选“简易办理”的，{words}"
        return f"选“{Route.OPINION.label}”的，{words}" if limit is HANDLE else words
