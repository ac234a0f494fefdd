"""Addresses of account administration."""

from django.urls import path

from fedportal.directory.views import accounts as views

app_name = "accounts"
urlpatterns = [
    path("", views.user_list, name="user_list"),
    path("new/", views.user_new, name="user_new"),
    path("<int:pk>/", views.user, name="user"),
    path("<int:pk>/roles/", views.user_roles, name="user_roles"),
    path("<int:pk>/password/", views.user_password, name="user_password"),
    path("<int:pk>/factors/reset/", views.user_factors_reset, name="user_factors_reset"),
    path("<int:pk>/unlink/", views.user_unlink, name="user_unlink"),
    path("<int:pk>/deactivate/", views.user_deactivate, name="user_deactivate"),
    path("<int:pk>/reactivate/", views.user_reactivate, name="user_reactivate"),
]
