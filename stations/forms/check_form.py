"""How a check begins, what is found item by item, and what was put right."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.attachment_form import Clean, Files, FilesField
from fedportal.accounts.models import User
from stations.actions.station_checks import Found, Picture, why_not_check
from stations.check_facts import CheckKind, Partner, Section
from stations.forms.fields import line_field
from stations.models import CheckAnswer, ChecklistItem, Station, StationCheck
from stations.models.station_check import NOTE_LENGTH, REMARK_LENGTH

THERE, MISSING = "1", "0"


class BeginCheckForm(forms.Form):
    """Why, when and with whom."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="检查类别", widget=forms.RadioSelect, error_messages={"required": "请选择检查类别。"}
    )
    checked_on = forms.DateField(
        label="检查日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写检查日期。", "invalid": "请按“年-月-日”填写日期。"},
    )
    joint = forms.MultipleChoiceField(
        label="会同单位",
        choices=Partner.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="同部署、同推进、同检查、同考核",
    )

    def __init__(self, data: Any = None, *, station: Station, follows: StationCheck | None, by: User) -> None:
        super().__init__(data, initial={"checked_on": timezone.localdate()})
        offered = [CheckKind.RECHECK] if follows else [kind for kind in CheckKind if kind is not CheckKind.RECHECK]
        able = [kind for kind in offered if not why_not_check(station, kind, by=by)]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in able]  # type: ignore[attr-defined]
        self.initial["kind"] = able[0].value if able else ""
        if able == [CheckKind.SELF]:
            del self.fields["joint"]

    def begun(self) -> dict[str, Any]:
        given = self.cleaned_data
        checked_on: dt.date = given["checked_on"]
        return {"kind": given["kind"], "checked_on": checked_on, "joint": given.get("joint", [])}


class PhotosField(FilesField):
    """Photos, taken by the telephone itself or chosen; none is allowed too."""

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            return []
        kept = super().clean(data, initial)
        if any(file.kind.group != "picture" for file in kept):
            raise forms.ValidationError("请上传照片（JPG、PNG）。")
        return kept


class PhotoForm(forms.Form):
    """One photo, as soon as it is taken."""

    photo = PhotosField()

    def clean_photo(self) -> list[Clean]:
        """It is sent for nothing else."""
        kept: list[Clean] = self.cleaned_data["photo"]
        if not kept:
            raise forms.ValidationError("请选择照片。")
        return kept


def asked_of(item: ChecklistItem) -> tuple[forms.Field, forms.Field]:
    """How far it is there, and what is missing."""
    choices = (
        [(str(points), f"{points} 分") for points in range(item.points, -1, -1)]
        if item.graded
        else [(THERE, "有，达标"), (MISSING, "没有达标")]
    )
    found = forms.ChoiceField(label=item.label, choices=choices, required=False, widget=forms.RadioSelect)
    return found, line_field("缺什么、说明", REMARK_LENGTH, required=False)


def points_said(item: ChecklistItem, said: str) -> int | None:
    """None where nothing was chosen."""
    return None if said == "" else int(said) if item.graded else item.points * (said == THERE)


@dataclass(frozen=True)
class Line:
    """One item as its page asks it."""

    answer: CheckAnswer
    found: forms.BoundField
    remark: forms.BoundField
    photos: forms.BoundField | None


class CheckForm(forms.Form):
    """What has been found so far: nothing is asked before the check is finished."""

    use_required_attribute = False

    note = forms.CharField(
        label="总体情况",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不写来访妇女的姓名和情况",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, check: StationCheck, answers: list[CheckAnswer]
    ) -> None:
        super().__init__(data, files, initial={"note": check.note})
        self.answers = answers
        for answer in answers:
            self._ask(answer)

    def _ask(self, answer: CheckAnswer) -> None:
        item, key = answer.item, answer.pk
        self.fields[f"found{key}"], self.fields[f"remark{key}"] = asked_of(item)
        if answer.points is not None:
            self.initial[f"found{key}"] = (
                str(answer.points) if item.graded else THERE if answer.points == item.points else MISSING
            )
        self.initial[f"remark{key}"] = answer.remark
        if item.evidence:
            camera = Files(attrs={"accept": "image/*", "capture": "environment"})
            self.fields[f"photos{key}"] = PhotosField(label="拍照", required=False, widget=camera)

    @property
    def sections(self) -> list[tuple[str, list[Line]]]:
        """The items by their part, as they are asked."""
        parts: dict[str, list[Line]] = {}
        for answer in self.answers:
            key = answer.pk
            photos = self[f"photos{key}"] if answer.item.evidence else None
            line = Line(answer, self[f"found{key}"], self[f"remark{key}"], photos)
            parts.setdefault(str(Section(answer.item.section).label), []).append(line)
        return list(parts.items())

    def found(self) -> dict[int, Found]:
        return {answer.pk: self._found(answer) for answer in self.answers}

    def _found(self, answer: CheckAnswer) -> Found:
        given, key = self.cleaned_data, answer.pk
        points = points_said(answer.item, given[f"found{key}"])
        pictures = [Picture(file.content, file.kind) for file in given.get(f"photos{key}", [])]
        return Found(points, given[f"remark{key}"].strip(), pictures)


class RectifyForm(forms.Form):
    """What was put right."""

    use_required_attribute = False

    words = forms.CharField(
        label="整改情况",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="逐项写明怎样整改的；不写来访妇女的姓名和情况",
        error_messages={"required": "请填写整改情况。"},
    )
