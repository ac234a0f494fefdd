"""What people of the network and rights posts look like when another system is told of them."""

from rest_framework import serializers

from cases.api.reading_shapes import UnreadableShape
from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, told_as, withheld_text
from fedportal.orgs.models import AgencyKind, Level
from stations.network_facts import CourseKind, CredentialKind, LeftWhy, RoleKind, Sex
from stations.post_facts import AwardState, BaseKind, Verdict


def _day(label: str, *, empty: bool = False) -> serializers.DateField:
    return serializers.DateField(help_text=label, allow_null=empty)


class NetworkDutyShape(serializers.Serializer):
    """One clock."""

    kind = a_text(
        "network_training 信访干部参训；credential_expiry 证书到期；role_term 任期届满；post_review 维权岗复核"
    )
    label = a_text("名称")  # type: ignore[assignment]
    article = a_text("依据")
    opened_at = a_moment("起算时间")
    due_at = a_moment("到期时间")
    closed_at = a_moment("结束时间", allow_null=True)
    outcome = a_text("结果：met 按期；late 超期；cancelled 不再需要；未结束的为空")


class NetworkRoleShape(serializers.Serializer):
    """What somebody does, and until when."""

    kind = a_text("身份", RoleKind.choices)
    full_time = a_flag("专职")
    appointed_by = a_text("任命、聘任单位")
    begins = _day("任期自")
    until = _day("任期至", empty=True)
    ended_on = _day("离任日期", empty=True)


class NetworkCredentialShape(serializers.Serializer):
    """A qualification; its number is told to nobody."""

    id = a_text("标识，办理换证、注销时写明；只对本客户端有意义")
    kind = a_text("资质", CredentialKind.choices)
    issuer = a_text("发证机关")
    issued_on = _day("发证日期")
    expires_on = _day("有效期至", empty=True)
    ended_on = _day("换证、注销日期", empty=True)


class NetworkTrainingShape(serializers.Serializer):
    """A course that somebody attended."""

    name = a_text("培训名称")
    kind = a_text("内容", CourseKind.choices)
    level = a_number(told_as("举办层级", Level.choices))
    begins = _day("开始日期")
    ends = _day("结束日期")
    hours = a_number("学时")


class _Told(serializers.Serializer):
    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：姓名、电话等已隐去")
    version = a_number("版本号")
    org = a_code("登记单位")
    received_at = a_moment("登记时间：摘要按它分月")
    deadlines = NetworkDutyShape(many=True)


class NetworkPersonShape(_Told):
    """The document of somebody of the network."""

    name = a_text("姓名；没有个人信息权限的只有姓氏，已处置的为空")
    sex = a_text("性别", Sex.choices)
    phone = withheld_text("联系电话")
    id_number = withheld_text("身份证号")
    workplace = withheld_text("工作单位")
    joined_on = _day("加入日期")
    left_on = _day("离队日期", empty=True)
    left_why = a_text("离队原因", LeftWhy.choices)
    days = serializers.ListField(child=serializers.IntegerField(), help_text="可以服务的星期：1 周一 … 7 周日")
    begins = a_text("自，如 14:00:00（北京时间）", allow_null=True)
    ends = a_text("至", allow_null=True)
    paused_until = _day("暂停服务至", empty=True)
    trained_on = _day("最近一次全省信访业务培训", empty=True)
    disposed_at = a_moment("离队满保管期限，已去除个人信息的时间", allow_null=True)
    roles = NetworkRoleShape(many=True)
    credentials = NetworkCredentialShape(many=True)
    trainings = NetworkTrainingShape(many=True)


class PartialNetworkPersonShape(NetworkPersonShape):
    """The document; of one that cannot be read now, what it is."""

    unreadable = UnreadableShape(help_text="平台现在读不出这一名：只有标识、版本号，请保留已有的内容，稍后再取")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields


class PostAgencyShape(serializers.Serializer):
    """Where the post or base is."""

    id = a_number("在协作单位名录中的标识")
    name = a_text("单位名称")
    kind = a_text("单位类别", AgencyKind.choices)


class PostReviewShape(serializers.Serializer):
    """One yearly look."""

    year = a_number("年度")
    verdict = a_text("结果", Verdict.choices)
    at = a_moment("复核时间")


class PostAwardShape(serializers.Serializer):
    """One nomination."""

    level = a_number(told_as("层级", Level.choices))
    year = a_number("年度")
    state = a_text("状态", AwardState.choices)


class RightsPostShape(_Told):
    """The document of a rights post."""

    agency = PostAgencyShape()
    name = a_text("维权岗名称")
    place = a_text("地点")
    duties = serializers.ListField(child=serializers.CharField(), help_text="职责")
    contact = withheld_text("联系人")
    phone = a_text("办公电话")
    opened_on = _day("设立日期")
    closed_on = _day("撤销日期", empty=True)
    reviewed_on = _day("最近复核", empty=True)
    reviews = PostReviewShape(many=True)
    awards = PostAwardShape(many=True)


class PartnerBaseShape(serializers.Serializer):
    """The document of a partner base."""

    id = a_text("标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="本文档没有个人信息，两者相同")
    version = a_number("版本号")
    org = a_code("登记单位")
    received_at = a_moment("登记时间")
    agency = PostAgencyShape()
    kind = a_text("阵地类型", BaseKind.choices)
    takes = serializers.ListField(child=serializers.CharField(), help_text="接收的事项")
    address = a_text("地址")
    hours = a_text("服务时间")
    opened_on = _day("成立日期")
    closed_on = _day("停办日期", empty=True)
