"""What an administrator fills in for an account."""

from typing import Any

from django import forms

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.forms.sign_in import PASSWORD_RULES
from fedportal.directory.forms.units import UnitField, UnitForm


class RolesField(forms.MultipleChoiceField):
    """The roles of an account, as boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="角色",
            choices=[choice for choice in Role.choices if choice[0] != Role.DATA_CLIENT],
            help_text="系统、安全、审计三类管理员须由不同人员担任，也不得兼任业务角色。",
            **kwargs,
        )


class AccountForm(UnitForm):
    """A new account in the administrator's range."""

    username = forms.CharField(
        label="用户名",
        max_length=150,
        validators=User._meta.get_field("username").validators,
        help_text="登录时使用，可用文字、数字和 @ . + - _，不分大小写。",
    )
    name = forms.CharField(label="姓名", max_length=60)
    org = UnitField(label="所在单位", help_text="可输入名称或拼音首字母查找。")
    roles = RolesField()
    password = forms.CharField(
        label="初始口令",
        strip=False,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RolesForm(forms.Form):
    """Other roles for an account."""

    roles = RolesField()


class PasswordForm(forms.Form):
    """Another password for an account."""

    password = forms.CharField(
        label="新口令",
        strip=False,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AccountFilterForm(forms.Form):
    """Which accounts to list."""

    q = forms.CharField(
        label="用户名或姓名", required=False, widget=forms.TextInput(attrs={"type": "search", "data-wide": True})
    )
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部"), *Role.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("on", "在用"), ("off", "已停用")])
