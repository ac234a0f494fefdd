"""What is asked of a shelter: itself, its rooms, who keeps it, who is on duty."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.plain_fields import choice, words
from cases.forms.urgent_form import moment_field
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from stations.actions.shelters import ShelterFacts
from stations.forms.fields import day_field
from stations.models import Shelter, ShelterKeeper
from stations.shelter_facts import RoomUse, Sex, ShelterKind, Zone


class ShelterForm(forms.Form):
    """A shelter. Its page says that all of it is enciphered."""

    use_required_attribute = False

    kind = choice("类别", ShelterKind.choices, "请选择类别。")
    name = words("名称", 80, "请填写名称。", "只有管护人看得到")
    address = words("地址", 200, "请填写地址。", "只有管护人看得到，不出现在通知、文书、导出和搜索里")
    phone = words("值班电话", 40, "请填写值班电话。", inputmode="tel")
    pick_up = words("接送约定", 300, "", "在哪里会合、谁去接；不要约在庇护所门口")
    opened_on = day_field("启用日期")
    sex = choice("您的性别", Sex.choices, "请选择。", help_text="女性区由女性工作人员值班（救助管理办法第八条）")

    def __init__(self, data: Any = None, *, shelter: Shelter | None = None) -> None:
        names = ("kind", "name", "address", "phone", "pick_up", "opened_on")
        super().__init__(data, initial={name: getattr(shelter, name) for name in names} if shelter else None)
        if shelter:
            del self.fields["sex"]

    def facts(self) -> ShelterFacts:
        return ShelterFacts(**{name: value for name, value in self.cleaned_data.items() if name != "sex"})


class RoomForm(forms.Form):
    """A room with its beds."""

    use_required_attribute = False

    label = words("房间", 20, "请填写房间名称。", "如“女一”；不写楼栋门牌")
    use = choice("用途", RoomUse.choices, "请选择用途。", initial=RoomUse.LIVING)
    zone = forms.ChoiceField(label="分区", choices=[("", "不是居住室"), *Zone.choices], required=False)
    beds = forms.IntegerField(
        label="床位",
        min_value=0,
        max_value=30,
        initial=2,
        error_messages={"required": "请填写床位数，没有的填 0。", "invalid": "床位数应当是整数。"},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("label", "use", "zone", "beds")}


class PersonField(forms.ModelChoiceField):
    """Somebody of the staff, by her name."""

    def label_from_instance(self, obj: Any) -> str:
        person = obj.user if isinstance(obj, ShelterKeeper) else obj
        return f"{person.name}（{person.org.region_name}）"


def tenders(by: User) -> Any:
    """Who of her range may be named: those with a role that works in shelters."""
    rows = User.objects.in_range_of(by.org).people().filter(is_active=True).select_related("org")
    return rows.filter(pk__in=[row.pk for row in rows if row.can(Can.TEND_SHELTERS)]).order_by("name", "pk")


class KeeperForm(forms.Form):
    """Another keeper."""

    use_required_attribute = False

    user = PersonField(
        User.objects.none(),
        label="管护人",
        empty_label="请选择",
        error_messages={"required": "请选择管护人。", "invalid_choice": "请从本单位及以下的工作人员里选择。"},
    )
    sex = choice("性别", Sex.choices, "请选择性别。", initial=Sex.FEMALE)

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.fields["user"].queryset = tenders(by)  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """Who is there from when to when."""

    use_required_attribute = False

    keeper = PersonField(
        ShelterKeeper.objects.none(),
        label="值班人",
        empty_label="请选择",
        error_messages={"required": "请选择值班人。", "invalid_choice": "值班的应当是管护人。"},
    )
    begins = moment_field("开始", "请填写开始时间。")
    ends = moment_field("结束", "请填写结束时间。")

    def __init__(self, data: Any = None, *, shelter: Shelter, at: dt.datetime) -> None:
        start = timezone.localtime(at).replace(hour=8, minute=0, second=0, microsecond=0)
        super().__init__(data, initial={"begins": start, "ends": start + dt.timedelta(hours=12)})
        rows = ShelterKeeper.objects.named().filter(shelter=shelter).select_related("user__org")
        self.fields["keeper"].queryset = rows.order_by("pk")  # type: ignore[attr-defined]
