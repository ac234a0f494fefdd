"""What is filled in about an organization."""

from django import forms
from django.utils import timezone

from fedportal.directory.forms.units import CodeField, UnitField, UnitForm
from fedportal.orgs.models import Level


class PublicFactsForm(forms.Form):
    """Who answers for petitions (art. 14, 15); where, by which number and when people are received (art. 18)."""

    responsible = forms.CharField(
        label="信访工作负责科室、人员", max_length=100, help_text="如“权益部，李敏”；对外公布，请写工作姓名。"
    )
    address = forms.CharField(
        label="接访地址", max_length=200, help_text="写到门牌和房间，如“黄河五路 385 号 2 楼 203 室”。"
    )
    phone = forms.RegexField(
        r"^[0-9][0-9\-转 ]{2,39}$",
        label="联系电话",
        max_length=40,
        help_text="带区号，如 0543-3162338；分机写“转 8012”。",
        error_messages={"invalid": "请填写电话号码，只能有数字、连字符和“转”字。"},
    )
    hours = forms.CharField(label="接访时间", max_length=100, help_text="如“工作日 9:00—11:30，14:00—17:00”。")


class OrgFilterForm(forms.Form):
    """Which organizations to list."""

    under = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label="名称、拼音首字母或区划代码",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True}),
    )
    level = forms.TypedChoiceField(
        label="层级", required=False, coerce=int, empty_value=None, choices=[("", "全部"), *Level.choices]
    )


class ChangeForm(UnitForm):
    """From which day on a change of units holds; the units that it names lie in the reader's range."""

    on = forms.DateField(
        label="生效日期",
        initial=timezone.localdate,
        help_text="批复文件规定的日期，不能晚于今天。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class NewOrgForm(ChangeForm):
    """A region that is new."""

    code = CodeField(help_text="新区划的代码，2、4、6、9 或 12 位，如 371671。")
    region_name = forms.CharField(
        label="行政区划名称", max_length=100, help_text="如“高新区”；单位名称自动加“妇女联合会”。"
    )
    parent = UnitField(label="上级妇联")
    field_order = ("parent", "code", "region_name", "on")


class SucceedForm(ChangeForm):
    """A region that has another code, name or superior from a day on."""

    code = CodeField(help_text="代码不变的照原样填写；代码变了，下级单位的代码随之改变。")
    name = forms.CharField(label="行政区划名称", max_length=100)
    parent = UnitField(label="上级妇联")
    field_order = ("name", "code", "parent", "on")


class MergeForm(ChangeForm):
    """A region that was joined to another one."""

    into = UnitField(label="并入单位", help_text="人员转入该单位；下级单位须先逐一调整。")
    field_order = ("into", "on")
