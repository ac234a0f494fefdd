"""Addresses of webhooks."""

from django.urls import path

from fedportal.changes.webhooks import api

app_name = "webhooks"
urlpatterns = [
    path("", api.SubscriptionsView.as_view(), name="subscription_list"),
    path("<uuid:ref>/", api.SubscriptionView.as_view(), name="subscription"),
    path("<uuid:ref>/rotate/", api.RotateView.as_view(), name="rotate"),
    path("<uuid:ref>/replay/", api.ReplayDeadView.as_view(), name="replay_dead"),
    path("<uuid:ref>/deliveries/", api.DeliveriesView.as_view(), name="delivery_list"),
    path("<uuid:ref>/deliveries/<uuid:delivery>/replay/", api.ReplayView.as_view(), name="replay"),
]
