"""Registers the audit room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    verbose_name = "审计"
    name = "fedportal.audit"
    label = "audit"
