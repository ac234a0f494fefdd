"""What is typed while signing in, and about one's own account: codes, passkeys, passwords."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy

from fedportal.accounts.models import User


def _rules() -> str:
    return "".join(password_validators_help_texts())


PASSWORD_RULES = lazy(_rules, str)()
NEW = {"autocomplete": "new-password"}
MISSING = {"required": "请填写新口令。"}


class CodeForm(forms.Form):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label="动态口令或恢复码",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
        ),
        error_messages={"required": "请填写动态口令或恢复码。"},
    )


class NewCodeForm(CodeForm):
    """The first code of an authenticator app that is being set up."""

    code = forms.CharField(
        label="应用里显示的 6 位数字",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": "请填写应用里显示的 6 位数字。"},
    )


class PasskeyForm(forms.Form):
    """What a device answered; filled in by script."""

    credential = forms.JSONField(widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """A passkey that is being set up."""

    name = forms.CharField(
        label="名称", required=False, max_length=40, help_text="便于以后辨认，如“办公室电脑”“蓝色 U 盾”。"
    )


class RenewPasswordForm(forms.Form):
    """Another password, of someone who has just shown the old one."""

    password1 = forms.CharField(
        label="新口令",
        strip=False,
        widget=forms.PasswordInput(attrs=NEW),
        help_text=PASSWORD_RULES,
        error_messages=MISSING,
    )
    password2 = forms.CharField(
        label="再输入一次新口令", strip=False, widget=forms.PasswordInput(attrs=NEW), error_messages=MISSING
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        return get_adapter().clean_password(self.cleaned_data["password1"], user=self.user)

    def clean_password2(self) -> str:
        if self.cleaned_data.get("password1") not in {None, self.cleaned_data["password2"]}:
            raise forms.ValidationError("两次输入的口令不一致。")
        return self.cleaned_data["password2"]


class OldPasswordForm(forms.Form):
    """Her password once more."""

    password = forms.CharField(
        label="当前口令",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": "请填写当前口令。"},
    )


class OwnPasswordForm(ChangePasswordForm):
    """Another password for herself; a wrong old one counts like a failed sign-in, and locks like it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_RULES

    def clean_oldpassword(self) -> str:
        old = self.cleaned_data.get("oldpassword", "")
        if not get_adapter().reauthenticate(self.user, old):
            raise forms.ValidationError("当前口令不正确。")
        return old
