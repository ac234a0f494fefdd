"""What of stations, and of the services given there, another system may ask for."""

import django_filters

from fedportal.api.filtering import Day, Moment, OneOf, Place, Ref, YesNo
from stations.models import ServiceEntry, Station
from stations.station_facts import Service, StationKind


class StationQuery(django_filters.FilterSet):
    """Filters of `GET /stations/`; several narrow each other."""

    org = Place("所服务单位的区划代码，含其下级", "org_code")
    kind = OneOf("类别", StationKind.choices)
    live = YesNo("没有撤销", closed_on__isnull=True)
    received_after = Moment("录入时间不早于（含）", "entered_at", "gte")
    received_before = Moment("录入时间早于（不含）", "entered_at", "lt")

    class Meta:
        model = Station
        fields: list[str] = []


class ServiceQuery(django_filters.FilterSet):
    """Filters of `GET /station-services/`; several narrow each other."""

    org = Place("站点所服务单位的区划代码，含其下级", "station__org_code")
    station = Ref("站点的 ref", field_name="station__ref")
    service = OneOf("服务类别", Service.choices)
    day_from = Day("服务日期不早于（含），如 2026-11-01", "day", "gte")
    day_to = Day("服务日期不晚于（含）", "day", "lte")
    struck = YesNo("已经划去", struck_at__isnull=False)
    received_after = Moment("登记时间不早于（含）", "entered_at", "gte")
    received_before = Moment("登记时间早于（不含）", "entered_at", "lt")

    class Meta:
        model = ServiceEntry
        fields: list[str] = []
