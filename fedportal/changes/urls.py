"""Addresses of the feed."""

from django.urls import path

from fedportal.changes.api import ChangesView, DigestView, KindsView, SnapshotView

app_name = "changes"
urlpatterns = [
    path("", ChangesView.as_view(), name="changes"),
    path("snapshot/", SnapshotView.as_view(), name="snapshot"),
    path("kinds/", KindsView.as_view(), name="kinds"),
    path("digest/", DigestView.as_view(), name="digest"),
]
