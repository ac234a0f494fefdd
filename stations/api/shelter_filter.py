"""What of shelters and stays another system may ask for."""

import django_filters

from fedportal.api.filtering import Moment, OneOf, Ref, YesNo
from stations.models import Shelter, ShelterStay
from stations.shelter_facts import Basis, Exit, ShelterKind, StayState


class ShelterQuery(django_filters.FilterSet):
    """Filters of `GET /shelters/`; several narrow each other."""

    kind = OneOf("类别", ShelterKind.choices)
    closed = YesNo("已经停用", closed_on__isnull=False)

    class Meta:
        model = Shelter
        fields: list[str] = []


class StayQuery(django_filters.FilterSet):
    """Filters of `GET /shelter-stays/`; several narrow each other."""

    shelter = Ref("庇护所在接口地址中的标识", field_name="shelter__ref")
    state = OneOf("状态", StayState.choices)
    basis = OneOf("依据", Basis.choices, field_name="application__basis")
    exit = OneOf("离所方式", Exit.choices)
    received_after = Moment("入住时间不早于（含）", "admitted_at", "gte")
    received_before = Moment("入住时间早于（不含）", "admitted_at", "lt")

    class Meta:
        model = ShelterStay
        fields: list[str] = []
