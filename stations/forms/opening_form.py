"""Why somebody who is no keeper has to look into a shelter, and whose."""

from typing import Any

from django import forms

from cases.forms.plain_fields import words
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.orgs.models import Level, Organization


class UnitField(forms.ModelChoiceField):
    """A unit by its region."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.region_name)


class AskForm(forms.Form):
    """The first of two keys; who leads a unit above asks of those right below, too."""

    use_required_attribute = False

    of = UnitField(
        Organization.objects.none(),
        label="哪个单位的庇护所",
        required=False,
        empty_label="本单位",
        error_messages={"invalid_choice": "请从本单位和直接下级里选择。"},
    )
    reason = words("查阅理由", 300, "请填写查阅理由。", "管护人同意后可以查阅 24 小时，双方都留有记录")

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        below = Organization.objects.filter(parent=by.org, valid_to=None, level__lte=Level.COUNTY).order_by("code")
        if by.can(Can.ACCREDIT) and below.exists():
            self.fields["of"].queryset = below  # type: ignore[attr-defined]
        else:
            del self.fields["of"]
