"""Registers the notices room with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    verbose_name = "提醒"
    name = "fedportal.notices"
    label = "notices"
