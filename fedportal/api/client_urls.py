"""Addresses of the pages on which clients are kept."""

from django.urls import path

from fedportal.api import client_views as views

app_name = "clients"
urlpatterns = [
    path("", views.client_list, name="client_list"),
    path("new/", views.client_new, name="client_new"),
    path("<int:pk>/", views.client, name="client"),
    path("<int:pk>/secret/", views.client_secret, name="client_secret"),
    path("<int:pk>/stop/", views.client_stop, name="client_stop"),
]
