"""What a station looks like when another system is told of one."""

from rest_framework import serializers

from cases.api.reading_shapes import UnreadableShape
from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, told_as, withheld_text
from stations.station_facts import HostKind, Linkage, Service, StationKind


class StationContactShape(serializers.Serializer):
    """A named person of a station."""

    name = a_text("姓名")
    duty = a_text("职责")
    phone = a_text("电话")
    published = a_flag("对外公开")


class StationLinkShape(serializers.Serializer):
    """One of 三融三联."""

    link = a_text("项目", Linkage.choices)
    met = a_flag("已做到")
    evidence = a_text("佐证")


class StationMonthShape(serializers.Serializer):
    """What it served in one month."""

    month = a_text("月份，如 2026-11")
    entries = a_number("服务记录条数")
    people = serializers.DictField(
        child=serializers.IntegerField(), help_text=told_as("各类服务的人次", Service.choices)
    )


class StationDayShape(serializers.Serializer):
    """A day on which it was open."""

    day = serializers.DateField(help_text="日期")
    opened_at = a_moment("开门时间")
    closed_at = a_moment("关门时间", allow_null=True)
    visitors = a_number("来访人次")
    duty_name = withheld_text("值班人员")
    note = withheld_text("值班记录")


class StationShape(serializers.Serializer):
    """The document of a station."""

    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    version = a_number("版本号")
    org = a_code("所服务的单位")
    kind = a_text("类别", StationKind.choices)
    name = a_text("名称")
    host_kind = a_text("依托单位类别", HostKind.choices)
    host_name = a_text("依托单位")
    address = a_text("地址")
    phone = a_text("对外电话")
    hours = a_text("开放时间")
    opened_on = serializers.DateField(help_text="建站日期")
    closed_on = serializers.DateField(allow_null=True, help_text="撤销日期：自该日起不再服务")
    closed_reason = a_text("撤销原因")
    public = a_flag("向社会公开")
    received_at = a_moment("录入时间")
    contacts = StationContactShape(many=True, help_text="没有“读取个人信息”的，只有对外公开的人员")
    links = StationLinkShape(many=True, help_text="三融三联；没有填写过的不在内")
    services = StationMonthShape(many=True, help_text="最近有服务的十二个月，早的在前")
    days = StationDayShape(many=True, help_text="最近开门的七天，早的在前")


class PartialStationShape(StationShape):
    """In lists: a document; of one that cannot be read now, what it is."""

    unreadable = UnreadableShape(help_text="平台现在读不出这一条：只有标识、版本号，请保留已有的内容，稍后再取")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields


class StationServiceShape(serializers.Serializer):
    """The document of one service."""

    id = a_text("标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：自由填写的文字已隐去")
    version = a_number("版本号")
    station = serializers.UUIDField(help_text="站点在接口地址中的标识")
    org = a_code("站点所服务的单位")
    day = serializers.DateField(help_text="服务日期")
    service = a_text("服务类别", Service.choices)
    people = a_number("人次")
    words = withheld_text("说明")
    received_at = a_moment("登记时间")
    struck_at = a_moment("划去时间：不再计入", allow_null=True)
    struck_reason = withheld_text("划去原因")
