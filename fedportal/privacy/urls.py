"""Addresses about personal data."""

from django.urls import path

from fedportal.privacy import views

app_name = "privacy"
urlpatterns = [path("", views.processing, name="processing")]
