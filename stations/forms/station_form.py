"""What is asked of a station, and on which day and why one is closed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils import timezone

from cases.forms.place_field import PlaceField
from cases.widgets import UnitPicker, near_units
from fedportal.accounts.models import User
from fedportal.orgs.models import Level, Organization
from stations.actions.stations import Contact, StationFacts
from stations.forms.fields import day_field, line_field
from stations.models import Station
from stations.station_facts import HostKind, StationKind
from stations.station_law import MOST_CONTACTS

_PARTS = ("name", "duty", "phone", "published")


def _words(label: str, most: int, *, inputmode: str = "text", **how: Any) -> forms.CharField:
    field: forms.CharField = line_field(label, most, inputmode=inputmode, **{"required": False, **how})
    return field


class StationForm(forms.Form):
    """One station, new or as it stands, with the few persons whom one asks for there."""

    use_required_attribute = False

    org = PlaceField(
        label="服务的单位",
        queryset=Organization.objects.none(),
        widget=UnitPicker,
        help_text="站点服务哪个村（社区）、乡镇（街道）或者县（市、区）的妇女",
        error_messages={"required": "请选择服务的单位。", "invalid_choice": "请从本地区范围内选择服务的单位。"},
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *StationKind.choices],
        error_messages={"required": "请选择类别。"},
    )
    name = _words("名称", 120, required=True, help_text="如“北镇街道妇女维权服务站”")
    opened_on = day_field("建站日期")
    host_kind = forms.ChoiceField(
        label="依托单位",
        choices=HostKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择依托单位。"},
    )
    host_name = _words("依托单位名称", 120)
    address = _words("地址", 200, required=True, help_text="写到门牌，群众按它找得到")
    hours = _words("开放时间", 100, required=True, help_text="如“周一至周五 8:30—11:30、14:30—17:30”")
    phone = _words("对外电话", 40, inputmode="tel")
    public = forms.BooleanField(
        label="向社会公开",
        required=False,
        initial=True,
        help_text="名称、地址、对外电话、开放时间和勾选了“对外公开”的人员，任何人都可以查到",
    )

    def __init__(self, data: Any = None, *, by: User, station: Station | None = None) -> None:
        super().__init__(data, initial=_standing(station) if station else {"opened_on": None})
        for number in range(1, MOST_CONTACTS + 1):
            self.fields |= {
                f"name_{number}": _words("姓名", 60),
                f"duty_{number}": _words("职责", 60),
                f"phone_{number}": _words("电话", 40, inputmode="tel"),
                f"published_{number}": forms.BooleanField(label="对外公开", required=False),
            }
        self._offer_units(by, station)

    def _offer_units(self, by: User, station: Station | None) -> None:
        place = cast(PlaceField, self.fields["org"])
        units = Organization.objects.visible_to(by).living(timezone.localdate()).filter(level__gte=Level.COUNTY)
        place.queryset = units
        chosen = str(self.data.get("org") or (station.org_id if station else ""))
        own = by.org if by.org.level >= Level.COUNTY else None
        if station is None and own:
            self.initial["org"] = own.pk
        place.own = own
        offered = lambda: [*([own] if own else []), *near_units(units, by.org, chosen)]  # noqa: E731
        cast(UnitPicker, place.widget).offer(lambda: {unit.pk: unit for unit in offered()}.values())

    def contact_rows(self) -> Iterator[list[forms.BoundField]]:
        """The persons, as the page draws them."""
        for number in range(1, MOST_CONTACTS + 1):
            yield [self[f"{part}_{number}"] for part in _PARTS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(1, MOST_CONTACTS + 1):
            rest = [given.get(f"{part}_{number}") for part in _PARTS[1:]]
            if any(rest) and not given.get(f"name_{number}"):
                self.add_error(f"name_{number}", "请填写姓名；不登记这个人的，请清空职责、电话。")
        return given

    def facts(self) -> StationFacts:
        given = self.cleaned_data
        contacts = (
            Contact(*(given[f"{part}_{number}"] for part in _PARTS))
            for number in range(1, MOST_CONTACTS + 1)
            if given[f"name_{number}"]
        )
        plain = {name: given[name] for name in self.base_fields}
        return StationFacts(**plain, contacts=tuple(contacts))


def _standing(station: Station) -> dict[str, Any]:
    said = {name: getattr(station, name) for name in StationForm.base_fields if name != "org"}
    said["org"] = station.org_id
    for contact in station.contacts.all():
        said |= {f"{part}_{contact.place}": getattr(contact, part) for part in _PARTS}
    return said


class CloseStationForm(forms.Form):
    """From which day on it serves nobody, and why."""

    use_required_attribute = False

    closed_on = day_field("撤销日期")
    reason = _words("撤销原因", 200, required=True, help_text="如“并入某某站”“村（居）合并”")

    @classmethod
    def for_today(cls) -> "CloseStationForm":
        return cls(initial={"closed_on": timezone.localdate()})

    @property
    def day(self) -> dt.date:
        day: dt.date = self.cleaned_data["closed_on"]
        return day
