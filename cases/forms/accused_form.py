"""Against whom an accusation is, and which unit will hold it because of that."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from cases.actions.accusations import heads, keeper
from cases.models import Accused, MatterClass
from cases.widgets import FixedChoices, UnitPicker, federations, offer_federations
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization

LONG, SHORT = "妇女联合会", "妇联"


class AccusedFields(forms.Form):
    """Asked where the matter is an accusation; give it `by` and `at` before it is cleaned, and call `offer_units`."""

    accused_kind = forms.ChoiceField(
        label="被检举控告的是",
        choices=FixedChoices(Accused.Kind.choices),
        initial=Accused.Kind.PERSON,
        required=False,
        widget=forms.RadioSelect,
    )
    accused_name = forms.CharField(
        label="姓名（单位名称）",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="必填；不知道姓名的，写职务或者特征",
    )
    accused_org = forms.ModelChoiceField(
        label="所属妇联",
        queryset=Organization.objects.none(),
        required=False,
        widget=UnitPicker,
        help_text="是妇联组织或者妇联工作人员的必选，本件不会转给该单位；不是的不用选",
        error_messages={"invalid_choice": "请从本省妇联中选择。"},
    )
    accused_unit = forms.CharField(
        label="所在单位（不是妇联的）",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="写全称，如“滨城区民政局”；不清楚的可以不填",
    )
    accused_relation = forms.CharField(
        label="与检举控告人的关系",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="如上下级、亲属、没有关系；不清楚的可以不填",
    )
    accused_namesake = forms.BooleanField(label="只是同名，不是本单位工作人员", required=False)

    by: User
    at: dt.datetime
    namesake = ""  # the name that a colleague bears too
    refusal = ""  # why it cannot be registered here at all

    @property
    def is_accusation(self) -> bool:
        return bool(self.cleaned_data.get("matter_class") == MatterClass.ACCUSATION)

    def offer_units(self) -> None:
        """Any federation of the province may be meant."""
        field = cast(forms.ModelChoiceField, self.fields["accused_org"])
        on, chosen = timezone.localdate(self.at), str(self.data.get("accused_org", ""))
        offer_federations(field, self.by.org, on=on, chosen=chosen)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.is_accusation:
            self._recognise_unit()
            self._check_who()
            self._check_namesake()
            self._check_holder()
        return given

    def _recognise_unit(self) -> None:
        """A federation that was typed is chosen: else it could come to be handed its own accusation."""
        given = self.cleaned_data
        if given.get("accused_org") is None:
            typed = [given.get("accused_unit", "")]
            typed += [given.get("accused_name", "")] if given.get("accused_kind") == Accused.Kind.UNIT else []
            given["accused_org"] = next(filter(None, map(self._federation, typed)), None)
        org = given.get("accused_org")
        if org is not None:
            given["accused_unit"] = ""
            if given.get("accused_kind") == Accused.Kind.UNIT and not given.get("accused_name"):
                given["accused_name"] = org.name
                self.errors.pop("accused_name", None)

    def _federation(self, typed: str) -> Organization | None:
        """The federation of this name, whole or short, or whose department it is."""
        name = typed if LONG in typed else typed.replace(SHORT, LONG)
        if LONG not in name:
            return None
        name = name[: name.index(LONG) + len(LONG)]
        units = federations(self.by.org, timezone.localdate(self.at)).filter(name=name)
        own = [unit for unit in self.by.org.line if unit.name == name]
        return own[-1] if own else units.first() if units.count() == 1 else None

    def _check_who(self) -> None:
        if not self.cleaned_data.get("accused_name") and "accused_name" not in self.errors:
            self.add_error("accused_name", "请填写被检举控告的人员姓名或者单位名称。")

    def _check_namesake(self) -> None:
        """A colleague of that name might be the accused: who reads it would be wrong."""
        given = self.cleaned_data
        if given.get("accused_kind") == Accused.Kind.UNIT or given.get("accused_org") or given.get("accused_namesake"):
            return
        if colleagues(self.by, given.get("accused_name", "")).exists():
            self.namesake = given["accused_name"]
            self.add_error(
                "accused_name",
                f"本单位有工作人员也叫“{self.namesake}”。是其本人的，请在“所属妇联”中选择本单位；"
                "只是同名的，请勾选下面的“只是同名”。",
            )

    def _check_holder(self) -> None:
        org = self.cleaned_data.get("accused_org")
        if org is not None:
            try:
                keeper(self.by.org, [org])
            except NotAllowed as refusal:
                self.refusal = str(refusal)
                self.add_error("accused_org", self.refusal)

    def accused(self) -> Accused | None:
        """The row as typed, not yet saved; none where the matter is no accusation."""
        if not self.is_accusation:
            return None
        given = self.cleaned_data
        return Accused(
            kind=given.get("accused_kind") or Accused.Kind.PERSON,
            name=given["accused_name"],
            org=given["accused_org"],
            unit=given["accused_unit"],
            relation=given["accused_relation"],
        )

    @property
    def asks_namesake(self) -> bool:
        """Whether the box is worth showing: there is a colleague of that name, or it was ticked."""
        return bool(self.namesake or self.data.get("accused_namesake"))


def colleagues(by: User, name: str) -> QuerySet[User]:
    """Who of this unit bears the name."""
    return User.objects.filter(org=by.org, is_active=True, name=name.strip())


class AccusedForm(AccusedFields):
    """One more accused of a matter that is an accusation already, or another wording of one."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime, row: Accused | None = None) -> None:
        super().__init__(data, initial=_typed(row) if row else None)
        self.by, self.at, self.row = by, at, row
        self.offer_units()
        self.fields["accused_name"].required = True
        self.fields["accused_name"].error_messages["required"] = "请填写被检举控告的人员姓名或者单位名称。"

    @property
    def is_accusation(self) -> bool:
        return True

    def accused(self) -> Accused:
        made = super().accused()
        assert made is not None  # it is an accusation
        if self.row is None:
            return made
        for name in ("kind", "name", "org", "unit", "relation"):
            setattr(self.row, name, getattr(made, name))
        return self.row

    def preview(self) -> dict[str, object]:
        """Who will hold it and who will read it, told while she types; the form need not be right yet."""
        self.full_clean()  # does nothing to a form that was not sent
        if self.refusal:
            return {"refusal": self.refusal}
        org = self.cleaned_data.get("accused_org") if self.is_bound else self.row and self.row.org
        holder = keeper(self.by.org, [org] if org else [])
        by_office = [head.name for head in heads(holder).order_by("name") if head.pk != self.by.pk]
        return {"holder": holder, "above": holder.pk != self.by.org_id, "heads": by_office, "namesake": self.namesake}


def _typed(row: Accused) -> dict[str, object]:
    return {f"accused_{name}": getattr(row, name) for name in ("kind", "name", "unit", "relation")} | {
        "accused_org": row.org_id
    }
