"""What a booking and a review look like when another system is told of them."""

from rest_framework import serializers

from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, withheld_text


class _ToldShape(serializers.Serializer):
    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    version = a_number("版本号")
    org = a_code("接听单位")


class CallBackBookingShape(_ToldShape):
    """The document of a booking."""

    call = serializers.UUIDField(help_text="要回拨的来电，其 ref")
    line = a_text("线路号码")
    agent = a_text("这个时段的接线员", allow_null=True)
    begins_at = a_moment("时段开始")
    ends_at = a_moment("时段结束")
    received_at = a_moment("预约时间：摘要按它分月")
    by = a_text("预约人；平台自动改约的为空", allow_null=True)
    released_at = a_moment("释放时间：已经拨打、不用回拨、改约或者时段已过；空为仍然有效", allow_null=True)
    passed_at = a_moment("时段已过、没有回拨，自动改约或者退回待回拨的时间", allow_null=True)
    instead_of = serializers.UUIDField(allow_null=True, help_text="由哪次过期的预约改约而来，其 ref")


class ReviewPointShape(serializers.Serializer):
    """What was given for one criterion."""

    label = a_text("评分项目")  # type: ignore[assignment]
    whole = a_number("分值")
    points = a_number("得分")


class QualityReviewShape(_ToldShape):
    """The document of a review."""

    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：接线员、来电、评语已隐去")
    call = serializers.UUIDField(allow_null=True, help_text="来电的 ref；隐去时，或者来电对您不提供的为空")
    agent = a_text("接线员；隐去时只有姓氏")
    week = serializers.DateField(help_text="抽取的周，其周一")
    received_at = a_moment("抽取时间：摘要按它分月")
    reviewed_at = a_moment("质检时间；抽取了还没有质检的为空", allow_null=True)
    reviewed_by = withheld_text("质检人")
    total = a_number("总分", allow_null=True)
    announced = a_flag("已告知通话录音", allow_null=True)
    points = ReviewPointShape(many=True, help_text="逐项得分")
    remarks = withheld_text("评语")
