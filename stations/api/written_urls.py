"""At which addresses what is read and written in this room stands."""

from typing import Any

from django.urls import URLPattern, path


def addresses(root: str, view: Any, *, one: str, many: str) -> list[URLPattern]:
    """`one` and `many` are their names."""
    of_all = {"get": "list", "post": "create"}
    of_one = {"get": "retrieve", "patch": "partial_update"}
    return [
        path(f"{root}/", view.as_view(of_all), name=many),
        path(f"{root}/batch/", view.as_view({"post": "batch"}), name=f"{many}_batch"),
        path(
            f"{root}/external/<str:system>/<str:external_id>/", view.as_view({"put": "upsert"}), name=f"{one}_external"
        ),
        path(f"{root}/<uuid:ref>/", view.as_view(of_one), name=one),
        path(f"{root}/<uuid:ref>/moves/<str:move>/", view.as_view({"post": "move"}), name=f"{one}_move"),
    ]
