"""Registers the stations room with Django."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    verbose_name = "站点"
    name = "stations"
