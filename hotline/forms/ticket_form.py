"""Taking down a work order that came by paper, telephone or the other side's screen; and sending one."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from cases.forms.clock_form import MOMENT, MomentInput
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.lib.system_names import SYSTEM_NAME
from hotline.actions.receiving import Order
from hotline.actions.sending import Sending
from hotline.models import TITLE_LENGTH, ExternalTicket
from hotline.workflow import TicketClass

USUAL_SYSTEM = "12345"


def usual_system(user: User) -> str:
    """The other side's system as this unit last wrote it, or as its client in the line of superiors is called."""
    last = ExternalTicket.objects.filter(org=user.org_id).order_by("-pk").values_list("system", flat=True).first()
    if last:
        return last
    above = ApiClient.objects.exclude(system="").filter(
        revoked_at=None, user__org__code__lte=user.org.code, user__org__code_end__gt=user.org.code
    )
    return above.order_by("-user__org__level").values_list("system", flat=True).first() or USUAL_SYSTEM


class OrderForm(forms.Form):
    """What both have in common."""

    use_required_attribute = False

    system = forms.RegexField(
        SYSTEM_NAME,
        label="12345 系统代号",
        max_length=40,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text="一般不用改",
        error_messages={
            "required": "请填写 12345 的系统代号。",
            "invalid": "系统代号用小写字母、数字、连字符，如 binzhou-12345。",
        },
    )
    ticket_class = forms.ChoiceField(
        label="工单类别",
        choices=TicketClass.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择工单类别。", "invalid_choice": "请从所列类别中选择。"},
    )
    title = forms.CharField(
        label="标题",
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写标题。"},
    )
    content = forms.CharField(
        label="内容",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请填写内容。"},
    )
    caller_name = forms.CharField(
        label="来电人姓名", max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    caller_phone = forms.CharField(
        label="联系电话",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    # Names this one entry, so that a form sent twice makes one (cases.forms.petition_form).
    submission = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": "", "tabindex": "-1", "aria-hidden": "true"}))

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data)
        self.by, self.at = by, at
        self.fields["submission"].initial = uuid.uuid4()
        self.fields["system"].initial = usual_system(by) if data is None else None

    @property
    def origin_key(self) -> str:
        return f"form:{self.cleaned_data['submission']}"


class TicketForm(OrderForm):
    """An order of 12345 that was not delivered by its client."""

    field_order = (
        *("system_number", "system", "received_at", "their_due_at", "ticket_class", "title", "content"),
        *("guarded", "minor", "anonymous", "caller_name", "caller_phone", "submission"),
    )

    system_number = forms.CharField(
        label="12345 工单编号",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填写 12345 的工单编号。"},
    )
    received_at = forms.DateTimeField(
        label="收到时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        help_text="签收、答复时限自此起算",
        error_messages={"required": "请填写收到时间。", "invalid": "请按“年-月-日 时:分”填写收到时间。"},
    )
    their_due_at = forms.DateTimeField(
        label="要求答复时间",
        required=False,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        help_text="工单上没有写的不用填，按 5 个工作日",
        error_messages={"invalid": "请按“年-月-日 时:分”填写要求答复时间。"},
    )
    guarded = forms.BooleanField(
        label="涉及家庭暴力等人身安全、未成年人",
        required=False,
        help_text="只限承办的人和负责人查阅，并告知 12345 不要回访本人；举报一律如此",
    )
    minor = forms.BooleanField(
        label="涉及未成年人", required=False, help_text="同上；查看联系电话须经审批（未成年人网络保护条例第三十六条）"
    )
    anonymous = forms.BooleanField(label="来电人匿名", required=False)

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime) -> None:
        super().__init__(data, by=by, at=at)
        self.fields["received_at"].initial = at.replace(second=0, microsecond=0)

    def clean_received_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["received_at"]
        if moment > self.at:
            raise forms.ValidationError("收到时间不能晚于现在。")
        return moment

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        due, received = given.get("their_due_at"), given.get("received_at")
        if due and received and due <= received:
            self.add_error("their_due_at", "要求答复时间应当晚于收到时间。")
        return given

    def order(self) -> Order:
        names = ("ticket_class", "title", "content", "anonymous", "caller_name", "caller_phone", "guarded", "minor")
        given = {name: self.cleaned_data[name] for name in names}
        return Order(**given, their_due_at=self.cleaned_data["their_due_at"])


class SendForm(OrderForm):
    """A matter, or a question without one, that is handed over to 12345; no more than they need."""

    field_order = (
        *("ticket_class", "title", "content", "named", "consent", "caller_name", "caller_phone"),
        *("system", "submission"),
    )

    named = forms.BooleanField(
        label="转出姓名和电话",
        required=False,
        help_text="12345 需要直接联系本人的才勾选；涉及人身安全、未成年人的一律不转出",
    )
    consent = forms.BooleanField(
        label="本人已同意把姓名、电话转给 12345", required=False, help_text="《个人信息保护法》第二十三条"
    )

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime, petition: Petition | None = None) -> None:
        super().__init__(data, by=by, at=at)
        self.fields["content"].help_text = "只写对方办理所需的，不写姓名、电话、住址、证件号"
        offered = [choice for choice in TicketClass.choices if choice[0] != TicketClass.REPORT]
        self.fields["ticket_class"].choices = offered  # type: ignore[attr-defined]
        if petition is None:
            return
        del self.fields["caller_name"], self.fields["caller_phone"]
        if petition.is_guarded:
            del self.fields["named"], self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("named") and not given.get("consent"):
            self.add_error("consent", "转出姓名、电话应当征得本人同意，请确认。")
        if given.get("named") and "caller_phone" in self.fields and not given.get("caller_phone"):
            self.add_error("caller_phone", "请填写要转出的电话。")
        return given

    def sending(self) -> Sending:
        names = ("system", "ticket_class", "title", "content", "named", "consent", "caller_name", "caller_phone")
        return Sending(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})
