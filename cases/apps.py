"""Registers the cases room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    verbose_name = "信访"
    name = "cases"
