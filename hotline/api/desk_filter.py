"""What of bookings and reviews another system may ask for."""

import django_filters

from fedportal.api.filtering import Exactly, Moment, Ref, YesNo
from hotline.models import CallBackBooking, QualityReview


class BookingQuery(django_filters.FilterSet):
    """Filters of `GET /call-back-bookings/`; several narrow each other."""

    call = Ref("来电的 ref", field_name="call__ref")
    line = Exactly("线路号码", 20, field_name="slot__shift__line__number")
    held = YesNo("仍然有效", released_at__isnull=True)
    passed = YesNo("约定的时间已过，没有回拨", passed_at__isnull=False)
    begins_after = Moment("时段开始不早于（含）", "slot__begins_at", "gte")
    begins_before = Moment("时段开始早于（不含）", "slot__begins_at", "lt")
    received_after = Moment("预约时间不早于（含）", "at", "gte")
    received_before = Moment("预约时间早于（不含）", "at", "lt")

    class Meta:
        model = CallBackBooking
        fields: list[str] = []


class ReviewQuery(django_filters.FilterSet):
    """Filters of `GET /quality-reviews/`; several narrow each other."""

    announced = YesNo("已告知录音", announced=True)
    reviewed_after = Moment("质检时间不早于（含）", "at", "gte")
    reviewed_before = Moment("质检时间早于（不含）", "at", "lt")
    received_after = Moment("抽取时间不早于（含）", "drawn_at", "gte")
    received_before = Moment("抽取时间早于（不含）", "drawn_at", "lt")

    class Meta:
        model = QualityReview
        fields: list[str] = []
