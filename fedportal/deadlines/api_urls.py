"""Addresses of the limits before other systems."""

from django.urls import path

from fedportal.deadlines.api import RulesView

app_name = "deadlines_api"
urlpatterns = [path("rules/", RulesView.as_view(), name="rules")]
