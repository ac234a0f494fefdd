"""Making a briefing from a filter, and noting what became of it."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.actions.briefing import MOST_CASES
from cases.briefing_wording import briefing_receivers, default_title
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.urgent_wording import committees, names_in
from cases.workflow import BriefingUse
from fedportal.orgs.models import Level, Organization

OFFERED = 12  # matters to choose typical cases from
REACH = [
    ("county", "只报本县（区）党委、政府和有关部门（显示全部数据）"),
    (
        "beyond",
        "还要报上级或者公开（家庭暴力、未成年人 按已经结束的季度显示，1 至 4 件的显示为“<5”）",
    ),
]


class BriefingForm(forms.Form):
    """What it is called, to whom it goes, which cases it tells."""

    use_required_attribute = False

    title = forms.CharField(
        label="标题",
        max_length=200,
        help_text="如“关于拖欠女职工工资问题的信访专报”",
        error_messages={"required": "请填写标题。"},
    )
    receivers = forms.CharField(
        label="报送对象",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个",
        error_messages={"required": "请填写报送对象。"},
    )
    reach = forms.ChoiceField(
        label="报送范围",
        choices=REACH,
        initial="county",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择报送范围。"},
    )
    cases = forms.ModelMultipleChoiceField(
        label="典型案例",
        queryset=Petition.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"最多 {MOST_CASES} 件；正文中只写类别和办理状态，不写姓名、住址、电话和编号",
        error_messages={"invalid_choice": "请从列表中选择。"},
    )

    def __init__(self, data: Any = None, *, org: Organization, rows: PetitionQuerySet) -> None:
        names = "\n".join([*committees(org), *briefing_receivers(org)])
        super().__init__(data, initial={"title": default_title(org), "receivers": names})
        if org.level < Level.COUNTY:
            del self.fields["reach"]
        ids = list(rows.order_by("-repeat_count", "-head_count", "-pk").values_list("pk", flat=True)[:OFFERED])
        picker = cast(forms.ModelMultipleChoiceField, self.fields["cases"])
        picker.queryset = Petition.objects.filter(pk__in=ids).order_by("-repeat_count", "-head_count", "-pk")
        picker.label_from_instance = _label  # type: ignore[assignment]
        if not ids:
            del self.fields["cases"]

    def clean_cases(self) -> list[Petition]:
        chosen = list(self.cleaned_data["cases"])
        if len(chosen) > MOST_CASES:
            raise forms.ValidationError(f"典型案例最多 {MOST_CASES} 件。")
        return chosen

    def clean_receivers(self) -> list[str]:
        return names_in(self.cleaned_data["receivers"].replace("\r", ""))

    @property
    def beyond(self) -> bool:
        return bool(self.cleaned_data.get("reach", "beyond") == "beyond")


def _label(row: Petition) -> str:
    return f"{row.number} {row.category_label}，第 {row.repeat_count} 次，{row.get_status_display()}"


class AdoptionForm(forms.Form):
    """What a leader or an organ made of it."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="情况",
        choices=BriefingUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择情况。"},
    )
    organ = forms.CharField(
        label="批示领导或者采纳单位", max_length=120, error_messages={"required": "请填写批示领导或者采纳单位。"}
    )
    on = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "请填写正确的日期。"},
    )
    words = forms.CharField(
        label="批示内容、采纳措施",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写批示内容或者采纳措施。"},
    )

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"on": timezone.localdate(at)})
