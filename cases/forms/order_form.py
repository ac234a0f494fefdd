"""What a supervision order says, and what each of its moves asks for."""

import datetime as dt
from operator import attrgetter
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions.supervision import Charge, check_due_on, receivers_of, stands_above
from cases.clocks import clock_words
from cases.models import Petition, SupervisionOrder
from cases.supervision_law import SUPERVISION_REPLY
from cases.supervision_wording import CAUSES, DEMANDS
from cases.workflow import Cause, OrderMove, OrderState, SuperviseMethod
from fedportal.accounts.models import User
from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization


def _last_day() -> forms.DateField:
    return forms.DateField(
        label="回复期限",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=f"不填的，自签发、退回之日起 {SUPERVISION_REPLY.amount} {SUPERVISION_REPLY.unit.label}（内部规定）",
        error_messages={"invalid": "请填写正确的日期。"},
    )


class DueOnForm(forms.Form):
    """A form that may name the last day of an answer."""

    use_required_attribute = False
    at: dt.datetime

    def clean_due_on(self) -> dt.date | None:
        due_on: dt.date | None = self.cleaned_data["due_on"]
        try:
            check_due_on(due_on, self.at)
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return due_on


class ChargeForm(DueOnForm):
    """Whom an order is for, why, what it asks and until when. A new one offers what the latest duty suggests."""

    receiver = forms.ModelChoiceField(
        label="被督办单位",
        queryset=Organization.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选择被督办单位。", "invalid_choice": "请从所列单位中选择。"},
    )
    cause = forms.ChoiceField(
        label="督办事由",
        choices=[("", "请选择"), *Cause.choices],
        help_text="《信访工作条例》第四十条",
        error_messages={"required": "请选择督办事由。"},
    )
    demand = forms.CharField(
        label="督办要求",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明请对方做什么；一段一行，不要写信访人的住址、电话和身份证号",
        error_messages={"required": "请填写督办要求。"},
    )
    method = forms.ChoiceField(
        label="督办方式",
        choices=SuperviseMethod.choices,
        initial=SuperviseMethod.ONLINE,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择督办方式。"},
    )
    due_on = _last_day()

    def __init__(
        self,
        data: Any = None,
        *,
        petition: Petition,
        by: User,
        at: dt.datetime,
        order: SupervisionOrder | None = None,
    ) -> None:
        self.at = at
        super().__init__(data, initial=_as_drafted(order) if order else _suggested(petition, at))
        if order is not None:
            del self.fields["receiver"]
            return
        below = [unit for unit in receivers_of(petition) if stands_above(by.org, unit)]
        picker = cast(forms.ModelChoiceField, self.fields["receiver"])
        picker.queryset = Organization.objects.filter(pk__in=[unit.pk for unit in below]).order_by("level", "code")
        picker.label_from_instance = attrgetter("name")  # type: ignore[assignment]
        picker.initial = petition.org_id if petition.org in below else below[0].pk if below else None

    def charge(self) -> Charge:
        names = ("cause", "demand", "method", "due_on")
        return Charge(**{name: self.cleaned_data[name] for name in names})


def _as_drafted(order: SupervisionOrder) -> dict[str, object]:
    return {name: getattr(order, name) for name in ("cause", "demand", "method", "due_on")}


def _suggested(petition: Petition, at: dt.datetime) -> dict[str, object]:
    """The cause and demand of the duty that is latest, if one is."""
    duty = petition.deadlines.overdue(at).order_by("due_at").first()
    if duty is None:
        return {}
    cause = CAUSES.get(duty.kind, Cause.HANDLING)
    return {"cause": cause, "demand": DEMANDS[cause]}


class OrderMoveForm(DueOnForm):
    """The note of one move of an order, and a last day where one may be set."""

    note = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}))
    due_on = _last_day()

    def __init__(self, data: Any = None, *, order: SupervisionOrder, move: OrderMove, at: dt.datetime) -> None:
        super().__init__(data)
        self.order, self.move, self.at = order, move, at
        if not move.asks_due_on:
            del self.fields["due_on"]
        if not move.note_label:
            del self.fields["note"]
            return
        note = self.fields["note"]
        note.label, note.required = move.note_label, move.note_required
        note.error_messages["required"] = f"请填写{move.note_label}。"

    def starts(self) -> list[str]:
        """The clock that this move would start now, with its last day, in words."""
        if self.move.target not in (OrderState.ISSUED, OrderState.RETURNED):
            return []
        order, due_on = self.order, self.order.due_on if self.move.target == OrderState.ISSUED else None
        try:
            opener = DeadlineOpener.load(timezone.localdate(self.at))
            clock = opener.build(
                order.petition, SUPERVISION_REPLY.code, org=order.receiver, start=self.at, at=self.at, due_on=due_on
            )
        except CalendarEnds as error:
            return [f"{error}。"]
        return [clock_words(clock)]
