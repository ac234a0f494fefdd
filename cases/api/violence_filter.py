"""What of courses of violence at home another system may ask for."""

import django_filters

from cases.models import ViolenceCase
from cases.workflow import Danger
from cases.workflow.violence import CourseState, Relation
from fedportal.api.filtering import Exactly, Moment, OneOf, Place, YesNo


class CourseQuery(django_filters.FilterSet):
    """Filters of `GET /violence-courses/`; several narrow each other."""

    state = OneOf("个案状态", CourseState.choices)
    relation = OneOf("加害人是她的", Relation.choices)
    danger = OneOf("现在的危险程度", [choice for choice in Danger.choices if choice[0]], field_name="petition__danger")
    closed = YesNo("已经结案", closed_at__isnull=False)
    org = Place("承办单位的区划代码，含其下级", "org_code")
    petition = Exactly("事项编号，全部写出", 90, field_name="petition__number")
    received_after = Moment("建立时间不早于（含）", "opened_at", "gte")
    received_before = Moment("建立时间早于（不含）", "opened_at", "lt")

    class Meta:
        model = ViolenceCase
        fields: list[str] = []
