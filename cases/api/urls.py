"""Addresses of the interface that are about petitions."""

from django.urls import path

from cases.api.categories import CategoriesView
from cases.api.petitions import Petitions
from cases.api.violence_writing import ViolenceCourses

app_name = "cases_api"
urlpatterns = [
    path("categories/", CategoriesView.as_view(), name="categories"),
    path("petitions/", Petitions.as_view({"get": "list", "post": "create"}), name="petitions"),
    path("petitions/batch/", Petitions.as_view({"post": "batch"}), name="batch"),
    path(
        "petitions/external/<str:system>/<str:external_id>/",
        Petitions.as_view({"put": "upsert"}),
        name="external",
    ),
    path(
        "petitions/<str:number>/",
        Petitions.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="petition",
    ),
    path("petitions/<str:number>/moves/<str:move>/", Petitions.as_view({"post": "move"}), name="move"),
    path(
        "petitions/<str:number>/contacts/",
        Petitions.as_view({"get": "contacts", "post": "contact"}),
        name="contacts",
    ),
    path("petitions/<str:number>/<slug:part>/", Petitions.as_view({"get": "part"}), name="petition_part"),
    path("violence-courses/", ViolenceCourses.as_view({"get": "list"}), name="violence_courses"),
    path("violence-courses/<uuid:ref>/", ViolenceCourses.as_view({"get": "retrieve"}), name="violence_course"),
    path(
        "violence-courses/<uuid:ref>/moves/<str:move>/",
        ViolenceCourses.as_view({"post": "move"}),
        name="violence_course_move",
    ),
]
