"""Addresses of the workbench and the dashboard."""

from django.urls import include, path

from fedportal.dashboards.hotline_views import hotline
from fedportal.dashboards.network_views import network
from fedportal.dashboards.paper_views import assessment, lines, report, report_new, tickets
from fedportal.dashboards.shelter_views import shelters
from fedportal.dashboards.station_views import stations
from fedportal.dashboards.views import dashboard, home
from fedportal.dashboards.violence_views import violence

_overviews = [
    path("dashboard/", dashboard, name="dashboard"),
    path("statistics/", report, name="report"),
    path("statistics/draft/", report_new, name="report_new"),
    path("statistics/assessment/", assessment, name="assessment"),
    path("statistics/tickets/", tickets, name="tickets"),
    path("statistics/hotline/", hotline, name="hotline"),
    path("statistics/lines/", lines, name="lines"),
    path("statistics/stations/", stations, name="stations"),
    path("statistics/network/", network, name="network"),
    path("statistics/shelters/", shelters, name="shelters"),
    path("statistics/violence/", violence, name="violence"),
]
urlpatterns = [
    path("", home, name="home"),
    path("", include((_overviews, "dashboards"))),
]
