"""One number or address that a member of staff wants to be kept from: read once, and not kept."""

from django import forms

from cases.models import StaffDigest


class DigestForm(forms.Form):
    """What it is, whose, and the value."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="类型",
        choices=StaffDigest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择类型。"},
    )
    value = forms.CharField(
        label="号码或者住址",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="只保存不可还原的摘要，保存后任何人都看不到原文",
        error_messages={"required": "请填写号码或者住址。"},
    )
    whose = forms.CharField(
        label="所属",
        max_length=30,
        help_text="如“本人”“配偶”“父母”，不写姓名",
        error_messages={"required": "请填写是谁的。"},
    )
