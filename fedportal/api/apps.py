"""The interface's app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "fedportal.api"
    label = "api"
    verbose_name = "数据接口"
