"""What of the network another system may ask for. Nobody is looked for by number: addresses of requests are kept in
too many logs."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef

from fedportal.api.filtering import Moment, OneOf, Place, YesNo
from fedportal.orgs.models import AgencyKind
from stations.models import NetworkPerson, NetworkRole, PartnerBase, RightsPost
from stations.network_facts import RoleKind
from stations.post_facts import BaseKind


class _Role(OneOf):
    """Who holds that role now."""

    def filter(self, qs: Any, value: str) -> Any:
        held = NetworkRole.objects.filter(person=OuterRef("pk"), kind=value, ended_on=None)
        return qs.filter(Exists(held)) if value else qs


class PersonQuery(django_filters.FilterSet):
    """Filters of `GET /network/people/`; several narrow each other."""

    role = _Role("现任身份", RoleKind.choices)
    org = Place("登记单位的区划代码，含其下级", "org_code")
    left = YesNo("已经离队", left_on__isnull=False)
    entered_after = Moment("登记时间不早于（含）", "entered_at", "gte")
    entered_before = Moment("登记时间早于（不含）", "entered_at", "lt")

    class Meta:
        model = NetworkPerson
        fields: list[str] = []


class PostQuery(django_filters.FilterSet):
    """Filters of `GET /network/posts/`; several narrow each other."""

    agency_kind = OneOf("所在单位的类别", AgencyKind.choices, field_name="agency__kind")
    org = Place("登记单位的区划代码，含其下级", "org_code")
    closed = YesNo("已经撤销", closed_on__isnull=False)

    class Meta:
        model = RightsPost
        fields: list[str] = []


class BaseQuery(django_filters.FilterSet):
    """Filters of `GET /network/bases/`; several narrow each other."""

    kind = OneOf("阵地类型", BaseKind.choices)
    org = Place("登记单位的区划代码，含其下级", "org_code")
    closed = YesNo("已经停办", closed_on__isnull=False)

    class Meta:
        model = PartnerBase
        fields: list[str] = []
