"""Registers the directory room with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    verbose_name = "机构与人员"
    name = "fedportal.directory"
    label = "directory"
