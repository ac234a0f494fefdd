"""Addresses of stations: the register, the daily log, coverage."""

from django.urls import path

from stations.views import (
    coverage,
    imports,
    log_pages,
    station,
    station_links,
    station_list,
    station_log,
    station_services,
)

station_urls = [
    path("", station_list.station_list, name="station_list"),
    path("export/", station_list.station_export, name="station_export"),
    path("new/", station.station_new, name="station_new"),
    path("services/", station_services.station_service_list, name="station_service_list"),
    path("services/export/", station_services.station_service_export, name="station_service_export"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/units/", coverage.coverage_units, name="coverage_units"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/template/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_ledger, name="import"),
    path("imports/<int:pk>/rejects/", imports.import_rejects, name="import_rejects"),
    path("log/", station_log.log_start, name="log_start"),
    path("log/services/<int:pk>/correct/", station_log.service_correct, name="service_correct"),
    path("log/services/<int:pk>/strike/", station_log.service_strike, name="service_strike"),
    path("files/<int:pk>/", station_links.station_file, name="station_file"),
    path("files/<int:pk>/remove/", station_links.station_file_remove, name="station_file_remove"),
    path("<int:pk>/", station.station, name="station"),
    path("<int:pk>/edit/", station.station_edit, name="station_edit"),
    path("<int:pk>/close/", station.station_close, name="station_close"),
    path("<int:pk>/links/", station_links.station_links, name="station_links"),
    path("<int:pk>/files/", station_links.station_file_add, name="station_file_add"),
    path("log/<int:pk>/", station_log.station_log, name="station_log"),
    path("log/<int:pk>/open/", station_log.day_open, name="day_open"),
    path("log/<int:pk>/close/", station_log.day_close, name="day_close"),
    path("log/<int:pk>/book/", log_pages.log_book, name="log_book"),
]
