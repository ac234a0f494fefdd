"""What of calls and of their work orders another system may ask for. Nobody is looked for by telephone here: addresses
of requests are kept in too many logs."""

import datetime as dt
import re
from typing import Any

import django_filters
from django.utils import timezone

from cases.api.writing_external import LONGEST
from fedportal.api.filtering import Exactly, Moment, OneOf, Place, Ref, YesNo
from hotline.call_ticket_workflow import CallTicketState
from hotline.call_workflow import CallClass, CallState
from hotline.models import Call, CallTicket
from hotline.models.call_ticket import PREFIX

_NUMBER = re.compile(rf"{PREFIX}(\d{{8}})(\d{{6,18}})", re.ASCII)
_DAY = dt.timedelta(days=1)


class CallQuery(django_filters.FilterSet):
    """Filters of `GET /calls/`; several narrow each other."""

    state = OneOf("状态", CallState.choices)
    call_class = OneOf("类别", CallClass.choices)
    line = Exactly("线路号码", 20, field_name="line__number")
    phone_id = Exactly("电话系统中的通话编号", 100, field_name="phone__told_id")
    petition = Exactly("信访事项编号", LONGEST, field_name="petition__number")
    emergency = YesNo("转入过紧急处置", emergency_at__isnull=False)
    closed = YesNo("已经办结", closed_at__isnull=False)
    received_after = Moment("来电时间不早于（含）", "rang_at", "gte")
    received_before = Moment("来电时间早于（不含）", "rang_at", "lt")

    class Meta:
        model = Call
        fields: list[str] = []


class Number(Exactly):
    """RX20261123000012: the day on which it was made, and its own number; on another day it is no order's."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        said = _NUMBER.fullmatch(value)
        day = said and _midnight(said[1])
        if not (said and day) or f"{int(said[2]):06d}" != said[2]:
            return qs.none()
        return qs.filter(pk=int(said[2]), registered_at__gte=day, registered_at__lt=day + _DAY)


def _midnight(day: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(day, "%Y%m%d").replace(tzinfo=timezone.get_default_timezone())
    except ValueError:
        return None


class CallTicketQuery(django_filters.FilterSet):
    """Filters of `GET /call-tickets/`; several narrow each other."""

    number = Number("工单编号，如 RX20261123000012", LONGEST)
    state = OneOf("状态", CallTicketState.choices)
    call_class = OneOf("类别", CallClass.choices)
    org = Place("接听单位的区划代码，含其下级", "org_code")
    holder = Place("承办单位的区划代码，含其下级", "holder_code")
    call = Ref("由哪通来电生成，其 ref", field_name="call__ref")
    petition = Exactly("信访事项编号", LONGEST, field_name="petition__number")
    closed = YesNo("已经办结", closed_at__isnull=False)
    received_after = Moment("生成时间不早于（含）", "registered_at", "gte")
    received_before = Moment("生成时间早于（不含）", "registered_at", "lt")

    class Meta:
        model = CallTicket
        fields: list[str] = []
