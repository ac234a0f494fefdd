"""The field that names one unit in the reader's range: the near ones as choices, any other by the type-ahead."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.orgs.codes import full_code
from fedportal.orgs.models import Organization


class UnitField(forms.ModelChoiceField):
    """A living unit; without script the reader's own and those right under it can be chosen."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        widget = forms.Select(attrs={"data-combobox": "", "data-source": reverse_lazy("orgs:org_search")})
        super().__init__(
            Organization.objects.none(),
            label=label,
            help_text=help_text,
            widget=widget,
            error_messages={"invalid_choice": "管辖范围内没有这个单位，请重新选择。"},
        )

    def offer(self, user: User, chosen: Any) -> None:
        """Accept every living unit of her range, list the near ones and the one that is chosen."""
        units = Organization.objects.visible_to(user).living(timezone.localdate())
        near = Q(pk=user.org.pk) | Q(parent=user.org)
        if str(chosen).isdecimal():
            near |= Q(pk=int(chosen))
        self.queryset = units
        self.widget.choices = [("", "请选择"), *((unit.pk, unit.name) for unit in units.filter(near))]


class UnitForm(forms.Form):
    """A form that names units in the reader's range."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, UnitField):
                field.offer(by, self[name].value())


class CodeField(forms.CharField):
    """A code of 2, 4, 6, 9 or 12 digits, as the twelve-digit number."""

    def __init__(self, *, label: str = "区划代码", help_text: str = "") -> None:
        super().__init__(label=label, max_length=12, help_text=help_text)

    def clean(self, value: Any) -> int:
        try:
            return full_code(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError("区划代码应为 2、4、6、9 或 12 位数字。") from error
