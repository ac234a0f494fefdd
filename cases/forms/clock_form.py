"""The part of registration from which the first clocks follow; the page shows them while she types."""

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cases.forms.person_form import BirthForm
from cases.models import Party, Petition
from cases.registering import first_deadlines
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener

MOMENT = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """A day and a time, typed or picked."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT)


class ClockForm(BirthForm):
    """When it was received, and what makes it urgent."""

    use_required_attribute = False  # the portal's own words, beside the field, instead of the browser's

    received_at = forms.DateTimeField(
        label="收到时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写收到时间。", "invalid": "请按“年-月-日 时:分”填写收到时间。"},
    )
    head_count = forms.IntegerField(
        label="信访人数",
        min_value=1,
        max_value=9999,
        initial=1,
        help_text="5 人以上为集体访",
        error_messages={
            "required": "请填写信访人数。",
            "invalid": "信访人数应当是整数。",
            "min_value": "信访人数至少 1 人。",
            "max_value": "信访人数不能超过 9999 人。",
        },
    )
    repeat_count = forms.IntegerField(
        label="第几次反映",
        min_value=1,
        max_value=999,
        initial=1,
        error_messages={
            "required": "请填写第几次反映同一事项，初次填 1。",
            "invalid": "次数应当是整数。",
            "min_value": "次数至少为 1。",
            "max_value": "次数不能超过 999。",
        },
    )
    identity_unclear = forms.BooleanField(
        label="姓名、住址不清，或者匿名",
        required=False,
        help_text="勾选后下面各项可以不填，不适用 15 日告知时限（条例第二十三条）",
    )
    urgent = forms.BooleanField(label="重大紧急", required=False, help_text="登记后 4 小时内报送首次书面报告")
    minor = forms.BooleanField(label="涉及未成年人", required=False)
    trafficking = forms.BooleanField(label="涉嫌拐卖", required=False)
    serious_harm = forms.BooleanField(label="有人死亡或重伤", required=False)
    media_attention = forms.BooleanField(label="媒体关注", required=False)  # a form has a `media` of its own
    fast = forms.BooleanField(label="演示：用快速阶梯（两分钟内逐级上报至省级）", required=False)

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        self.by, self.at = by, at
        self.fields["received_at"].initial = at.replace(second=0, microsecond=0)
        if not settings.DEMO:
            del self.fields["fast"]

    def clean_received_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["received_at"]
        if moment > self.at:
            raise forms.ValidationError("收到时间不能晚于现在。")
        return moment

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.clocks = self._clocks()
            except LookupError:  # neither a rule, nor a ladder, nor the calendar reaches back that far
                self.add_error("received_at", "当时的时限规则或工作日历尚未录入，无法推算时限，请核对收到时间。")
        return given

    clocks: list[Deadline] | None = None  # what registering now would start; None while something is missing

    def _clocks(self) -> list[Deadline]:
        return first_deadlines(self.petition, self.opener, at=self.at, fast=self.on_fast_ladder)

    @cached_property
    def opener(self) -> DeadlineOpener:
        """The rules of the day of receipt."""
        return DeadlineOpener.load(timezone.localdate(self.petition.received_at))

    @property
    def on_fast_ladder(self) -> bool:
        return bool(self.cleaned_data.get("fast"))

    @cached_property
    def petition(self) -> Petition:
        """The petition so far, without its row."""
        names = {field.name for field in Petition._meta.get_fields()}
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        petition = Petition(**given, org=self.by.org, org_code=self.by.org.code)
        petition.media = bool(self.cleaned_data.get("media_attention"))
        petition.minor = petition.minor or self.petitioner.is_minor_on(timezone.localdate(petition.received_at))
        return petition

    @cached_property
    def petitioner(self) -> Party:
        """The petitioner so far: a typed age is kept as a year of birth."""
        names = {field.name for field in Party._meta.get_fields()}
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        party = Party(role=Party.Role.PETITIONER, **given)
        age = self.cleaned_data.get("age")
        if party.birth_on is None and age is not None:
            party.birth_year = timezone.localdate(self.cleaned_data["received_at"]).year - age
        return party
