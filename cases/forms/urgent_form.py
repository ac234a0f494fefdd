"""Writing and sending an urgent report, and who signed for it."""

import datetime as dt
from typing import Any

from django import forms

from cases.forms.clock_form import MOMENT, MomentInput
from cases.models import Petition
from cases.urgent_wording import Said, first_situation, petitioner
from cases.workflow import ReportStage, ToldHow
from fedportal.lib.redaction import contacts_in

# How a paper goes to a party committee or a government: not by telephone.
SENDING = {
    ToldHow.WEB.value: "公文系统、政务网",
    ToldHow.FAX.value: "传真",
    ToldHow.IN_PERSON.value: "专人送达",
    ToldHow.LETTER.value: "机要、信函",
}


def moment_field(label: str, missing: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": missing, "invalid": "请填写正确的时间。"},
    )


def _words(label: str, rows: int, missing: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        required=required,
        error_messages={"required": missing},
    )


class ReportForm(forms.Form):
    """What the officer herself says; the rest of the report follows from the case."""

    use_required_attribute = False

    stage = forms.ChoiceField(
        label="报告", widget=forms.RadioSelect, error_messages={"required": "请选择续报还是终报。"}
    )
    situation = _words(
        "事件经过、最新情况", 6, "请填写情况。", "时间、地点、人物关系、经过、伤情；不写全名、住址、电话和身份证号"
    )
    measures = _words("已采取的措施", 4, "请填写已采取的措施。", "报警、就医、安置、陪同，通知了哪些部门，谁在现场")
    plan = _words("下一步工作", 3, "", required=False)

    def __init__(self, data: Any = None, *, petition: Petition, stages: tuple[ReportStage, ...]) -> None:
        super().__init__(data)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in stages]  # type: ignore[attr-defined]
        if stages == (ReportStage.FIRST,):
            self.fields["stage"].widget = forms.HiddenInput()
            told = first_situation(petition, petitioner(petition))
            self.initial.update(stage=ReportStage.FIRST.value, situation=told)

    def clean(self) -> dict[str, Any]:
        for name in ("situation", "measures", "plan"):
            if contacts_in(self.cleaned_data.get(name, "")):
                self.add_error(name, "报告中不写电话和身份证号，请删去。")
        return self.cleaned_data

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["situation"], given["measures"], given["plan"])


class SendForm(forms.Form):
    """How and when it went out; when late, why."""

    use_required_attribute = False

    how = forms.ChoiceField(
        label="报送方式",
        choices=list(SENDING.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择报送方式。"},
    )
    sent_at = moment_field("报送时间", "请填写报送时间。")
    receipt = forms.CharField(
        label="凭证", max_length=300, required=False, help_text="公文流水号、传真回执，或者收件人"
    )
    why = forms.CharField(
        label="迟报原因",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="已过应报时间的必须填写，存入报告记录，不能修改",
    )

    def __init__(self, data: Any = None, *, at: dt.datetime, late: bool) -> None:
        super().__init__(data, initial={"sent_at": at})
        if not late:
            del self.fields["why"]


class ReceiptForm(forms.Form):
    """Who signed for a report outside the portal."""

    use_required_attribute = False

    name = forms.CharField(label="签收人", max_length=60, error_messages={"required": "请填写签收人。"})
    seen_at = moment_field("签收时间", "请填写签收时间。")

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"seen_at": at})
