"""Registers the calendar room with Django."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    verbose_name = "工作日历"
    name = "fedportal.calendar"
    label = "calendar"
