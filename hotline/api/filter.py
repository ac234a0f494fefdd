"""What of its work orders another system may ask for."""

import django_filters

from cases.api.writing_external import LONGEST
from fedportal.api.filtering import Exactly, Moment, OneOf, Place, YesNo
from hotline.models import ExternalTicket
from hotline.workflow import Direction, TicketClass, TicketState


class TicketQuery(django_filters.FilterSet):
    """Filters of `GET /tickets/`; several narrow each other."""

    direction = OneOf("方向", Direction.choices)
    state = OneOf("状态", TicketState.choices)
    ticket_class = OneOf("类别", TicketClass.choices)
    org = Place("承办单位的区划代码，含其下级", "org_code")
    received_after = Moment("收到时间不早于（含）", "received_at", "gte")
    received_before = Moment("收到时间早于（不含）", "received_at", "lt")
    ended = YesNo("已经结束", ended_at__isnull=False)
    system = Exactly("对方系统", 40, field_name="system")
    number = Exactly("对方工单编号", LONGEST, field_name="system_number")

    class Meta:
        model = ExternalTicket
        fields: list[str] = []
