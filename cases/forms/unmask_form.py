"""Why somebody needs to see a masked field, and what a second person says to that."""

from typing import Any

from django import forms

from cases.unmasking import Purpose


class UnmaskForm(forms.Form):
    """A choice and her own words: the words stand on the timeline of the case."""

    use_required_attribute = False

    purpose = forms.ChoiceField(
        label="用途",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择用途。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如“约定 11 月 26 日上门”；不要写姓名、住址和电话",
        error_messages={"required": "请说明查看的理由。"},
    )


class GrantForm(forms.Form):
    """Agree, or refuse with a reason."""

    use_required_attribute = False

    approved = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或者不同意。"},
    )
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不同意的必须填写",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("approved") is False and not given.get("note", "").strip():
            self.add_error("note", "不同意的，请写明理由。")
        return given
