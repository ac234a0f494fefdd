"""Addresses for those who watch the portal: its health, and what browsers refused to do."""

from django.urls import path

from fedportal.health.csp_reports import csp_reports
from fedportal.health.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("csp-reports/", csp_reports, name="csp_reports"),
]
