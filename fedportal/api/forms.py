"""What the security administrator fills in for a client."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.api.terms import LONGEST, Terms, network
from fedportal.directory.forms.units import UnitField, UnitForm
from fedportal.lib.refusals import NotAllowed

MOST_ADDRESSES = 50


class AddressesField(forms.CharField):
    """Addresses and networks, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        lines = super().clean(value).replace(",", "\n").replace("，", "\n").split()
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError(f"最多填写 {MOST_ADDRESSES} 个地址，请改写成网段。")
        try:
            return list(dict.fromkeys(network(line) for line in lines))
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class TermsFields(forms.Form):
    """The terms of a client."""

    scopes = forms.MultipleChoiceField(
        label="权限范围",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="按对接所需最小范围选择。不含“读取个人信息”时，姓名打码，联系方式和正文中的个人信息不提供。",
        error_messages={"required": "请至少选择一项权限范围。"},
    )
    legal_basis = forms.CharField(
        label="提供个人信息的法律依据",
        max_length=200,
        required=False,
        help_text="选择“读取个人信息”时必填，例如：《个人信息保护法》第十三条第一款第三项。",
    )
    system = forms.CharField(
        label="对方系统代号",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        help_text="只有“12345 协同”填写，如 binzhou-12345：小写字母、数字、连字符，登记后不要改动。",
    )
    addresses = AddressesField(
        label="允许的来源地址",
        required=False,
        max_length=4000,
        help_text="对方服务器的 IP 地址或网段，每行一个，如 10.12.0.0/16。不填则不限来源，建议填写。",
    )
    expires_on = forms.DateField(
        label="有效期至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="到期当日仍有效，最长两年。到期前可在客户端页面延长。",
    )

    def clean_expires_on(self) -> dt.date:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(f"请填写今天至 {today + LONGEST:%Y-%m-%d} 之间的日期。")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if Scope.PERSONAL in given.get("scopes", ()) and not given.get("legal_basis", "").strip():
            self.add_error("legal_basis", "选择了“读取个人信息”，请写明法律依据。")
        if Scope.TICKETS in given.get("scopes", ()) and not given.get("system", "").strip():
            self.add_error("system", "选择了“12345 协同”，请填写对方系统代号。")
        return given

    def terms(self) -> Terms:
        """What was written down, once it is valid."""
        names = ("scopes", "system", "legal_basis", "addresses", "expires_on")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class ClientForm(TermsFields, UnitForm):
    """A new client of a unit in the administrator's range."""

    name = forms.CharField(
        label="系统名称", max_length=60, help_text="对方系统的全称，如“滨州市 12345 热线平台”。审计记录中以此名显示。"
    )
    org = UnitField(label="所属单位", help_text="客户端只能看到该单位及其下级的数据。可输入名称或拼音首字母查找。")
    field_order = ("name", "org", "scopes", "system", "legal_basis", "addresses", "expires_on")


class ClientTermsForm(TermsFields):
    """Other terms for a client."""

    @classmethod
    def of(cls, client: ApiClient) -> "ClientTermsForm":
        """As they stand."""
        return cls(
            initial={
                "scopes": client.scopes,
                "system": client.system,
                "legal_basis": client.legal_basis,
                "addresses": "\n".join(client.addresses),
                "expires_on": client.expires_on,
            }
        )


class ClientFilterForm(forms.Form):
    """Which clients to list."""

    q = forms.CharField(
        label="系统名称或单位", required=False, widget=forms.TextInput(attrs={"type": "search", "data-wide": True})
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("on", "在用"), ("over", "已到期"), ("off", "已停用")],
    )
