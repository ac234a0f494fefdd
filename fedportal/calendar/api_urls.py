"""Addresses of the calendar before other systems."""

from django.urls import path

from fedportal.calendar.api import CalendarView

app_name = "calendar_api"
urlpatterns = [path("calendar/", CalendarView.as_view(), name="calendar")]
