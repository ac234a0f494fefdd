"""A person of a petition: naming, correcting, removing."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions.parties import TOLD, told_of
from cases.forms.background_form import BackgroundForm
from cases.forms.person_form import UNKNOWN_WORDS, BirthForm, IdCardForm
from cases.merging import Seen
from cases.models import Party, Petition
from fedportal.lib.masking import mask_address, mask_id_number, mask_phone

Role = Party.Role
# The petitioner herself is corrected where she was registered; here is added what registration folds away.
ADDED_OF_PETITIONER = ("ethnicity", "occupation", "education", "groups")
# What stands on no page unasked: an empty input leaves it as it is.
KEPT_BACK = {"id_number": mask_id_number, "phone": mask_phone, "address": mask_address}
ASIDE = ("reason", "seen")  # of a correction, and nothing of the person
CHOICES = [choice for choice in Role.choices if choice[0] != Role.PETITIONER]


def _line(label: str, longest: int, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


class PartyForm(BirthForm, IdCardForm):
    """Who it is. A name alone is enough."""

    use_required_attribute = False
    field_order = ("role", "name", "relation", "sex", "id_number", "birth_on", "age", "phone", "address")

    role = forms.ChoiceField(
        label="身份", choices=CHOICES, widget=forms.RadioSelect, error_messages={"required": "请选择身份。"}
    )
    name = _line("姓名", 60, error_messages={"required": "请填写姓名；是单位的，填单位名称。"})
    relation = _line("与信访人的关系", 30, required=False, help_text="如“丈夫”“母亲”“用人单位”")
    sex = forms.ChoiceField(
        label="性别", choices=Party.Sex.choices, widget=forms.RadioSelect, required=False, initial=Party.Sex.UNKNOWN
    )
    phone = _line("联系方式", 40, required=False)
    address = _line("住址", 200, required=False)

    def __init__(self, data: Any = None, *, petition: Petition, at: dt.datetime, party: Party | None = None) -> None:
        super().__init__(data)
        self.petition, self.party, self.at = petition, party, at
        if party is not None:
            self._fill_in(party)

    def _fill_in(self, party: Party) -> None:
        """What is known; the identity number is not shown again."""
        if party.role == Role.PETITIONER:
            reason = {name: field for name, field in self.fields.items() if name in ASIDE}
            self.fields = {name: BackgroundForm.base_fields[name] for name in ADDED_OF_PETITIONER} | reason
        self.initial = {name: getattr(party, name) for name in self.fields if hasattr(party, name)}
        for name in (name for name in KEPT_BACK if name in self.fields):
            self.initial[name], value = "", getattr(party, name)
            kept = f"现为 {KEPT_BACK[name](value)}；不改的空着" if value else ""
            more = "，要删除的填“不详”" if kept and name != "id_number" else ""
            self.fields[name].help_text = f"{kept}{more}" or self.fields[name].help_text
        if "id_number" in self.fields:
            years = party.age_on(timezone.localdate(self.petition.received_at))
            self.initial["age"] = "" if party.birth_on or years is None else str(years)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("address", "phone"):
            if given.get(name) in UNKNOWN_WORDS:
                given[name] = ""
            elif self.party is not None and name in self.fields and not given.get(name) and name not in self.errors:
                given[name] = getattr(self.party, name)
        if "sex" in self.fields:
            given["sex"] = given.get("sex") or Party.Sex.UNKNOWN
        if self.party is not None and not given.get("id_number") and "id_number" not in self.errors:
            given["id_number"] = self.party.id_number
        if "id_number" in self.fields:
            self._read_id_card()
        return given

    def answers(self) -> dict[str, Any]:
        """The fields of the person; a typed age as a year of birth on the day of the petition."""
        given = {name: self.cleaned_data[name] for name in self.fields if name not in (*ASIDE, "age")}
        if "age" in self.fields:
            age, received = self.cleaned_data["age"], timezone.localdate(self.petition.received_at)
            given["birth_year"] = None if given["birth_on"] or age is None else received.year - cast(int, age)
        return given


class CorrectionForm(PartyForm):
    """The same, with the reason."""

    reason = _line("更正原因", 200, error_messages={"required": "请填写更正原因。"})
    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-draft-keep": ""}))

    def __init__(self, data: Any = None, *, petition: Petition, at: dt.datetime, party: Party) -> None:
        super().__init__(data, petition=petition, at=at, party=party)
        told = [name for name in TOLD if name in self.fields or (name == "birth_year" and "age" in self.fields)]
        last = petition.events.order_by("-pk").values_list("pk", flat=True).first()
        self.initial["seen"] = Seen.of(told_of(party, told), event=last).sealed(party)


class PartyRemovalForm(forms.Form):
    """Why someone is taken out."""

    use_required_attribute = False

    reason = _line("移除原因", 200, error_messages={"required": "请填写移除原因。"})
