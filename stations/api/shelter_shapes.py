"""What shelters and stays look like when another system is told of them."""

from rest_framework import serializers

from cases.api.reading_shapes import UnreadableShape
from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text
from stations.shelter_facts import Basis, Exit, Sex, ShelterKind, StayState


class ShelterShape(serializers.Serializer):
    """The document of a shelter: neither its name, nor where it is."""

    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    version = a_number("版本号")
    org = a_code("管理单位")
    region = a_text("地区")
    received_at = a_moment("启用（第二人确认）时间：摘要按它分月")
    kind = a_text("类别", ShelterKind.choices)
    opened_on = serializers.DateField(help_text="启用日期")
    closed_on = serializers.DateField(allow_null=True, help_text="停用日期")
    beds = a_number("可用床位")
    free = a_number("没有人住的床位；预留中的也算在内，能不能接收以平台为准")


class ShelterExtensionShape(serializers.Serializer):
    """One extension; its number leads to her elsewhere, and is not told."""

    days = a_number("延长日数")
    consent = a_flag("民政部门同意；否则为报备案")
    until = a_moment("延长至")
    at = a_moment("办理时间")


class ResidentShape(serializers.Serializer):
    """One person."""

    name = a_text("姓名")
    sex = a_text("性别", Sex.choices)
    born_on = serializers.DateField(help_text="出生日期")


class ShelterStayShape(serializers.Serializer):
    """The document of a stay."""

    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：在住人不提供")
    version = a_number("版本号")
    org = a_code("管理单位")
    shelter = serializers.UUIDField(help_text="庇护所在接口地址中的标识")
    received_at = a_moment("入住时间：摘要按它分月")
    basis = a_text("依据", Basis.choices)
    state = a_text("状态", StayState.choices)
    until = a_moment("庇护期届满")
    left_at = a_moment("离所时间", allow_null=True)
    exit = a_text("离所方式；空字符串为在住", Exit.choices)
    closed_at = a_moment("结案时间", allow_null=True)
    adults = a_number("成人")
    minors = a_number("随行未成年人")
    extensions = ShelterExtensionShape(many=True)
    residents = ResidentShape(
        many=True, allow_null=True, help_text="在住人；没有 personal 权限范围的、已经处置的为空（null）"
    )


class PartialShelterStayShape(ShelterStayShape):
    """The document; of one that cannot be read now, what it is."""

    unreadable = UnreadableShape(help_text="平台现在读不出在住人：只有标识、版本号，请保留已有的内容，稍后再取")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields
