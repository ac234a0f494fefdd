"""What of checks and demonstration names another system may ask for."""

import django_filters

from fedportal.api.filtering import Moment, OneOf, Place, YesNo
from stations.accreditation_workflow import LEVELS, AccreditationKind, AccreditationState
from stations.check_facts import CheckKind
from stations.models import Accreditation, StationCheck


class CheckQuery(django_filters.FilterSet):
    """Filters of `GET /station-checks/`; several narrow each other."""

    org = Place("站点所服务单位的区划代码，含其下级", "org_code")
    kind = OneOf("类别", CheckKind.choices)
    settled = YesNo("已经销号", settled_at__isnull=False)
    received_after = Moment("完成时间不早于（含）", "done_at", "gte")
    received_before = Moment("完成时间早于（不含）", "done_at", "lt")

    class Meta:
        model = StationCheck
        fields: list[str] = []


class AccreditationQuery(django_filters.FilterSet):
    """Filters of `GET /accreditations/`; several narrow each other."""

    org = Place("申报对象的区划代码，含其下级", "org_code")
    kind = OneOf("类别", AccreditationKind.choices)
    level = OneOf("申报级别", [(str(level.value), level.label) for level in LEVELS])
    state = OneOf("状态", AccreditationState.choices)
    received_after = Moment("申报时间不早于（含）", "at", "gte")
    received_before = Moment("申报时间早于（不含）", "at", "lt")

    class Meta:
        model = Accreditation
        fields: list[str] = []
