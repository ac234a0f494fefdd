"""The address of the health page."""

from django.urls import path

from fedportal.health.views import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
