"""Addresses of the limits."""

from django.urls import path

from fedportal.deadlines import views

app_name = "deadlines"
urlpatterns = [
    path("", views.rule_list, name="rule_list"),
    path("<slug:code>/", views.rule_override, name="rule_override"),
    path("<slug:code>/withdraw/", views.rule_withdraw, name="rule_withdraw"),
]
