"""What is filled in about an agency, and how the directory is searched."""

from django import forms

from fedportal.orgs.models import AgencyKind


class AgencyForm(forms.Form):
    """An agency of one's own place."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *AgencyKind.choices],
        help_text="可以发哪些函由类别决定。",
        error_messages={"required": "请选择类别。"},
    )
    name = forms.CharField(
        label="单位名称",
        max_length=120,
        help_text="写全称，如“滨州市公安局滨城分局”；函件的主送按此填写。",
        error_messages={"required": "请填写单位名称。"},
    )
    contact = forms.CharField(
        label="对口科室或联系人", max_length=60, required=False, help_text="如“治安管理大队”“办公室 李主任”。"
    )
    phone = forms.RegexField(
        r"^[0-9][0-9\-转 ]{2,39}$",
        label="联系电话",
        max_length=40,
        required=False,
        help_text="单位的办公电话，带区号；用于电话告知验证码。",
        error_messages={"invalid": "请填写电话号码，只能有数字、连字符和“转”字。"},
    )


class AgencyFilterForm(forms.Form):
    """Which agencies to list."""

    q = forms.CharField(
        label="名称、联系人或拼音首字母",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True}),
    )
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *AgencyKind.choices])
    retired = forms.ChoiceField(label="状态", required=False, choices=[("", "在用"), ("1", "已停用")])
