"""Correcting what was registered: the registration's own questions, filled in, with what the page had shown."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.corrections import FIELDS, inputs_of, typed_as, values_of
from cases.forms.person_form import OLDEST, UNKNOWN
from cases.forms.petition_form import PetitionForm
from cases.merging import Seen
from cases.models import Accused, Party, Petition
from cases.widgets import near_units
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.lib.masking import mask_address, mask_id_number, mask_phone
from fedportal.orgs.models import Organization

OWN = ("note", "seen")
NO_NUMBER = "无"
# What stands on no page unasked: an empty input leaves it as it is.
KEPT_BACK = {"id_number": mask_id_number, "phone": mask_phone, "address": mask_address}
NOTHING_OF = {"id_number": NO_NUMBER, "phone": UNKNOWN, "address": UNKNOWN}


class EditForm(PetitionForm):
    """Every value of a registered petition that may be corrected."""

    birth_year = forms.IntegerField(
        label="出生年份",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="有出生日期的不用填；不知道的可以不填",
        error_messages={"invalid": "请填写四位年份，如 1985。"},
    )
    note = forms.CharField(
        label="更正说明",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="记入办理过程；检举控告改为其他性质的必填",
    )
    # Comes back with a draft: what was typed yesterday is laid over what the page showed yesterday.
    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-draft-keep": ""}))

    def __init__(self, data: Any = None, *, petition: Petition, party: Party, by: User, at: dt.datetime) -> None:
        self.standing, self.known_place = values_of(petition, party), petition.place
        super().__init__(data, by=by, at=at)
        for name in set(self.fields) - EDITABLE:
            del self.fields[name]
        last = petition.events.order_by("-pk").values_list("pk", flat=True).first()
        self.now_seen = Seen.of(self.standing, event=last).sealed(petition)
        self.registered_at, self.knows_accused = petition.registered_at, petition.accused.exists()
        self.initial = {**typed_as(self.standing), "seen": self.now_seen}
        for name, mask in KEPT_BACK.items():
            if value := self.standing[name]:
                self.fields[name].help_text = f"已登记 {mask(value)}；不改的留空，要删除的填“{NOTHING_OF[name]}”"
                self.fields[name].required = False
                self.initial[name] = ""

    def _offer_places(self) -> None:
        """The place that stands may lie beyond one's own range: the matter came from elsewhere."""
        super()._offer_places()
        field, known = cast(forms.ModelChoiceField, self.fields["place"]), self.known_place
        units = Organization.objects.visible_to(self.by).living(timezone.localdate(self.at))
        units |= Organization.objects.filter(pk=known.pk)
        chosen = str(self.data.get("place", known.pk))
        field.queryset = units
        field.widget.offer(
            lambda: [known, *(unit for unit in near_units(units, self.by.org, chosen) if unit != known)]
        )

    def clean_received_at(self) -> dt.datetime:
        moment = super().clean_received_at()
        if moment > self.registered_at:
            raise forms.ValidationError("收到时间不能晚于登记时间。")
        return moment

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        today = timezone.localdate(self.at)
        if year is not None and not today.year - OLDEST <= year <= today.year:
            raise forms.ValidationError("请核对出生年份。")
        return None if self.cleaned_data.get("birth_on") else year

    def _check_age(self) -> None:
        """A year of birth that nobody knows may stay unknown."""

    def _read_id_card(self) -> None:
        for name in ("phone", "address"):
            if name not in self.errors and not self.data.get(name, "").strip():
                self.cleaned_data[name] = self.standing[name]
        typed = self.cleaned_data.get("id_number")
        if typed == NO_NUMBER:
            self.cleaned_data["id_number"] = ""
            return
        self.cleaned_data["id_number"] = typed or self.standing["id_number"]
        super()._read_id_card()

    def _agree(self, name: str, value: object, sentence: str) -> None:
        super()._agree(name, value, sentence)
        year = self.cleaned_data.get("birth_year")
        if isinstance(value, dt.date) and year not in (None, value.year):
            self.add_error("birth_year", sentence)

    def _check_read_back(self) -> None:
        """Asked when it was taken down."""

    def _check_who(self) -> None:
        if not self.knows_accused:
            super()._check_who()

    def _clocks(self) -> list[Deadline]:
        """What a correction does to them depends on how far the matter is; another day of receipt has to be one from
        which they can be counted."""
        if self.cleaned_data["received_at"] != self.standing["received_at"]:
            super()._clocks()
        return []

    @property
    def mine(self) -> dict[str, Any]:
        return values_of(self.petition, self.petitioner)

    def accused(self) -> Accused | None:
        return super().accused() if self.cleaned_data.get("accused_name") else None


EDITABLE = {name for value in FIELDS for name in inputs_of(value)} | {
    *("accused_kind", "accused_name", "accused_org", "accused_unit", "accused_relation", "accused_namesake"),
    *OWN,
}
