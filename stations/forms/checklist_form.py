"""What a region asks beside the lists above: one item a line, its points at the end."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from stations.actions.checklists import MOST_ADDED, Added
from stations.models import Checklist
from stations.models.checklist import LABEL_LENGTH, REASON_LENGTH

_LINE = re.compile(r"^(?P<label>.{2,100}?)[\s:：]+(?P<points>\d{1,3})\s*分?(?P<photo>\s*照片)?$")


class ChecklistForm(forms.Form):
    """The next version of one's own region."""

    use_required_attribute = False

    items = forms.CharField(
        label="本地要求",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一项，末尾写分值；须附照片的再写“照片”，如“有心理疏导室 10 照片”。全部删去即取消本地要求",
    )
    valid_from = forms.DateField(
        label="施行日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写施行日期。", "invalid": "请按“年-月-日”填写日期。"},
    )
    reason = forms.CharField(
        label="依据", max_length=REASON_LENGTH, help_text="文号或者说明", error_messages={"required": "请写明依据。"}
    )

    def __init__(self, data: Any = None, *, standing: Checklist | None) -> None:
        rows = standing.items.order_by("place") if standing else []
        lines = [f"{row.label} {row.points}{' 照片' if row.evidence else ''}" for row in rows]
        super().__init__(data, initial={"items": "\n".join(lines), "valid_from": timezone.localdate()})

    def clean_items(self) -> list[Added]:
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if len(lines) > MOST_ADDED:
            raise forms.ValidationError(f"本地要求不超过 {MOST_ADDED} 项。")
        return [self._item(line) for line in lines]

    def _item(self, line: str) -> Added:
        match = _LINE.match(line)
        if match is None or not 1 <= int(match["points"]) <= 100 or len(match["label"]) > LABEL_LENGTH:
            raise forms.ValidationError(f"“{line[:20]}”末尾没有 1 至 100 的分值，请写成“{line[:20]} 10”。")
        return Added(match["label"], int(match["points"]), evidence=bool(match["photo"]))
