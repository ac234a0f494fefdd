"""Addresses of the calendar."""

from django.urls import path

from fedportal.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/edit/", views.year_edit, name="year_edit"),
]
