"""Addresses of organizations."""

from django.urls import path

from fedportal.directory.views import org_changes as changes
from fedportal.directory.views import orgs as views

app_name = "orgs"
urlpatterns = [
    path("", views.org_list, name="org_list"),
    path("search/", views.org_search, name="org_search"),
    path("new/", changes.org_new, name="org_new"),
    path("<int:code>/", views.org, name="org"),
    path("<int:code>/succeed/", changes.org_succeed, name="org_succeed"),
    path("<int:code>/merge/", changes.org_merge, name="org_merge"),
]
