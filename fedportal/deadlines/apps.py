"""Registers the deadlines room with Django."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    verbose_name = "时限与升级"
    name = "fedportal.deadlines"
    label = "deadlines"
