"""Addresses of the workbench and the dashboard."""

from django.urls import include, path

from fedportal.dashboards.views import dashboard, home

urlpatterns = [
    path("", home, name="home"),
    path("dashboard/", include(([path("", dashboard, name="dashboard")], "dashboards"))),
]
