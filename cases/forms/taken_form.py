"""How a contact was taken down: read back where it came by mouth, and by whom it was handed over."""

from typing import Any

from django import forms

from cases.models import Channel
from cases.models.contact import ORAL
from cases.registering import Taken

# Which of the answers belong to which channels, and what they are under any other, whatever was typed there.
ONLY: dict[str, tuple[frozenset[str], Any]] = {
    "read_back": (ORAL, False),
    "unread_reason": (ORAL, ""),
    "companions": (frozenset({Channel.VISIT}), ""),
    "incident": (frozenset({Channel.VISIT}), ""),
    "source_organ": (frozenset({Channel.TRANSFER}), ""),
    "source_number": (frozenset({Channel.TRANSFER}), ""),
    "report_due_on": (frozenset({Channel.TRANSFER}), None),
}


class TakenForm(forms.Form):
    """Part of a form that has a `channel` and a `received_at`."""

    read_back = forms.BooleanField(
        label="已向信访人宣读记录，核对无误", required=False, help_text="口头反映的，登记前宣读核对（条例第十九条）"
    )
    unread_reason = forms.CharField(
        label="没有宣读的，写明原因",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="如来电中断、递交了书面材料",
    )
    companions = forms.CharField(
        label="随行人员及关系",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="如“2 人：母亲、女儿”",
    )
    source_organ = forms.CharField(
        label="交转单位",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="写全称，如“滨州市信访局”",
        error_messages={"required": "请填写交转单位。"},
    )
    source_number = forms.CharField(
        label="来文编号", max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    report_due_on = forms.DateField(
        label="要求反馈日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="来文没有写的不用填",
        error_messages={"invalid": "请按“年-月-日”填写要求反馈的日期。"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        channel = given.get("channel")
        for name, (channels, nothing) in ONLY.items():
            if name in self.fields and channel not in channels:
                given[name] = nothing
                self.errors.pop(name, None)
        self._check_read_back()
        self._check_day(given)
        return given

    def _check_read_back(self) -> None:
        given = self.cleaned_data
        if given.get("channel") in ORAL and not given.get("read_back") and not given.get("unread_reason"):
            self.add_error("read_back", "口头反映的，请宣读记录核对后勾选；没有宣读的，在下面写明原因。")

    def _check_day(self, given: dict[str, Any]) -> None:
        due_on, received_at = given.get("report_due_on"), given.get("received_at")
        if due_on and received_at and due_on < received_at.date():
            self.add_error("report_due_on", "要求反馈的日期不能早于收到日期。")

    def taken(self, **more: str) -> Taken:
        """What was answered, for the verb; `more` says what the form itself did not ask."""
        given = self.cleaned_data
        names = [name for name in (*ONLY, "note", "scribe") if name in self.fields]
        taken = {name: given[name] for name in names}
        if taken["read_back"]:
            taken["unread_reason"] = ""
        return Taken(**taken | more)
