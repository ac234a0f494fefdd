"""One home by the list of 平安家庭: each item is answered, singly or by one key for all that are met.

Nothing is said before she says it: what is saved was looked at. Of a home of the list stands what the last look found
wanting or did not apply, so that the one key does not wipe it out unseen.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from stations.actions.peace_families import Seen, may_be_spared
from stations.check_facts import Section
from stations.models import ChecklistItem, PeaceCheck
from stations.models.peace_family import HOME_LENGTH

_WORDS = {Seen.MET: "做到", Seen.UNMET: "没有做到", Seen.SPARED: "不适用"}
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

    rest = forms.BooleanField(
        label="上面没有选的各项，都当面看过，都做到了",
        required=False,
        help_text="只选没有做到的、不适用的，其余的勾这一处即可",
    )

    def __init__(
        self, data: Any = None, *, items: list[ChecklistItem], new: bool = False, last: PeaceCheck | None = None
    ) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.items = items
        if not new:
            del self.fields["home"]
        for item in items:
            before = _last(item, last) if last else None
            offered = [Seen.MET, Seen.UNMET, *([Seen.SPARED] if may_be_spared(item) else [])]
            self.fields[f"item{item.pk}"] = forms.ChoiceField(
                label=item.label,
                choices=[(how.value, _WORDS[how]) for how in offered],
                required=False,
                widget=forms.RadioSelect,
                help_text=f"上次：{_WORDS[before]}" if before else "",
            )
            self.initial[f"item{item.pk}"] = before if before != Seen.MET else None

    def clean(self) -> dict[str, Any]:
        """What she has not answered was met if she says so of all, and else is asked; once, where nothing is."""
        names = {f"item{item.pk}": item.label for item in self.items}
        open_ones = [name for name in names if name not in self.errors and not self.cleaned_data[name]]
        if self.cleaned_data["rest"]:
            self.cleaned_data |= dict.fromkeys(open_ones, Seen.MET.value)
        elif open_ones == list(names):
            self.add_error("rest", "还没有选。请逐项选择；各项都当面看过、都做到了的，勾选这一处。")
        else:
            for name in open_ones:
                self.add_error(name, f"请选择“{names[name]}”的结果。")
        return self.cleaned_data

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


def _last(item: ChecklistItem, last: PeaceCheck) -> Seen | None:
    """None where the last look was by a version without it."""
    if item.checklist_id not in last.lists:
        return None
    if item.pk in last.unmet:
        return Seen.UNMET
    return Seen.SPARED if item.pk in last.spared else Seen.MET
