"""Addresses of the engine's own pages."""

from django.urls import path

from fedportal.deadlines import engine_views

app_name = "engine"
urlpatterns = [
    path("", engine_views.sweep_list, name="sweep_list"),
    path("quarantine/<int:pk>/release/", engine_views.release, name="release"),
]
