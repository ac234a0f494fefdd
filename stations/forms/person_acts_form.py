"""What the single acts on somebody of the network ask for."""

from typing import Any

from django import forms
from django.utils import timezone

from stations.actions.credentials import Paper
from stations.actions.revealing import Shown
from stations.actions.roles import Appointment
from stations.forms.fields import day_field, line_field, one_of, words_field
from stations.network_facts import CredentialKind, LeftWhy, RoleKind


class _Act(forms.Form):
    use_required_attribute = False


class EndForm(_Act):
    """From which day on something is no more."""

    on = day_field("日期", help_text="从这一天起不再算在内")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class LeaveForm(EndForm):
    """When and why she leaves."""

    why = one_of("离队原因", LeftWhy.choices, radio=True)


class PauseForm(_Act):
    """Until when she is not to be asked."""

    until = day_field("暂停服务至", required=False, help_text="这一天过后自动恢复；现在恢复的，留空")


class AppointForm(_Act):
    """A further role."""

    kind = one_of("身份", RoleKind.choices)
    full_time = forms.BooleanField(label="专职", required=False)
    appointed_by = line_field("任命、聘任单位", 120, required=False)
    begins = day_field("任期自")
    until = day_field("任期至", required=False, help_text="没有任期的不填")

    def appointment(self) -> Appointment:
        return Appointment(**self.cleaned_data)


class RenewRoleForm(_Act):
    """A further term."""

    until = day_field("续任至")
    appointed_by = line_field("任命、聘任单位", 120, required=False, help_text="与原来相同的不填")


class CredentialForm(_Act):
    """A credential, new or in the place of another."""

    kind = one_of("资质", CredentialKind.choices)
    number = line_field("证书编号", 60, required=False)
    issuer = line_field("发证机关", 120, required=False)
    issued_on = day_field("发证日期")
    expires_on = day_field("有效期至", required=False, help_text="长期有效的不填；到期前 60 日提醒")

    def paper(self) -> Paper:
        return Paper(**self.cleaned_data)


class RevealForm(_Act):
    """What she wants to see, and why."""

    what = one_of("查看", Shown.choices, radio=True)
    reason = words_field("查看事由", 200, rows=2, help_text="如“通知参加培训”；写入审计记录，不要写姓名和号码")
