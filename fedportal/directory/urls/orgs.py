"""Addresses of organizations."""

from django.urls import path

from fedportal.directory.views import agencies
from fedportal.directory.views import org_changes as changes
from fedportal.directory.views import orgs as views

app_name = "orgs"
urlpatterns = [
    path("", views.org_list, name="org_list"),
    path("search/", views.org_search, name="org_search"),
    path("new/", changes.org_new, name="org_new"),
    path("agencies/", agencies.agency_list, name="agency_list"),
    path("agencies/search/", agencies.agency_search, name="agency_search"),
    path("agencies/new/", agencies.agency_new, name="agency_new"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/retire/", agencies.agency_retire, name="agency_retire"),
    path("<int:code>/", views.org, name="org"),
    path("<int:code>/succeed/", changes.org_succeed, name="org_succeed"),
    path("<int:code>/merge/", changes.org_merge, name="org_merge"),
]
