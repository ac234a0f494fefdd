"""A complaint about the handling: taking it down, and answering it."""

import datetime as dt
from typing import Any

from django import forms

from cases.forms.step_form import moment
from cases.workflow import ToldHow
from cases.workflow.aftercare import ComplaintFinding


class ComplaintForm(forms.Form):
    """What she complains of, how it came, how to reach her."""

    use_required_attribute = False

    text = forms.CharField(
        label="投诉内容",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写投诉内容。"},
    )
    channel = forms.ChoiceField(
        label="投诉方式",
        choices=ToldHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择投诉方式。"},
    )
    received_at = moment("收到时间")
    contact = forms.CharField(
        label="回复方式", max_length=60, required=False, help_text="方便、安全的联系电话和时间；只有受理单位能看到"
    )

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"received_at": at})


class ProvenComplaintForm(ComplaintForm):
    """The same about a matter that whoever takes it down does not see: by its number and who brought it."""

    number = forms.CharField(
        label="信访编号",
        max_length=90,
        help_text="完整编号，在受理告知书、答复等公文上，如：鲁滨城妇信〔2026〕000123",
        error_messages={"required": "请填写完整编号。"},
    )
    name = forms.CharField(label="信访人姓名", max_length=60, error_messages={"required": "请填写信访人姓名。"})
    reach = forms.CharField(
        label="信访人电话或者身份证号",
        max_length=30,
        help_text="登记信访时留下的；代为投诉的，先核对委托证明",
        error_messages={"required": "请填写登记信访时留下的电话或者身份证号。"},
    )
    field_order = ("number", "name", "reach")


class DecisionForm(forms.Form):
    """What the check found, and what she was answered."""

    use_required_attribute = False

    finding = forms.ChoiceField(
        label="核查结论",
        choices=ComplaintFinding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核查结论。"},
    )
    reply = forms.CharField(
        label="答复内容",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请填写答复内容。"},
    )
    told_how = forms.ChoiceField(
        label="答复方式",
        choices=ToldHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择答复方式。"},
    )
