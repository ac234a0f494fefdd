"""What is filled in about the rights of whose data it is, and about its end."""

import datetime as dt
from typing import Any

from django import forms

from cases.actions.rights import Asked
from cases.forms.step_form import moment
from cases.models import Party, Petition, ProcessingBasis, RightsRequest
from fedportal.privacy.purposes import Basis


def _line(label: str, sentence: str, longest: int = 200, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=longest, widget=widget, error_messages={"required": sentence}, **more
    )


def _radio(label: str, choices: Any, sentence: str, **more: Any) -> forms.ChoiceField:
    words = {"required": sentence}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=words, **more)


class RequestForm(forms.Form):
    """Who asks for what about whom, and how it was made sure who she is."""

    use_required_attribute = False

    party = forms.ModelChoiceField(
        label="谁的信息",
        queryset=Party.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选择是谁的信息。", "invalid_choice": "请选择本件的当事人。"},
    )
    kind = _radio("申请事项", RightsRequest.Kind.choices, "请选择申请事项。")
    standing = _radio("申请人", RightsRequest.Standing.choices, "请选择申请人的身份。")
    requester = _line("申请人姓名", "请填写申请人姓名。", 60)
    proof = _radio("身份核验", RightsRequest.Proof.choices, "请选择怎样核验身份。")
    text = forms.CharField(
        label="申请内容",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="更正、补充的，写明原来是什么、应当是什么",
    )
    received_at = moment("收到时间")

    def __init__(self, data: Any = None, *, petition: Petition, at: dt.datetime) -> None:
        super().__init__(data, initial={"received_at": at})
        field = self.fields["party"]
        field.queryset = petition.parties.kept().order_by("pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda party: f"{party.get_role_display()} {party.name}"  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(*(given[name] for name in ("kind", "standing", "requester", "proof", "text")))


class DecisionForm(forms.Form):
    """The answer to a request."""

    use_required_attribute = False

    granted = _radio("答复", [("yes", "同意"), ("no", "不同意")], "请选择同意或者不同意。")
    answer = forms.CharField(
        label="答复内容",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不同意的，写明理由（个人信息保护法第五十条）",
        error_messages={"required": "请填写答复；不同意的，写明理由（个人信息保护法第五十条）。"},
    )


class BasisForm(forms.Form):
    """On which basis the data of a matter is processed."""

    use_required_attribute = False

    basis = _radio("处理依据", Basis.choices, "请选择处理依据。")
    consenter = _radio(
        "由谁同意",
        ProcessingBasis.Consenter.choices,
        "",
        required=False,
        help_text="取得同意的填写；不满十四周岁的，由监护人同意",
    )
    told_on = forms.DateField(
        label="事后告知日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="按紧急情况处理的填写：情况消除后告知本人的日期；还没有告知的先空着",
        error_messages={"invalid": "请按“年-月-日”填写日期。"},
    )

    def __init__(self, data: Any = None, *, known: ProcessingBasis | None) -> None:
        """`known`: what was noted last; without it the federation's duty is the basis."""
        facts = {"basis": known.basis, "consenter": known.consented_by, "told_on": known.told_on} if known else {}
        super().__init__(data, initial=facts or {"basis": Basis.DUTY})


class HoldForm(forms.Form):
    """Why a matter is kept."""

    use_required_attribute = False

    reason = _line("保留原因", "请填写保留原因。", help_text="如“行政复议中”“法院调卷”；不写当事人姓名")


class LiftForm(forms.Form):
    """Why it is kept no longer."""

    use_required_attribute = False

    reason = _line("解除原因", "请填写解除原因。", help_text="如“行政复议已经办结”“案卷已经退回”；不写当事人姓名")


class CancelForm(forms.Form):
    """Why a list is called off."""

    use_required_attribute = False

    reason = _line("取消原因", "请填写取消原因。", help_text="如“有几件还在诉讼，另行拟订”；不写当事人姓名")


class ConfirmForm(forms.Form):
    """That one has looked the list through."""

    use_required_attribute = False

    looked = forms.BooleanField(
        label="我已核对清单，同意处置", error_messages={"required": "请核对清单后勾选，再确认。"}
    )
