"""Registers the helpers with Django, so that their template tags are found."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    verbose_name = "公用"
    name = "fedportal.lib"
    label = "lib"
