"""What one asks for when a letter to an authority is written."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions.letter_guards import LetterDraft, why_not_after
from cases.forms.agency_field import agency_field
from cases.models import Letter, MatterClass, Petition
from cases.workflow import DocumentKind
from cases.workflow.letters import RELIEF_TO, ClueGround, LetterPlan, Naming, Relief, Urgency, addressees
from fedportal.accounts.models import User
from fedportal.orgs.models import Agency, AgencyKind

ASK_LABEL = {
    DocumentKind.INVESTIGATION: "要求查处的事项",
    DocumentKind.URGING: "督促处理意见",
    DocumentKind.INSPECTION: "提请督查的事项",
    DocumentKind.INTERVIEW: "约谈建议",
    DocumentKind.SUIT_SUPPORT: "支持起诉的意见",
    DocumentKind.CLUE: "移送说明",
    DocumentKind.REFERRAL: "请求的帮助",
}


class EarlierField(forms.ModelChoiceField):
    """A letter of the same matter on which this one rests."""

    def label_from_instance(self, obj: Letter) -> str:
        return f"{obj.document.number}，{obj.agency.name}，{obj.state.label}"


class LetterForm(forms.Form):
    """One letter of a kind: to whom, about what, asking for what."""

    use_required_attribute = False

    agency = forms.Field()  # those of the directory to whom this letter may go
    relief = forms.ChoiceField(
        label="转介事项",
        choices=Relief.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择转介事项。"},
    )
    urgency = forms.ChoiceField(
        label="紧急程度", choices=Urgency.choices, initial=Urgency.NONE, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label="属于哪一种情形",
        choices=ClueGround.choices,
        widget=forms.RadioSelect,
        help_text="《妇女权益保障法》第七十七条",
        error_messages={"required": "请选择所属情形。"},
    )
    follows = EarlierField(
        Letter.objects.none(), label="依据的函件", error_messages={"required": "请选择所依据的函件。"}
    )
    facts = forms.CharField(
        label="主要情况",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="对方需要知道的事实，一段一行；不要写住址、电话和身份证号",
        error_messages={"required": "请填写主要情况。"},
    )
    ask = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}), help_text="一条一行")
    named = forms.BooleanField(label="写明信访人姓名", required=False, help_text="对方查处确有需要的才写")
    consent = forms.BooleanField(
        label="本人同意向该单位提供姓名和有关情况", required=False, help_text="《个人信息保护法》第二十三条"
    )

    field_order = ("follows", "relief", "ground", "agency", "urgency")

    def __init__(
        self, data: Any = None, *, petition: Petition, plan: LetterPlan, by: User, at: dt.datetime, earlier: str = ""
    ) -> None:
        super().__init__(data)
        self.petition, self.plan, self.by, self.at = petition, plan, by, at
        self.fields["ask"].label = ASK_LABEL[plan.kind]
        self.fields["ask"].error_messages["required"] = f"请填写{ASK_LABEL[plan.kind]}。"
        self.fields["facts"].initial = "" if plan.after else petition.facts
        self._only_what_is_asked()
        if "follows" in self.fields:
            self._offer_letters(earlier)
        if "agency" in self.fields:
            self._offer_agencies()

    def _only_what_is_asked(self) -> None:
        plan = self.plan
        keep = {
            "relief": plan.kind == DocumentKind.REFERRAL,
            "urgency": plan.kind == DocumentKind.REFERRAL,
            "ground": plan.kind == DocumentKind.CLUE,
            "follows": plan.after is not None,
            "agency": plan.kind != DocumentKind.URGING,  # it goes to whom the first letter went
            "named": plan.naming is Naming.IF_NEEDED and self.petition.matter_class != MatterClass.ACCUSATION,
        }
        keep["consent"] = keep["named"] or plan.naming is Naming.ALWAYS
        for name, asked in keep.items():
            if not asked:
                del self.fields[name]
        if plan.after is not None:
            self.fields["facts"].label, self.fields["facts"].required = "补充情况", False

    def _offer_letters(self, earlier: str) -> None:
        """The letters of this matter that give cause."""
        letters = self.petition.letters.valid().filter(kind=self.plan.after).select_related("document", "agency")
        fitting = [row.pk for row in letters if not why_not_after(row, self.plan.kind, self.at)]
        field = cast(forms.ModelChoiceField, self.fields["follows"])
        field.queryset = letters.filter(pk__in=fitting).order_by("-pk")
        field.empty_label = None if fitting else "请选择"
        field.initial = earlier or (fitting[0] if fitting else None)

    def _offer_agencies(self) -> None:
        """Those in the directory that this letter may go to; the type-ahead finds the rest by name or pinyin."""
        kinds = self._kinds()
        found = Agency.objects.visible_to(self.by).living(timezone.localdate(self.at)).filter(kind__in=kinds)
        own = self.plan.own_level
        self.fields["agency"] = agency_field(
            (found.filter(place=self.by.org) if own else found).nearest_first(self.by.org).select_related("place"),
            str(self.data.get("agency", "")),
            label="主送单位",
            help_text="" if own else "名录中本地区和上级的单位、维权阵地；可输入名称、拼音首字母",
            ask=not own,
            kinds=kinds,
        )

    def _kinds(self) -> list[AgencyKind]:
        """The kinds of agencies for this letter; of a referral those for any relief, until the action looks closer."""
        if self.plan.kind == DocumentKind.REFERRAL:
            return sorted(frozenset().union(*RELIEF_TO.values()))
        return sorted(addressees(self.plan.kind, ""))

    def draft(self) -> LetterDraft:
        """The letter as filled in; raises nothing, the action judges."""
        given = dict(self.cleaned_data)
        if self.plan.kind == DocumentKind.URGING:
            given["agency"] = given["follows"].agency
        always = self.plan.naming is Naming.ALWAYS
        return LetterDraft(kind=self.plan.kind, **given | ({"named": True} if always else {}))
