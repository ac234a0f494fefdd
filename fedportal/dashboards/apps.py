"""Registers the dashboards room with Django."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    verbose_name = "总览"
    name = "fedportal.dashboards"
    label = "dashboards"
