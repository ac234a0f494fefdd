"""Return visits on the page: planning, writing down, calling off."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from cases.actions.follow_up import Visit
from cases.forms.step_form import moment
from cases.models import Petition
from cases.safe_contact import FREE, known_of, terms_of
from cases.workflow.aftercare import VisitChannel, VisitOutcome

ANSWERS = [("yes", "方便"), ("no", "不方便，已停止谈话"), ("silent", "没有人应答")]
SAFE_TO_TALK = {"yes": True, "no": False, "silent": None}


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": "请填写正确的日期。"}, **more)


class PlanForm(forms.Form):
    """When she is to be visited again."""

    use_required_attribute = False

    planned_on = _day("回访日期")

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"planned_on": timezone.localdate(at) + dt.timedelta(days=7)})
        self.fields["planned_on"].error_messages["required"] = "请填写回访日期。"


class VisitForm(forms.Form):
    """How it went. Whether she can speak is asked first, and only where it matters."""

    use_required_attribute = False

    safe_to_talk = forms.ChoiceField(
        label="“现在方便说话吗？”",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "请先问“现在方便说话吗？”，并登记她的回答。"},
    )
    channel = forms.ChoiceField(
        label="回访方式",
        choices=VisitChannel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择回访方式。"},
    )
    outcome = forms.ChoiceField(
        label="回访结果",
        choices=VisitOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择回访结果。"},
    )
    done_at = moment("回访时间")
    note = forms.CharField(
        label="回访情况",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="上级妇联能看到，不要写当事人的现住址和联系方式",
    )
    next_on = _day("下次回访", required=False, help_text="需要再回访的填写；没有联系上的，另约时间")

    despite = forms.CharField(
        label="与安全联系要求不符的，写明经过",
        max_length=300,
        required=False,
        help_text="已经这样联系了的才填写，将告知权益部负责人和分管领导；还没有联系的，请改用其他方式",
    )

    def __init__(self, data: Any = None, *, petition: Petition, at: dt.datetime) -> None:
        super().__init__(data, initial={"done_at": at})
        if not petition.needs_care:
            del self.fields["safe_to_talk"]
        if terms_of(petition, known_of(petition)) == FREE:
            del self.fields["despite"]

    def visit(self) -> Visit:
        given = self.cleaned_data
        return Visit(
            done_at=given["done_at"],
            channel=given["channel"],
            outcome=given["outcome"],
            safe_to_talk=SAFE_TO_TALK[given.get("safe_to_talk", "silent")],
            note=given["note"],
            next_on=given["next_on"],
            despite=given.get("despite", ""),
        )


class CancelForm(forms.Form):
    """Why a planned visit is called off."""

    use_required_attribute = False

    reason = forms.CharField(label="取消原因", max_length=200, error_messages={"required": "请填写取消原因。"})
