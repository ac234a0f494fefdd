"""What is asked of somebody of the network, new or as she stands."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.forms.place_field import PlaceField
from cases.widgets import UnitPicker
from cases.workflow.contacting import Weekday
from fedportal.accounts.models import User
from fedportal.lib.id_card import WrongIdCard, read_id_card
from fedportal.orgs.models import Level, Organization
from stations.actions.people import PersonFacts
from stations.actions.roles import Appointment
from stations.forms.fields import clock_field, day_field, line_field, one_of
from stations.models import NetworkPerson
from stations.network_facts import RoleKind, Sex

NUMBERS = ("phone", "id_number")  # not shown again where somebody is changed


class AccountField(forms.ModelChoiceField):
    """A colleague, by name."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}（{obj.username}）"


class PersonForm(forms.Form):
    """Give it `by` and `at`; of somebody who is there, `person`. A new one begins in her first role."""

    use_required_attribute = False

    org = PlaceField(
        Organization.objects.none(),
        label="登记单位",
        widget=UnitPicker,
        help_text="本单位；村（社区）的由所在乡镇（街道）或者县级登记",
        error_messages={"required": "请选择登记单位。", "invalid_choice": "只能登记在本单位或者辖区内的村（社区）。"},
    )
    name = line_field("姓名", 60)
    sex = one_of("性别", Sex.choices, radio=True)
    phone = forms.RegexField(
        r"^[0-9+\- ]{5,40}$",
        label="联系电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"invalid": "请填写电话号码，只能有数字和连字符。"},
    )
    id_number = forms.CharField(
        label="身份证号",
        required=False,
        max_length=18,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="加密保存，用于不重复登记；可以不填",
    )
    workplace = line_field("工作单位", 120, required=False)
    joined_on = day_field("加入日期")
    kind = one_of("身份", RoleKind.choices)
    full_time = forms.BooleanField(label="专职", required=False)
    appointed_by = line_field("任命、聘任单位", 120, required=False)
    until = day_field("任期至", required=False, help_text="没有任期的不填")
    days = forms.TypedMultipleChoiceField(
        label="可以服务的日子",
        coerce=int,
        choices=Weekday.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    begins, ends = clock_field("自"), clock_field("至")
    account = AccountField(
        User.objects.none(),
        label="平台账号",
        required=False,
        help_text="本人在平台上有账号的，关联后显示在办事项数",
        error_messages={"invalid_choice": "只能关联本单位人员的账号。"},
    )

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime, person: NetworkPerson | None = None) -> None:
        self.at, self.person = at, person
        said = PersonFacts.__dataclass_fields__.keys() - set(NUMBERS)
        standing = {name: getattr(person, name) for name in said} if person else {}
        super().__init__(data, initial=standing or {"joined_on": timezone.localdate(at), "org": by.org_id})
        colleagues: Any = self.fields["account"]
        colleagues.queryset = _accounts(person.org if person else by.org, person)
        if person is not None:
            for name in ("org", "kind", "full_time", "appointed_by", "until"):
                del self.fields[name]
            for name in NUMBERS:
                self.fields[name].help_text = "不更改的留空"
            return
        self._offer_units(by)

    def _offer_units(self, by: User) -> None:
        units: Any = self.fields["org"]
        today = timezone.localdate(self.at)
        may = Q(pk=by.org_id) | Q(level=Level.VILLAGE)
        units.queryset, units.own = Organization.objects.visible_to(by).living(today).filter(may), by.org
        chosen = str(self.data.get("org", ""))
        near = Q(pk=by.org_id) | Q(parent=by.org_id, level=Level.VILLAGE)
        near |= Q(pk=chosen) if chosen.isdecimal() and len(chosen) < 15 else Q()
        units.widget.offer(lambda: units.queryset.filter(near).order_by("code"))

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"].strip()
        if not number:
            return ""
        try:
            return read_id_card(number, on=timezone.localdate(self.at)).number
        except WrongIdCard as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("begins"), given.get("ends")
        if bool(begins) != bool(ends) or (begins and ends and begins >= ends):
            self.add_error("ends", "请填写从几点到几点，结束应当晚于开始；不限的，两处都不填。")
        return given

    def facts(self) -> PersonFacts:
        given = self.cleaned_data
        values = {name: given[name] for name in PersonFacts.__dataclass_fields__} | {"days": tuple(given["days"])}
        if self.person is not None:
            values |= {name: given[name] or getattr(self.person, name) for name in NUMBERS}
        return PersonFacts(**values)

    def appointment(self) -> Appointment:
        """Her first role, since she joined."""
        given = self.cleaned_data
        return Appointment(
            given["kind"], given["joined_on"], given["until"], given["full_time"], given["appointed_by"]
        )


def _accounts(org: Organization, person: NetworkPerson | None) -> Any:
    """Colleagues of that unit who are linked to nobody else."""
    free = Q(network_person=None) | (Q(network_person=person) if person else Q())
    return User.objects.people().filter(free, org=org, is_active=True).order_by("name", "pk")
