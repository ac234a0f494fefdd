"""One home by the list of 平安家庭: every item one press, met unless the last look found otherwise."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from stations.actions.peace_families import Seen, may_be_spared
from stations.check_facts import Section
from stations.models import ChecklistItem, PeaceCheck
from stations.models.peace_family import HOME_LENGTH

_PART = {Section.PREVENTIONS: "六防", Section.ABSENCES: "六无"}


class PeaceForm(forms.Form):
    """The items in force; of a home that is on no list yet, its number too."""

    use_required_attribute = False

    home = forms.CharField(
        label="门牌号或者户号",
        max_length=HOME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="只写门牌号或者村里的户号，不写姓名",
        error_messages={"required": "请填写门牌号或者户号。"},
    )
    on = forms.DateField(
        label="核对日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写核对日期。", "invalid": "请按“年-月-日”填写日期。"},
    )

    def __init__(
        self, data: Any = None, *, items: list[ChecklistItem], new: bool = False, last: PeaceCheck | None = None
    ) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.items = items
        if not new:
            del self.fields["home"]
        for item in items:
            choices = [(Seen.MET.value, "做到"), (Seen.UNMET.value, "没有做到")]
            choices += [(Seen.SPARED.value, "不适用")] if may_be_spared(item) else []
            self.fields[f"item{item.pk}"] = forms.ChoiceField(
                label=item.label,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"请选择“{item.label}”的结果。"},
            )
            self.initial[f"item{item.pk}"] = _last(item, last)

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The items by their part, as they are asked."""
        parts: dict[str, list[forms.BoundField]] = {}
        for item in self.items:
            section = Section(item.section)
            parts.setdefault(_PART.get(section, str(section.label)), []).append(self[f"item{item.pk}"])
        return list(parts.items())

    def seen(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"item{item.pk}"] for item in self.items}

    @property
    def day(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        return on


def _last(item: ChecklistItem, last: PeaceCheck | None) -> str:
    if last and item.pk in last.unmet:
        return Seen.UNMET
    return Seen.SPARED if last and item.pk in last.spared else Seen.MET
