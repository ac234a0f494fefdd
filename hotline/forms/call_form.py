"""What is typed while a call is heard. Nothing is required: she may hang up at any word."""

from typing import Any

from django import forms
from django.forms import BoundField

from cases.forms.safe_contact_form import RegisteredWishFields
from cases.widgets import FixedChoices
from hotline.call_facts import Language, Need, ReportFor
from hotline.call_workflow import CallClass
from hotline.models import Call
from hotline.triage import TRIAGE, Question, Said

WISH = tuple(RegisteredWishFields.base_fields)
PLAIN = (
    *("caller_phone", "anonymous", "caller_name", "for_other", "relation", "victim_name", "victim_phone"),
    *("language", "needs", "recording_told", "report_for", "facts", "request", "answer", "whereabouts", "police_note"),
)


def _line(label: str, length: int, help_text: str = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, help_text=help_text)


def _text(label: str, rows: int, length: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, help_text=help_text)


def _asked(question: Question) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question.label,
        choices=FixedChoices(Said.choices),
        required=False,
        widget=forms.RadioSelect,
        help_text=question.script,
    )


class CallForm(RegisteredWishFields):
    """The whole screen, as it stands in the row."""

    use_required_attribute = False

    caller_phone = _line("来电号码", 40, "不显示号码的，问本人留哪个号码", inputmode="tel")
    anonymous = forms.BooleanField(label="不愿透露姓名", required=False)
    caller_name = _line("来电人", 60)
    for_other = forms.BooleanField(label="替别人来电", required=False)
    relation = _line("来电人是当事人的什么人", 30, "如“姐姐”“邻居”“老师”")
    victim_name = _line("当事人", 60)
    victim_phone = _line("当事人电话", 40, "没有问过本人是否安全的，不要拨打", inputmode="tel")
    language = forms.ChoiceField(
        label="语言", choices=FixedChoices(Language.choices), required=False, widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="沟通需要", choices=FixedChoices(Need.choices), required=False, widget=forms.CheckboxSelectMultiple
    )
    recording_told = forms.BooleanField(label="已告知通话录音", required=False)
    call_class = forms.ChoiceField(
        label="来电类别",
        choices=FixedChoices([choice for choice in CallClass.choices if choice[0] != CallClass.NUISANCE]),
        required=False,
        widget=forms.RadioSelect,
    )
    facts = _text("反映的情况", 6, 20_000, "什么时间、什么地点、什么人、发生了什么；听到什么记什么")
    request = _text("诉求", 2, 5_000)
    answer = _text("答复", 4, 10_000, "当场解答的，写明怎么答复的、依据什么")
    report_for = forms.ChoiceField(
        label="受害人是不是须强制报告的人",
        choices=FixedChoices([("", "都不是"), *ReportFor.choices]),
        required=False,
        widget=forms.RadioSelect,
        help_text="包括一同受害的孩子。是的，立即向公安机关报告（反家庭暴力法第十四条、未成年人保护法第十一条）",
    )
    whereabouts = _line("本人现在的位置", 200, "接通 110 时报这个地址；只有接线员本人和负责人能看到")
    police = forms.BooleanField(label="已接通 110（三方通话）", required=False)
    police_note = _line("110 处置", 200, "接警单位、出警情况")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data, initial=_standing(call))
        self.call = call
        for question in TRIAGE:
            self.fields[f"q_{question.name}"] = _asked(question)
        if data is None:
            self.initial.update({f"q_{name}": said for name, said in call.triage.items()})

    @property
    def asked(self) -> list[BoundField]:
        """The questions of the triage, in their order."""
        return [self[f"q_{question.name}"] for question in TRIAGE]

    def asks_wish(self) -> bool:
        """What she wishes is checked when a petition comes of it: half a sentence must not stop the saving."""
        return False

    def typed(self) -> dict[str, Any]:
        """What can be kept of it, for the verb; what is wrong in itself is left as it was."""
        given = self.cleaned_data
        found = {name: given[name] for name in PLAIN if name in given}
        found["language"] = given.get("language") or Language.MANDARIN
        found["triage"] = {q.name: said for q in TRIAGE if (said := given.get(f"q_{q.name}"))}
        found["wish"] = self._wish_as_typed()
        return found | {"call_class": given.get("call_class", ""), "police": bool(given.get("police"))}

    def _wish_as_typed(self) -> dict[str, Any] | None:
        """As the form sends it, so that the form of registration shows it again; None while she was not asked."""
        found = {name: self.fields[name].widget.value_from_datadict(self.data, {}, name) for name in WISH}
        return found if found["contact_rule"] else None


def _standing(call: Call) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(call, name) for name in PLAIN}
    facts |= {"call_class": call.call_class, "police": call.police_at is not None, "version": call.version}
    return facts | (call.wish or {})
