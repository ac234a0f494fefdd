"""Registers the orgs room with Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    verbose_name = "组织机构"
    name = "fedportal.orgs"
    label = "orgs"
