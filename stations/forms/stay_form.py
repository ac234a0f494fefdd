"""What is asked at the door of a shelter, and during a stay: each of a few fields, for a telephone."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.forms.plain_fields import choice, text, words
from cases.forms.urgent_form import moment_field
from cases.widgets import UnitPicker, offer_federations
from fedportal.orgs.models import Organization
from stations.actions.shelter_admitting import Guest, Household, Respondent
from stations.actions.shelter_care import Guardian
from stations.actions.shelter_stays import Leaving
from stations.forms.fields import day_field
from stations.forms.shelter_form import PersonField, tenders
from stations.models import Resident, ShelterBed, ShelterStay
from stations.referral_directory import named, referral_directory
from stations.shelter_facts import Basis, DeclineReason, Exit, ReferralKind, Sex, Verifier

MOST_GUESTS = 6
_PARTS = ("name", "sex", "born_on", "id_number", "phone", "carer")


class HouseholdForm(forms.Form):
    """She, and the children whom she brings; the basis is asked and none is needed beyond her own word."""

    use_required_attribute = False

    basis = choice("依据", Basis.choices, "请选择依据；没有文书的选“本人自述”。", initial=Basis.OWN_WORD)
    basis_note = words("文号、说明", 100)
    needs = words("特别需要", 300, "", "如受伤、怀孕、慢性病用药、饮食、手语")
    respondent_id = words("对方证件号", 40, "", "只存不可还原的摘要，用来对与他有关的工作人员隐藏这次入住")
    respondent_phone = words("对方电话", 40, inputmode="tel")
    respondent_address = words("对方住址", 200)
    respondent_org = forms.ModelChoiceField(
        label="对方所在的妇联",
        queryset=Organization.objects.none(),
        required=False,
        widget=UnitPicker,
        help_text="对方或者他的近亲属在妇联系统工作的选，该单位的人都看不到这次入住；不是的不用选",
        error_messages={"invalid_choice": "请从本省妇联中选择。"},
    )

    def __init__(self, data: Any = None, *, org: Organization) -> None:
        super().__init__(data)
        field, chosen = (
            cast(forms.ModelChoiceField, self.fields["respondent_org"]),
            self.data.get("respondent_org", ""),
        )
        offer_federations(field, org, on=timezone.localdate(), chosen=str(chosen))
        for number in range(1, MOST_GUESTS + 1):
            first = number == 1
            self.fields |= {
                f"name_{number}": words("姓名", 60, "请填写姓名，不肯说的填化名。" if first else ""),
                f"sex_{number}": forms.ChoiceField(
                    label="性别", choices=Sex.choices, widget=forms.RadioSelect, initial=Sex.FEMALE, required=first
                ),
                f"born_on_{number}": day_field("出生日期", also="，记不清的填大约日期"),
                f"id_number_{number}": words("证件号", 40),
                f"phone_{number}": words("安全联系电话", 40, inputmode="tel"),
                f"carer_{number}": words("照料人", 60, "", "年幼儿童填写（民发〔2015〕189号 三（四））"),
            }
            self.fields[f"born_on_{number}"].required = first

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The persons, as the page draws them."""
        for number in range(1, MOST_GUESTS + 1):
            yield [self[f"{part}_{number}"] for part in _PARTS]

    @property
    def used(self) -> int:
        """How many persons are typed in; one at least is drawn open."""
        return max([1, *(n for n in range(1, MOST_GUESTS + 1) if self[f"name_{n}"].value())])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(2, MOST_GUESTS + 1):
            if given.get(f"name_{number}") and not given.get(f"born_on_{number}") and f"born_on_{number}" in given:
                self.add_error(f"born_on_{number}", "请填写出生日期，记不清的填大约日期。")
        return given

    def household(self) -> Household:
        given = self.cleaned_data
        guests = [
            Guest(**{part: given[f"{part}_{number}"] for part in _PARTS})
            for number in range(1, MOST_GUESTS + 1)
            if given[f"name_{number}"]
        ]
        respondent = Respondent(*(given[f"respondent_{part}"] for part in ("id", "phone", "address", "org")))
        plain = {name: given[name] for name in ("basis", "basis_note", "needs")}
        return Household(guests, **plain, respondent=respondent)


class DeclineForm(forms.Form):
    """Why not (H10)."""

    use_required_attribute = False

    reason = choice("不予接收的原因", DeclineReason.choices, "请选择原因。")
    words = words("理由", 300, "请写明理由，并告知本人。")


class _OfStay(forms.Form):
    """Bound to a stay: its people are what may be chosen."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, stay: ShelterStay, by: Any) -> None:
        super().__init__(data)
        self.stay = stay
        if "resident" in self.fields:
            self.fields["resident"] = _who(stay)


class _ResidentField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def _who(stay: ShelterStay) -> forms.ModelChoiceField:
    people = Resident.objects.filter(application=stay.application_id).order_by("place")
    wrong = {"required": "请选择人。", "invalid_choice": "请选择这次入住里的人。"}
    return _ResidentField(
        people, label="谁", empty_label=None, widget=forms.RadioSelect, initial=people.first(), error_messages=wrong
    )


class OutForm(_OfStay):
    resident = forms.Field()
    back_by = moment_field("说好什么时候归所", "请填写归所时间。")
    words = words("事由、同行人", 200)


class BackForm(_OfStay):
    resident = forms.Field()


class BelongingForm(_OfStay):
    words = words("物品、数量", 200, "请填写物品、数量。")


class VisitorForm(_OfStay):
    name = words("来访人", 100, "请填写来访人。")
    agreed = forms.BooleanField(label="本人同意会见", required=False)


class PlanForm(_OfStay):
    safety = text("安全评估", 1000, "请填写安全评估。")
    needs = text("需求评估", 1000, "请填写需求评估。")
    steps = text("服务安排", 2000, "请填写服务安排。", "心理、法律、医疗、就业、就学各由谁、何时")


class DirectoryField(forms.ModelChoiceField):
    """A base, or an agency with a rights post, by what it takes."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class ReferralForm(_OfStay):
    kind = choice("转介", ReferralKind.choices, "请选择转介类别。")
    agency = DirectoryField(
        None,
        label="转介单位",
        required=False,
        empty_label="名录里没有，写在下面",
        widget=forms.Select(attrs={"data-combobox": ""}),
        error_messages={"invalid_choice": "请从转介名录中选择单位。"},
    )
    words = words("事项；名录里没有的，写明单位", 200)

    def __init__(self, data: Any = None, *, stay: ShelterStay, by: Any) -> None:
        super().__init__(data, stay=stay, by=by)
        self.fields["agency"].queryset = referral_directory(by, timezone.localdate())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("agency") and not given.get("words") and "agency" in given:
            self.add_error("words", "请选择转介单位；名录里没有的，写明单位和事项。")
        return given


class ExtendForm(_OfStay):
    days = forms.IntegerField(
        label="延长几日",
        min_value=1,
        max_value=90,
        error_messages={"required": "请填写延长日数。", "invalid": "延长日数应当是整数。"},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    number = words("备案号或者同意文号", 60, "请填写备案号或者同意文号。")


class LeaveForm(_OfStay):
    exit = choice("离所方式", Exit.choices, "请选择离所方式。")
    request = text("本人书面申请和理由", 500, "请录入本人的书面申请和理由。", "不得限制本人离开；软件不会让任何人离所")
    escort = words("接回、护送的人，或者接收机构", 100)

    def leaving(self) -> Leaving:
        return Leaving(**{name: self.cleaned_data[name] for name in ("exit", "request", "escort")})


class HandOverForm(_OfStay):
    resident = forms.Field()
    name = words("接领的监护人", 60, "请填写监护人。")
    id_number = words("证件号", 40, "请填写证件号。")
    verifier = choice("谁确认了身份", Verifier.choices, "请选择确认身份的单位。")
    verified = words("确认人、文号", 100, "请填写确认人、文号。")

    def guardian(self) -> Guardian:
        return Guardian(**{name: self.cleaned_data[name] for name in ("name", "id_number", "verifier", "verified")})


class LeavingVisitForm(_OfStay):
    safe = forms.BooleanField(label="目前安全", required=False)
    words = text("回访情况", 1000, "请填写回访情况。")


class MoveForm(_OfStay):
    resident = forms.Field()
    bed = forms.ModelChoiceField(
        ShelterBed.objects.none(),
        label="换到",
        empty_label="请选择",
        error_messages={"required": "请选择床位。", "invalid_choice": "这张床现在不空，请另选。"},
    )

    def __init__(self, data: Any = None, *, stay: ShelterStay, by: Any) -> None:
        super().__init__(data, stay=stay, by=by)
        beds = ShelterBed.objects.filter(shelter=stay.shelter_id).usable().select_related("room")
        self.fields["bed"].queryset = beds  # type: ignore[attr-defined]


class WorkerForm(_OfStay):
    user = PersonField(
        None,
        label="个案工作者",
        empty_label="请选择",
        error_messages={"required": "请选择个案工作者。", "invalid_choice": "请从本单位及以下的工作人员里选择。"},
    )

    def __init__(self, data: Any = None, *, stay: ShelterStay, by: Any) -> None:
        super().__init__(data, stay=stay, by=by)
        self.fields["user"].queryset = tenders(by)  # type: ignore[attr-defined]
