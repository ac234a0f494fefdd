"""How bookings of call-backs and reviews of calls stand in the description of the interface."""

from typing import Any

from fedportal.api.list_schema import list_of, one_of
from hotline.api.call_examples import CALL
from hotline.api.desk_filter import BookingQuery, ReviewQuery
from hotline.api.desk_shapes import CallBackBookingShape, QualityReviewShape

_BOOKING_TAGS, _REVIEW_TAGS = ["calls"], ["quality"]
BOOKING: dict[str, Any] = {
    "id": "9d5b1ea6a02e4a5e8f2d3c1b7a6f5e40",
    "ref": "1ea6a02e-4a5e-4f2d-8c1b-7a6f5e409d5b",
    "version": 1,
    "org": "371602000000",
    "call": CALL["ref"],
    "line": "0543-12338",
    "agent": "赵兰",
    "begins_at": "2026-11-23T06:00:00+00:00",
    "ends_at": "2026-11-23T06:30:00+00:00",
    "received_at": "2026-11-23T01:30:00+00:00",
    "by": None,
    "released_at": None,
    "passed_at": None,
    "instead_of": "0b9f8a52-3c55-4b0e-9a54-0f6b7d0c1e11",
}
REVIEW: dict[str, Any] = {
    "id": "c55b0e9a540f4b7d8c1e110b9f8a523c",
    "ref": "0e9a540f-6b7d-4c1e-910b-9f8a523c55b1",
    "shown": "masked",
    "version": 2,
    "org": "371602000000",
    "call": None,
    "agent": "赵某",
    "week": "2026-11-16",
    "received_at": "2026-11-23T01:30:00+00:00",
    "reviewed_at": "2026-11-23T08:10:00+00:00",
    "reviewed_by": None,
    "total": 92,
    "announced": True,
    "points": [{"label": "规范用语", "whole": 20, "points": 18}],
    "remarks": None,
}
BOOKINGS = list_of(
    "CallBackBookingPage",
    CallBackBookingShape,
    BookingQuery,
    BOOKING,
    operation_id="call_back_bookings_list",
    summary="预约的回拨",
    description="本单位未接来电约在哪个时段、由谁回拨，新预约的在前；来电对您不提供的，预约也不提供。"
    "约定的时段过了没有回拨的（passed_at），平台自动改约（instead_of），没有合适时段的退回待回拨，有了空的时段再自动约上。",
    tags=_BOOKING_TAGS,
)
ONE_BOOKING = one_of(
    "次预约的回拨",
    CallBackBookingShape,
    BOOKING,
    operation_id="call_back_bookings_retrieve",
    tags=_BOOKING_TAGS,
)
REVIEWS = list_of(
    "QualityReviewPage",
    QualityReviewShape,
    ReviewQuery,
    REVIEW,
    operation_id="quality_reviews_list",
    summary="来电质检",
    description="本单位已经质检的来电，新抽取的在前。是对接线员个人的评价：没有 personal 权限范围的，"
    "姓名只有姓氏，来电、质检人、评语为空。",
    tags=_REVIEW_TAGS,
)
ONE_REVIEW = one_of(
    "次来电质检",
    QualityReviewShape,
    REVIEW,
    operation_id="quality_reviews_retrieve",
    tags=_REVIEW_TAGS,
)
