"""What one move of a work order asks for."""

import datetime as dt
from typing import Any

from django import forms

from cases.forms.petition_field import PetitionField
from cases.models import Petition
from cases.shown import Shown
from fedportal.accounts.models import User
from hotline.actions.advance import TicketAnswers
from hotline.law import EXTENSION_AT_MOST
from hotline.models import ExternalTicket
from hotline.workflow import TicketMove

OFFERED = 20


def _basis() -> forms.Field:
    return forms.CharField(
        label="退回依据",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="哪项法律、规定明确由其他单位负责，如“《物业管理条例》第五条”",
        error_messages={"required": "请填写退回依据。"},
    )


def _days() -> forms.Field:
    wrong = f"请填写 1 至 {EXTENSION_AT_MOST} 的整数。"
    return forms.IntegerField(
        label="延期几个工作日",
        min_value=1,
        max_value=EXTENSION_AT_MOST,
        help_text=f"最多 {EXTENSION_AT_MOST} 个工作日，一次为限",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


def _number() -> forms.Field:
    return forms.CharField(
        label="对方工单编号",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填写对方的工单编号。"},
    )


def _petition() -> forms.Field:
    return PetitionField(
        label="信访事项编号",
        help_text="本单位承办、尚未办结的；可只填今年编号的末几位",
        error_messages={
            "required": "请填写信访事项编号。",
            "invalid_choice": "没有这个编号的在办事项，请核对；只能关联本单位承办、尚未办结的。",
        },
    )


FIELDS = {"basis": _basis, "days": _days, "number": _number, "petition": _petition}


class TicketMoveForm(forms.Form):
    """The answers that this move wants, and a note."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, ticket: ExternalTicket, move: TicketMove, by: User, at: dt.datetime
    ) -> None:
        super().__init__(data)
        self.ticket, self.move, self.by, self.at = ticket, move, by, at
        for name in move.asks:
            self.fields[name] = FIELDS[name]()
        if "petition" in self.fields:
            self._offer_petitions()
        if move.note_label:
            self.fields["note"] = forms.CharField(
                label=move.note_label,
                max_length=10_000,
                required=move.note_required,
                widget=forms.Textarea(attrs={"rows": 6}),
                error_messages={"required": f"请填写{move.note_label}。"},
            )
        if move.name == "answer" and ticket.is_incoming:
            self.fields["note"].help_text = "写明办理情况和结果；不写姓名、电话、住址、证件号"

    def _offer_petitions(self) -> None:
        field = self.fields["petition"]
        assert isinstance(field, PetitionField)
        ours = Petition.objects.in_hand_of(self.by)
        field.queryset = ours
        field.offer(lambda: [(row.number, _words(row, self.by)) for row in ours.for_page().order_by("-pk")[:OFFERED]])

    def answers(self) -> TicketAnswers:
        given = {name: self.cleaned_data[name] for name in self.move.asks}
        return TicketAnswers(**given)


def _words(row: Petition, by: User) -> str:
    return f"{Shown(row, by).name} {row.category_label}"


class UnmaskForm(forms.Form):
    """Why somebody wants to see the caller's telephone."""

    use_required_attribute = False

    reason = forms.CharField(
        label="查看事由",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="记入办理过程和审计记录，如“回电核实情况”",
        error_messages={"required": "请填写查看事由。"},
    )
