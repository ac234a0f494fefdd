"""Uploading a ledger, and saying which of its columns means what."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.categories import CHOICES
from cases.imports import headings
from cases.imports.checked import Defaults
from cases.imports.choices import NOT_SECRET
from cases.imports.files import MAX_BYTES, MEGABYTE, Unreadable, recognise, stream_of
from cases.imports.headings import FIELDS
from cases.imports.reading import MAX_ROWS
from cases.models import Channel, ImportBatch, MatterClass
from cases.widgets import CategorySelect, PlainSelect

FORGOTTEN = "请选择台账没有写明时用的"


class DefaultsForm(forms.Form):
    """What the rows are where the ledger does not say."""

    use_required_attribute = False

    channel = forms.ChoiceField(
        label="信访形式",
        choices=Channel.choices,
        initial=Channel.VISIT,
        error_messages={"required": f"{FORGOTTEN}信访形式。"},
    )
    matter_class = forms.ChoiceField(
        label="事项性质",
        choices=NOT_SECRET,
        initial=MatterClass.REDRESS,
        error_messages={"required": f"{FORGOTTEN}事项性质。"},
    )
    category = forms.ChoiceField(
        label="事项类别",
        choices=[("", "请选择"), *CHOICES],
        widget=CategorySelect,
        help_text="可输入汉字或拼音首字母",
        error_messages={"required": f"{FORGOTTEN}事项类别。"},
    )

    def defaults(self) -> Defaults:
        return Defaults(*(self.cleaned_data[name] for name in ("channel", "matter_class", "category")))


class UploadForm(DefaultsForm):
    """A ledger's file, told by its content."""

    file = forms.FileField(
        label="台账文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt", "class": "form-control"}),
        help_text=f".xlsx 或 .csv，不超过 {MAX_BYTES // MEGABYTE} MB、{MAX_ROWS:,} 行",
        error_messages={
            "required": "请选择台账文件。",
            "empty": "文件是空的，请检查后重新选择。",
            "missing": "请选择台账文件。",
        },
    )

    field_order = ("file", "channel", "matter_class", "category")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            recognise(stream_of(file), file.size or 0)
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class MappingForm(DefaultsForm):
    """One select a column, and the defaults again."""

    def __init__(self, data: Any = None, *, batch: ImportBatch) -> None:
        given = {"channel": batch.channel, "matter_class": batch.matter_class, "category": batch.category}
        super().__init__(data, initial=given)
        self.headings: list[str] = batch.layout.get("headings", [])
        choices = [("", "不导入"), *((field.name, field.label) for field in FIELDS.values())]
        for number, heading in enumerate(self.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading or f"第 {number + 1} 列",
                choices=choices,
                required=False,
                initial=batch.mapping[number],
                widget=PlainSelect(),
            )

    def columns(self) -> Iterator[forms.BoundField]:
        return (self[f"column_{number}"] for number in range(len(self.headings)))

    def mapping(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{number}", "") for number in range(len(self.headings))]

    def clean(self) -> dict[str, Any]:
        problem = headings.problem(self.mapping())
        if problem:
            raise forms.ValidationError(problem)
        return self.cleaned_data
