"""Which matter, and why it cannot wait; and what its keepers say to that."""

from django import forms

from cases.models.break_glass import Emergency


class BreakGlassForm(forms.Form):
    """A number, whole, and a reason: nothing is looked for."""

    use_required_attribute = False

    number = forms.CharField(
        label="信访编号",
        max_length=90,
        help_text="完整编号，如：鲁滨城妇信〔2026〕000123",
        error_messages={"required": "请填写完整编号。"},
    )
    emergency = forms.ChoiceField(
        label="紧急情形",
        choices=Emergency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择紧急情形。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如“本人来电求助，承办人联系不上”；不要写姓名、住址和电话",
        error_messages={"required": "请说明紧急查阅的理由。"},
    )


class JudgeForm(forms.Form):
    """Justified or not, in words."""

    use_required_attribute = False

    justified = forms.TypedChoiceField(
        label="评定",
        choices=[("yes", "正当"), ("no", "不当")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择正当或者不当。"},
    )
    words = forms.CharField(
        label="评定意见",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明评定意见。"},
    )
