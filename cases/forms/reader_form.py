"""Who else may read an accusation or a guarded matter, and why."""

from operator import attrgetter
from typing import Any, cast

from django import forms

from cases.actions.accusations import readers
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import RIGHTS, Can


class ReaderForm(forms.Form):
    """One of the head's own people who does not read it yet."""

    use_required_attribute = False

    user = forms.ModelChoiceField(
        label="阅读人",
        queryset=User.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择阅读人。", "invalid_choice": "请从本单位人员中选择。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="如“承办本件”“协助调查”",
        error_messages={"required": "请填写指定的理由。"},
    )

    def __init__(self, data: Any = None, *, petition: Petition, by: User) -> None:
        super().__init__(data)
        seeing = [role.value for role, rights in RIGHTS.items() if Can.SEE_CASES in rights]
        people = User.objects.filter(org=by.org, is_active=True, roles__overlap=seeing).people()
        field = cast(forms.ModelChoiceField, self.fields["user"])
        field.queryset = people.exclude(pk__in=readers(petition)).order_by("name")
        field.label_from_instance = attrgetter("name")  # type: ignore[assignment]
