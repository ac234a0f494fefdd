"""The registration of a petition: one screen, in the order in which the cadre hears it (domain.md X43)."""

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.forms.accused_form import AccusedFields
from cases.forms.background_form import BackgroundForm
from cases.forms.clock_form import ClockForm
from cases.forms.person_form import UNKNOWN_WORDS, IdCardForm
from cases.forms.place_field import PlaceField
from cases.forms.safe_contact_form import RegisteredWishFields
from cases.forms.taken_form import ONLY, TakenForm
from cases.models import Channel, MatterClass, Party
from cases.registering import Intake
from cases.widgets import CATEGORY_CHOICES, CategorySelect, FixedChoices, UnitPicker, near_units
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization

ANONYMOUS = "匿名"
# What X43 asks of every petitioner; who ticks “unclear” may leave them out.
WANTED = {
    "name": "请填写信访人姓名；不清楚的，勾选“姓名、住址不清，或者匿名”。",
    "sex": "请选择性别，问不到的选“不详”。",
    "marital": "请选择婚姻状况，问不到的选“不详”。",
    "phone": "请填写联系方式，没有的填“不详”。",
    "address": "请填写住址，没有的填“不详”。",
}

# What a further contact of a known matter has to say.
CONTACT = {"received_at", "channel", "head_count", "submission", *ONLY}


class PetitionForm(AccusedFields, ClockForm, IdCardForm, TakenForm, RegisteredWishFields, BackgroundForm):
    """Who, what happened, what she wants, where, how urgent."""

    # As on the page: the summary of errors follows it too.
    field_order = (
        *("identity_unclear", "name", "id_number", "sex", "birth_on", "age", "marital", "phone", "address"),
        *("contact_rule", "safe_ways", "no_message", "number_shared", "days_1", "from_1", "until_1"),
        *("days_2", "from_2", "until_2", "code_word", "safe_note"),
        *("head_count", "repeat_count", "received_at", "channel", "source_organ", "source_number", "report_due_on"),
        *("facts", "request", "matter_class"),
        *("accused_kind", "accused_name", "accused_org", "accused_unit", "accused_relation", "accused_namesake"),
        *("category", "place", "read_back", "unread_reason"),
        *("urgent", "minor", "trafficking", "serious_harm", "media_attention", "fast"),
        *("groups", "ethnicity", "occupation", "education", "companions"),
        *("litigation_status", "earlier_handling", "earlier_litigation", "submission"),
    )

    name = forms.CharField(
        label="姓名", max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    sex = forms.ChoiceField(
        label="性别", choices=FixedChoices(Party.Sex.choices), required=False, widget=forms.RadioSelect
    )
    marital = forms.ChoiceField(
        label="婚姻状况", choices=FixedChoices(Party.Marital.choices), required=False, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label="联系方式",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="联系前先问本人何时、用哪个号码方便；没有的填“不详”",
    )
    address = forms.CharField(
        label="住址",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="没有的填“不详”",
    )
    channel = forms.ChoiceField(
        label="信访形式",
        choices=FixedChoices(Channel.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择信访形式。"},
    )
    facts = forms.CharField(
        label="主要事实",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="什么时间、什么地点、什么人、发生了什么",
        error_messages={"required": "请填写主要事实。"},
    )
    request = forms.CharField(
        label="诉求",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写诉求。"},
    )
    matter_class = forms.ChoiceField(
        label="事项性质",
        choices=FixedChoices(MatterClass.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择事项性质。"},
    )
    category = forms.ChoiceField(
        label="事项类别",
        choices=CATEGORY_CHOICES,
        widget=CategorySelect,
        help_text="可输入汉字或拼音首字母，如“jtbl”",
        error_messages={"required": "请选择事项类别。", "invalid_choice": "请从列表中选择事项类别。"},
    )
    place = PlaceField(
        label="问题属地",
        queryset=Organization.objects.none(),
        widget=UnitPicker,
        help_text="问题发生的地方，默认本地区",
        error_messages={
            "required": "请选择问题属地。",
            "invalid_choice": "请从本地区范围内选择问题属地。",
        },
    )
    # Names this one entry. A text field out of sight, for drafts keep those: who restores a draft after the line broke
    # sends the same name, and one petition comes of it.
    submission = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": "", "tabindex": "-1", "aria-hidden": "true"}))

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data, by=by, at=at)
        self.fields["submission"].initial = uuid.uuid4()
        self.fields["channel"].initial = Channel.HOTLINE if Role.AGENT in by.roles else Channel.VISIT
        self._offer_places()
        self.offer_units()
        if not self.data.get("identity_unclear"):
            for name, sentence in WANTED.items():
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence

    def _offer_places(self) -> None:
        """Without script: one's own place, those right below it, and whatever was chosen."""
        place, today = cast(PlaceField, self.fields["place"]), timezone.localdate(self.at)
        units = Organization.objects.visible_to(self.by).living(today)
        place.queryset = units
        place.own = self.by.org if self.by.org.in_use(today) else None
        place.initial = self.by.org_id

        def offered() -> list[Organization]:
            near = near_units(units, self.by.org, self.data.get("place", ""))
            return [self.by.org, *(unit for unit in near if unit.pk != self.by.org_id)]

        place.widget.offer(offered)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for name in ("address", "phone"):
            if given.get(name) in UNKNOWN_WORDS:
                given[name] = ""
        self._read_id_card()
        if given.get("identity_unclear"):
            given["name"] = given.get("name") or ANONYMOUS
            given["sex"] = given.get("sex") or Party.Sex.UNKNOWN
            given["marital"] = given.get("marital") or Party.Marital.UNKNOWN
        else:
            self._check_age()
        return super().clean()

    def _check_age(self) -> None:
        if "age" not in self.errors and "birth_on" not in self.errors:
            given = self.cleaned_data
            if given.get("birth_on") is None and given.get("age") is None and not self.age_given:
                self.add_error("age", "请填写出生日期或者年龄，问不到的填“不详”。")

    def intake(self) -> Intake:
        """What was typed, for registering; the same form sent twice names itself by the same key."""
        self.petition.origin_key = self._key()
        who = self.accused()
        return Intake(self.petition, self.petitioner, self.taken(), (who,) if who else (), self.wish())

    def is_contact(self) -> bool:
        """Whether it is right as a further contact of a known matter, which asks less; complains of that alone."""
        for name in self.errors.keys() - CONTACT:
            del self.errors[name]
        return not self.errors

    def contact(self) -> dict[str, Any]:
        """The further contact: the arguments of add_contact."""
        given = self.cleaned_data
        told = [given.get("facts", ""), given.get("request", "")]
        return {
            "taken": self.taken(note="\n".join(filter(None, told))),
            "channel": given["channel"],
            "received_at": given["received_at"],
            "head_count": given["head_count"],
            "origin_key": self._key(),
        }

    def _key(self) -> str:
        return f"form:{self.cleaned_data['submission']}"
