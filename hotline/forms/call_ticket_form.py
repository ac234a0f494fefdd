"""A work order that no call on the screen led to; what its moves, its call back and its referrals ask for."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.forms.agency_field import agency_field
from cases.forms.place_field import PlaceField
from cases.forms.safe_contact_form import RegisteredWishFields
from cases.widgets import FixedChoices, UnitPicker
from cases.workflow.aftercare import Grade
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.orgs.models import Agency
from hotline.actions.call_ticket_making import Told
from hotline.actions.call_ticket_moves import CallTicketAnswers
from hotline.call_ticket_units import units_above, units_for
from hotline.call_ticket_workflow import BackOutcome, CallTicketMove
from hotline.call_workflow import CallClass
from hotline.law import EXTENSION_AT_MOST
from hotline.models import CallTicket

WISH = tuple(RegisteredWishFields.base_fields)
_CLASSES = [choice for choice in CallClass.choices if choice[0] != CallClass.NUISANCE]
_OFF = {"autocomplete": "off"}


class UnitField(forms.ModelChoiceField):
    """A unit by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PersonField(forms.ModelChoiceField):
    """A colleague by her name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def text_field(label: str, *, required: bool = True, rows: int = 4, most: int = 10_000, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
    )


class CallTicketForm(RegisteredWishFields):
    """Somebody came to the desk, or a call was taken down on paper."""

    use_required_attribute = False

    call_class = forms.ChoiceField(
        label="类别",
        choices=FixedChoices(_CLASSES),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择类别。", "invalid_choice": "请从所列类别中选择。"},
    )
    facts = text_field("反映的情况", rows=6, most=20_000, help_text="什么时间、什么地点、什么人、发生了什么")
    request = text_field("诉求", required=False, rows=2, most=5_000)
    guarded = forms.BooleanField(
        label="涉及家庭暴力等人身安全、未成年人",
        required=False,
        help_text="只限首问责任人、承办的人和负责人查阅；举报一律如此",
    )
    anonymous = forms.BooleanField(label="不愿透露姓名", required=False)
    caller_name = forms.CharField(label="来电人", max_length=60, required=False, widget=forms.TextInput(attrs=_OFF))
    caller_phone = forms.CharField(
        label="联系电话", max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", **_OFF})
    )
    # Names this one entry, so that a form sent twice makes one (cases.forms.petition_form).
    submission = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": "", "tabindex": "-1", "aria-hidden": "true"}))

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.by = by
        self.fields["submission"].initial = uuid.uuid4()

    @property
    def origin_key(self) -> str:
        return f"form:{self.cleaned_data['submission']}"

    def told(self) -> Told:
        given = self.cleaned_data
        names = ("call_class", "facts", "request", "guarded", "anonymous", "caller_name", "caller_phone")
        return Told(place=self.by.org, wish=self._as_typed(), **{name: given[name] for name in names})

    def _as_typed(self) -> dict[str, Any] | None:
        """As the form sends it, so that the form of registration shows it again; None while she was not asked."""
        found = {name: self.fields[name].widget.value_from_datadict(self.data, {}, name) for name in WISH}
        return found if found["contact_rule"] else None


class CallTicketMoveForm(forms.Form):
    """The answers that this move wants, and a note."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # sent again, it is another by then

    def __init__(
        self, data: Any = None, *, ticket: CallTicket, move: CallTicketMove, by: User, at: dt.datetime
    ) -> None:
        super().__init__(data, initial={"version": ticket.version})
        self.ticket, self.move, self.by, self.at = ticket, move, by, at
        for name in move.asks:
            self.fields[name] = getattr(self, f"_{name}")()
        if move.note_label:
            self.fields["note"] = text_field(move.note_label, required=move.note_required, rows=6)
        if move.name == "refer":
            self.fields["note"].help_text = "只写对方办理所需的，不写姓名、电话、住址、证件号"
        if move.name == "feedback":
            self.fields["note"].help_text = "写明怎样办理的、结果如何；接听单位据此回访来电人"
            self.fields["note"].initial = ticket.station_words

    def _unit(self) -> forms.Field:
        units = units_for(self.ticket.org, self.at)
        field = PlaceField(
            units,
            label="承办单位",
            widget=UnitPicker,
            help_text="本单位、下级，或者同一上级的同级单位；可输入名称、拼音首字母",
            error_messages={
                "required": "请选择承办单位。",
                "invalid_choice": "不能直接派给这个单位：只能是本单位、下级，或者同一上级的同级单位。",
            },
        )
        near = Q(parent=self.ticket.org_id) | Q(pk=self.ticket.org_id)
        near |= Q(parent=self.ticket.org.parent_id, level=self.ticket.org.level) if self.ticket.org.parent_id else Q()
        chosen = self.data.get("unit", "")
        near |= Q(pk=chosen) if chosen.isdecimal() else Q()
        field.widget.offer(lambda: units.filter(near))
        return field

    def _above(self) -> forms.Field:
        above = units_above(self.ticket.org, self.at)
        return UnitField(
            above,
            label="上级妇联",
            widget=forms.RadioSelect,
            empty_label=None,
            initial=above.first(),
            error_messages={"required": "请选择上级妇联。", "invalid_choice": "请从所列上级中选择。"},
        )

    def _agent(self) -> forms.Field:
        colleagues = User.objects.people().filter(org=self.ticket.org_id, is_active=True)
        able = [row.pk for row in colleagues.exclude(pk=self.ticket.agent_id) if row.can(Can.ANSWER_CALLS)]
        words = {"required": "请选择接线员。", "invalid_choice": "请从本单位的接线员中选择。"}
        rows = User.objects.filter(pk__in=able).order_by("name")
        return PersonField(rows, label="移交给", widget=forms.RadioSelect, empty_label=None, error_messages=words)

    def _agency(self) -> forms.Field:
        known = Agency.objects.visible_to(self.by).living(timezone.localdate(self.at)).nearest_first(self.by.org)
        return agency_field(
            known,
            str(self.data.get("agency", "")),
            label="转介单位",
            help_text="通讯录中本地区和上级的单位、维权阵地；可输入名称、拼音首字母",
        )

    def _days(self) -> forms.Field:
        wrong = f"请填写 1 至 {EXTENSION_AT_MOST} 的整数。"
        return forms.IntegerField(
            label="延期几个工作日",
            min_value=1,
            max_value=EXTENSION_AT_MOST,
            help_text=f"最多 {EXTENSION_AT_MOST} 个工作日，一次为限",
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        )

    def answers(self) -> CallTicketAnswers:
        return CallTicketAnswers(**{name: self.cleaned_data[name] for name in self.move.asks})


class BackForm(forms.Form):
    """How calling her back came out."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="回访结果",
        choices=[choice for choice in BackOutcome.choices if choice[0] != BackOutcome.UNREACHED],
        initial=BackOutcome.REACHED,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择回访结果。"},
    )
    way = forms.ChoiceField(
        label="回访方式",
        choices=Way.choices,
        initial=Way.PHONE,
        required=False,
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(
        label="来电人的评价",
        choices=Grade.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="问：“您对这次办理满意吗？”照她说的登记",
    )
    opinion = text_field("来电人的意见", required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == BackOutcome.REACHED:
            for name, words in (("way", "请选择回访方式。"), ("grade", "请选择来电人的评价。")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given


class ReferralAnswerForm(forms.Form):
    """What the agency told us."""

    use_required_attribute = False

    answer = text_field("对方的反馈", rows=4)
