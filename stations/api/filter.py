"""What of stations another system may ask for."""

import django_filters

from fedportal.api.filtering import Moment, OneOf, Place, YesNo
from stations.models import Station
from stations.station_facts import StationKind


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
