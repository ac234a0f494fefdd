"""What checks and demonstration names look like when another system is told of them."""

from rest_framework import serializers

from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, told_as, withheld_text
from fedportal.orgs.models import Level
from stations.accreditation_workflow import AccreditationKind, AccreditationState, Ground
from stations.api.network_shapes import NetworkDutyShape
from stations.check_facts import OF_SHELTERS, CheckKind, Partner, Section


class CheckDutyShape(NetworkDutyShape):
    """One clock."""

    kind = a_text(
        "station_rectify 整改；station_recheck 复查；accreditation_judge 审核；accreditation_supplement 补正；"
        "accreditation_review 到期复查"
    )


class CheckAnswerShape(serializers.Serializer):
    """What was found of one item."""

    code = a_text("项目代码")
    section = a_text("部分", [(each.value, each.label) for each in Section if each not in OF_SHELTERS])
    label = a_text("项目")  # type: ignore[assignment]
    whole = a_number("分值")
    points = a_number("得分")
    met = a_flag("达标")
    remark = withheld_text("说明")


class _Told(serializers.Serializer):
    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：自由填写的文字已隐去")
    version = a_number("版本号")
    org = a_code("站点所服务的单位，或者申报对象")
    deadlines = CheckDutyShape(many=True)


class StationCheckShape(_Told):
    """The document of a check."""

    station = serializers.UUIDField(help_text="站点在接口地址中的标识")
    kind = a_text("类别", CheckKind.choices)
    follows = serializers.UUIDField(allow_null=True, help_text="复查的是哪一次检查")
    checked_by = a_code("检查单位")
    joint = serializers.ListField(child=serializers.CharField(), help_text=told_as("会同单位", Partner.choices))
    checked_on = serializers.DateField(help_text="检查日期")
    received_at = a_moment("完成时间：摘要按它分月")
    points = a_number("得分")
    whole = a_number("总分")
    four_haves = a_flag("四有达标")
    five_ones = a_flag("五个一达标")
    systems = a_flag("制度上墙达标")
    missing = a_number("未达项数")
    note = withheld_text("总体情况")
    rectified_at = a_moment("报告整改的时间", allow_null=True)
    rectification = withheld_text("整改情况")
    settled_at = a_moment("销号时间", allow_null=True)
    answers = CheckAnswerShape(many=True, help_text="逐项结果；照片不提供")


class AccreditationStepShape(serializers.Serializer):
    """One move."""

    verb = a_text("办理")
    source = a_text("原状态；起草的为空")  # type: ignore[assignment]
    target = a_text("新状态", AccreditationState.choices)
    at = a_moment("时间")
    org = a_code("单位")


class AccreditationShape(_Told):
    """The document of an application, and of the name that came of it."""

    kind = a_text("类别", AccreditationKind.choices)
    level = a_number(told_as("申报级别", Level.choices))
    station = serializers.UUIDField(allow_null=True, help_text="申报的站点；申报单位自己的为空")
    applicant = a_code("申报单位")
    state = a_text("状态", AccreditationState.choices)
    received_at = a_moment("申报时间：摘要按它分月")
    moved_at = a_moment("最近变动")
    statement = withheld_text("自评报告")
    gate_check = serializers.UUIDField(allow_null=True, help_text="依据的检查")
    named_at = a_moment("命名时间", allow_null=True)
    named_by = serializers.CharField(allow_null=True, help_text="命名单位的区划代码")
    valid_until = serializers.DateField(allow_null=True, help_text="有效期至；逐季核定的为空")
    ended_at = a_moment("结束时间", allow_null=True)
    ground = a_text("撤销事由", Ground.choices)
    steps = AccreditationStepShape(many=True, help_text="办理过程，不含意见；零家庭暴力社区（村庄）的为空")
