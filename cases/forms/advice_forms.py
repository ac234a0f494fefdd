"""Suggestions, proposals, and what came of them."""

import datetime as dt
from operator import attrgetter
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions.advising import Advice, units_to_advise
from cases.forms.order_form import DueOnForm
from cases.models import Petition
from cases.supervision_law import SUGGESTION_REPLY
from cases.workflow import Adoption, Measure, ProposalOutcome, SuggestionKind
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization

NO_PRIVACY = "一段一行；不要写信访人的姓名、住址、电话和身份证号"


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": "请填写正确的日期。"}, **more)


def _text(label: str, rows: int = 6, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    errors = {"required": f"请填写{label}。"}
    return forms.CharField(label=label, max_length=10_000, widget=widget, error_messages=errors, **more)


def _radio(label: str, choices: Any) -> forms.ChoiceField:
    errors = {"required": f"请选择{label}。"}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors)


class SuggestionForm(DueOnForm):
    """Of which kind, to whom, what, and until when it is to be answered."""

    kind = _radio("建议类别", SuggestionKind.choices)
    receiver = forms.ModelChoiceField(
        label="接收单位",
        queryset=Organization.objects.none(),
        widget=forms.RadioSelect,
        required=False,
        blank=True,
        empty_label="其他机关、单位（在下面填写名称）",
        error_messages={"invalid_choice": "请从所列单位中选择。"},
    )
    organ = forms.CharField(
        label="接收机关名称",
        max_length=100,
        required=False,
        help_text="妇联系统以外的写全称，如“滨城区人力资源和社会保障局”",
    )
    text = _text("建议内容", help_text=NO_PRIVACY)
    due_on = _day(
        "反馈期限",
        required=False,
        help_text=f"不填的，自提出之日起 {SUGGESTION_REPLY.amount} {SUGGESTION_REPLY.unit.label}（内部规定）",
    )

    def __init__(self, data: Any = None, *, petition: Petition, by: User, at: dt.datetime) -> None:
        self.at = at
        super().__init__(data)
        units = units_to_advise(petition, by.org)
        if not units:
            del self.fields["receiver"]
            return
        picker = cast(forms.ModelChoiceField, self.fields["receiver"])
        picker.queryset = Organization.objects.filter(pk__in=[unit.pk for unit in units]).order_by("level", "code")
        picker.label_from_instance = attrgetter("name")  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        organ, receiver = given.get("organ", ""), given.get("receiver")
        if not organ and receiver is None:
            self.add_error(
                "organ", "请填写接收机关的名称。" if "receiver" not in self.fields else "请选择或者填写接收单位。"
            )
        if organ and receiver is not None:
            self.add_error("organ", "已选择接收单位的，不用填写。")
        return given

    def advice(self) -> Advice:
        names = ("kind", "text", "receiver", "organ", "due_on")
        return Advice(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class AnswerForm(forms.Form):
    """The written answer to a suggestion."""

    use_required_attribute = False

    adoption = _radio("采纳情况", Adoption.choices)
    reply = _text("书面反馈内容")
    replied_on = _day("反馈日期")

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"replied_on": timezone.localdate(at)})
        self.fields["replied_on"].error_messages["required"] = "请填写反馈日期。"


class ProposalForm(forms.Form):
    """Which measure, about whom, and why."""

    use_required_attribute = False

    measure = _radio("建议措施", Measure.choices)
    target = forms.CharField(
        label="建议对象",
        max_length=100,
        help_text="写全称，如“滨城区妇女联合会”",
        error_messages={"required": "请填写建议对象。"},
    )
    reason = _text("事实和理由", 8, help_text=NO_PRIVACY)


class OutcomeForm(forms.Form):
    """What the joint conference did."""

    use_required_attribute = False

    outcome = _radio("结果", ProposalOutcome.choices)
    outcome_on = _day("结果日期")
    note = _text("结果说明", 4, help_text="联席会议的决定、文号和承办情况")

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"outcome_on": timezone.localdate(at)})
        self.fields["outcome_on"].error_messages["required"] = "请填写结果日期。"
