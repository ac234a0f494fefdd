"""The statutory calendar before other systems, so that they count working days as we do."""

import datetime as dt

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from fedportal.api.parameters import refuse_unknown
from fedportal.api.views import ClientRequest, ClientView
from fedportal.calendar.models import CalendarEdition, WorkDay

YEARS = (1949, 2199)  # in which a year is asked for


class CalendarQuery(serializers.Serializer):
    """Which year is asked for; the present one where none is named."""

    year = serializers.IntegerField(min_value=YEARS[0], max_value=YEARS[1], required=False, help_text="年份，默认今年")


class DayShape(serializers.ModelSerializer):
    """One day."""

    provisional = serializers.BooleanField(source="edition.provisional", help_text="暂定，放假安排公布后可能变动")
    edition = serializers.IntegerField(source="edition_id", help_text="日历版次")

    class Meta:
        model = WorkDay
        fields = ("day", "is_working", "number", "note", "provisional", "edition")
        extra_kwargs = {
            "number": {"help_text": "截至当日（含）的工作日累计数：两日之差即其间的工作日数"},
            "note": {"help_text": "节日或调休说明"},
        }


class EditionShape(serializers.ModelSerializer):
    """One publication of a year's days."""

    class Meta:
        model = CalendarEdition
        fields = ("id", "year", "source", "reference", "entered_at")


class CalendarShape(serializers.Serializer):
    """A year with the editions from which its days come."""

    year = serializers.IntegerField()
    editions = EditionShape(many=True)
    days = DayShape(many=True)


EXAMPLE = {
    "year": 2026,
    "editions": [
        {
            "id": 7,
            "year": 2026,
            "source": "notice",
            "reference": "国务院办公厅关于 2026 年部分节假日安排的通知",
            "entered_at": "2025-11-05T09:00:00+08:00",
        }
    ],
    "days": [
        {
            "day": "2026-10-01",
            "is_working": False,
            "number": 4812,
            "note": "国庆节",
            "provisional": False,
            "edition": 7,
        }
    ],
}


class CalendarView(ClientView):
    """A year of it; empty where the table does not reach so far."""

    @extend_schema(
        operation_id="calendar_retrieve",
        summary="工作日历",
        description="一年的每一天是否工作日；推算时限用的就是这张表。",
        tags=["reference"],
        parameters=[
            OpenApiParameter(
                "year", {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]}, description="年份，默认今年"
            )
        ],
        responses={200: OpenApiResponse(CalendarShape, description="一年")},
        examples=[OpenApiExample("2026 年", EXAMPLE, response_only=True, status_codes=["200"])],
    )
    def get(self, request: ClientRequest) -> Response:
        """Its days in order."""
        refuse_unknown(request, {"year"})
        query = CalendarQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        year = query.validated_data.get("year") or timezone.localdate().year
        days = WorkDay.objects.filter(day__gte=dt.date(year, 1, 1), day__lte=dt.date(year, 12, 31))
        rows = list(days.select_related("edition").order_by("day"))
        editions = sorted({row.edition for row in rows}, key=lambda edition: edition.pk)
        return Response(CalendarShape({"year": year, "editions": editions, "days": rows}).data)
