"""What calls are judged by, which are drawn, and what was found in one."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms

from hotline.actions.quality import MOST
from hotline.models import QualityForm
from hotline.quality_facts import CRITERIA

_LINE = re.compile(r"^(?P<label>.{2,60}?)[\s:：]+(?P<points>\d{1,3})\s*分?$")
MOST_CRITERIA = 12


class CriteriaForm(forms.Form):
    """One criterion a line, its points at the end."""

    use_required_attribute = False

    criteria = forms.CharField(
        label="评分项目",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一项，末尾写分值，合计 100，如“答复准确，说明法律依据 20”",
        error_messages={"required": "请填写评分项目。"},
    )

    def __init__(self, data: Any = None, *, standing: QualityForm | None) -> None:
        rows = [(row["label"], row["points"]) for row in standing.criteria] if standing else CRITERIA
        super().__init__(data, initial={"criteria": "\n".join(f"{label} {points}" for label, points in rows)})

    def clean_criteria(self) -> list[tuple[str, int]]:
        lines = [line.strip() for line in self.cleaned_data["criteria"].splitlines() if line.strip()]
        if len(lines) > MOST_CRITERIA:
            raise forms.ValidationError(f"评分项目不超过 {MOST_CRITERIA} 项。")
        found = [_LINE.match(line) for line in lines]
        if wrong := next((line for line, match in zip(lines, found, strict=True) if match is None), ""):
            raise forms.ValidationError(f"“{wrong[:20]}”末尾没有分值，请写成“{wrong[:20]} 20”。")
        return [(match["label"], int(match["points"])) for match in found if match]


class DrawForm(forms.Form):
    """How many calls of which week."""

    use_required_attribute = False

    week = forms.DateField(
        label="哪一周（填其中一天）",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写日期。", "invalid": "请按“年-月-日”填写日期。"},
    )
    each = forms.IntegerField(
        label="每名接线员抽几通",
        min_value=1,
        max_value=MOST,
        initial=2,
        error_messages={"required": f"请填写 1 至 {MOST} 的数。"},
    )

    @property
    def monday(self) -> dt.date:
        day: dt.date = self.cleaned_data["week"]
        return day - dt.timedelta(days=day.weekday())


class FoundForm(forms.Form):
    """What was found in one call: a field for each criterion."""

    use_required_attribute = False

    announced = forms.TypedChoiceField(
        label="告知通话录音",
        choices=[("1", "已告知"), ("0", "没有告知")],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否告知了通话录音。"},
    )
    remarks = forms.CharField(
        label="评语",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写给接线员本人",
    )

    def __init__(self, data: Any = None, *, form: QualityForm) -> None:
        super().__init__(data)
        for place, row in enumerate(form.criteria):
            wrong = f"请填写 0 至 {row['points']} 的数。"
            self.fields[f"p{place}"] = forms.IntegerField(
                label=f"{row['label']}（{row['points']} 分）",
                min_value=0,
                max_value=row["points"],
                error_messages={"required": wrong, "invalid": wrong, "max_value": wrong, "min_value": wrong},
            )
        self.count = len(form.criteria)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The criteria, in their order."""
        return [self[f"p{place}"] for place in range(self.count)]

    def points(self) -> Sequence[int]:
        return [self.cleaned_data[f"p{place}"] for place in range(self.count)]
